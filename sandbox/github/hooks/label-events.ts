import type { RawRecord } from "../../data.ts";
import type { Label } from "../entity.ts";
import type { HostState } from "../host-state.ts";
import { labelRow } from "../rows/milestone-row.ts";
import { announce } from "./announce.ts";

type Told = { readonly label: Label; readonly actor: string };

type What = { readonly action: "created" | "edited" | "deleted"; readonly changes?: RawRecord };

/** Sends one event, not one for every issue with the label. */
export function announceLabel(state: HostState, { label, actor }: Told, { action, changes }: What): void {
  const body = () => ({ label: labelRow(state, label), ...(changes !== undefined && { changes }) });
  announce(state, { repository: label.repository, event: "label", action, sender: actor, body });
}
