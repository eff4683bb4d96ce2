import { createHash } from "node:crypto";
import type { RollupTarget } from "../domain/train.ts";
import type { WorkItem } from "../domain/work-item.ts";
import type { Marker, Rendered } from "../ports/connector.ts";
import type { Document } from "../ports/document.ts";
import type { PublicationRecord } from "../ports/store.ts";

/** Renders a document as the connection's tracker will hold it. */
export type Render = (connection: string, document: Document, marker: Marker) => Rendered;

/** Where a document goes: a new issue in a target, or a comment on an item. */
export type Place =
  | { readonly kind: "rollup"; readonly target: RollupTarget }
  | { readonly kind: "comment"; readonly item: WorkItem };

/** One issue or comment to be created, changed or marked resolved, with the exact text. */
export type PlannedWrite = {
  readonly action: "create" | "update" | "resolve";
  readonly marker: Marker;
  readonly train: string;
  readonly connection: string;
  readonly place: Place;
  readonly rendered: Rendered;
  readonly digest: string;
  /** What stands there by our books; null for what was never written. */
  readonly publication: PublicationRecord | null;
};

/** Something that would be written but is not, and why. */
export type Waiting = {
  readonly marker: Marker;
  /** Key of the item, or the rollup's target. */
  readonly where: string;
  readonly because: "settling" | "cap" | "removed-by-a-person" | "outcome-unknown";
};

export type Plan = {
  readonly writes: readonly PlannedWrite[];
  readonly unchanged: number;
  readonly waiting: readonly Waiting[];
};

export const emptyPlan: Plan = { writes: [], unchanged: 0, waiting: [] };

export function joinPlans(plans: readonly Plan[]): Plan {
  return {
    writes: plans.flatMap(({ writes }) => writes),
    unchanged: plans.reduce((sum, { unchanged }) => sum + unchanged, 0),
    waiting: plans.flatMap(({ waiting }) => waiting),
  };
}

export type DraftInput = { readonly connection: string; readonly marker: Marker; readonly document: Document };

/** The text to send, and the digest of all of it but the stamp: a new stamp alone is no reason to write. */
export function draft(render: Render, { connection, marker, document }: DraftInput) {
  const timeless = render(connection, { ...document, stamp: [] }, marker);
  const digest = createHash("sha256").update(`${timeless.title}\n${timeless.body}`).digest("hex");
  return { rendered: render(connection, document, marker), digest };
}

/** True where the tracker holds, or may hold, something of ours under this marker. */
export function stands(publication: PublicationRecord | undefined): publication is PublicationRecord {
  return publication !== undefined && (publication.state === "standing" || publication.state === "held");
}
