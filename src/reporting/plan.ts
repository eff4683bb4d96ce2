import type { RollupTarget } from "../domain/model/train.ts";
import type { WorkItem } from "../domain/items/work-item.ts";
import type { Marker } from "../ports/connector.ts";
import type { PublicationRecord, RefusalRecord } from "../ports/publication-ledger.ts";
import type { Draft } from "./draft.ts";
import type { Rest } from "./publish-trackers.ts";

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
  readonly text: Draft;
  /** What stands there by our books; null for what was never written. */
  readonly publication: PublicationRecord | null;
};

/** Something that would be written but is not, and why. */
export type Waiting = {
  readonly marker: Marker;
  readonly connection: string;
  /** Key of the item, or the rollup's target. */
  readonly where: string;
  readonly because: WaitingReason;
  /** When it may be written though nothing changes, in epoch milliseconds; null where no clock decides it. */
  readonly until: number | null;
  /** What the tracker said, where it refused it before. */
  readonly refusal?: Pick<RefusalRecord, "code" | "text">;
  /** What would be written once it may be; missing where nothing would, or where it was not worked out. */
  readonly draft?: PlannedWrite;
};

export type WaitingReason =
  | "settling"
  | "cap"
  | "removed-by-a-person"
  | "rewritten-too-often"
  | "refused-before"
  | Rest["because"]
  | ConsentReason
  | PendingReason;

/**
 * What a person decides. `not-started`: nobody has said yes; `stopped`: somebody said stop; `shadow`: comments are only
 * shown; `stood-before`: the item's conflicts are older than the start.
 */
type ConsentReason = "not-started" | "stopped" | "shadow" | "stood-before";

/** Why a create was not made, though nothing that we know of stands there. */
export type PendingReason = "outcome-unknown" | "two-of-ours" | "found-elsewhere" | "taken-by-another";

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

/** The earliest instant at which something that waits may be written though nothing changes; null where there is none. */
export function wakeAt(waiting: readonly Pick<Waiting, "until">[]): number | null {
  const instants = waiting.flatMap(({ until }) => until ?? []);
  return instants.length === 0 ? null : Math.min(...instants);
}

/** A publication that is there by our books. */
export type Standing = PublicationRecord & Readonly<Record<"remoteId" | "remoteKey" | "url", string>>;

export function stands(publication: PublicationRecord | null | undefined): publication is Standing {
  if (publication == null) return false;
  const { state, remoteId, remoteKey, url } = publication;
  return (state === "standing" || state === "held") && remoteId !== null && remoteKey !== null && url !== null;
}

/**
 * The marker of a text that was never written. A row may have it that came to another connection: the one that had this
 * key before it was renamed.
 */
export function freeMarker(wanted: Marker, taken: Pick<ReadonlySet<Marker>, "has">): Marker {
  let free = wanted;
  for (let next = 2; taken.has(free); next += 1) free = `${wanted}~${next}`;
  return free;
}

/** Jira project or `owner/repo`. */
export function targetName(target: RollupTarget): string {
  return target.system === "jira" ? target.project : target.repo;
}

/** How people call the place: the item's key, or the rollup's target. */
export function placeName(place: Place): string {
  return place.kind === "comment" ? place.item.key : targetName(place.target);
}
