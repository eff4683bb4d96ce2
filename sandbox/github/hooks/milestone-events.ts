import type { RawRecord } from "../../data.ts";
import type { Milestone } from "../entity.ts";
import type { HostState } from "../host-state.ts";
import { formatInstantOrNull } from "../instant.ts";
import { milestoneRow } from "../rows/milestone-row.ts";
import { announce } from "./announce.ts";

type Told = { readonly milestone: Milestone; readonly actor: string };

type What = { readonly action: "created" | "edited" | "opened" | "closed" | "deleted"; readonly changes?: RawRecord };

export function announceMilestone(state: HostState, { milestone, actor }: Told, { action, changes }: What): void {
  const body = () => ({ milestone: milestoneRow(state, milestone), ...(changes !== undefined && { changes }) });
  announce(state, { repository: milestone.repository, event: "milestone", action, sender: actor, body });
}

/** Sends a new text or date as one edit, a new state by its own action. */
export function announceMilestoneChanged(state: HostState, before: Milestone, { milestone, actor }: Told): void {
  const changes = {
    ...(before.title !== milestone.title && { title: { from: before.title } }),
    ...(before.description !== milestone.description && { description: { from: before.description ?? "" } }),
    ...(before.dueOn !== milestone.dueOn && { due_on: { from: formatInstantOrNull(before.dueOn) } }),
  };
  if (Object.keys(changes).length > 0) announceMilestone(state, { milestone, actor }, { action: "edited", changes });
  if (before.state !== milestone.state) {
    announceMilestone(state, { milestone, actor }, { action: milestone.state === "open" ? "opened" : "closed" });
  }
}
