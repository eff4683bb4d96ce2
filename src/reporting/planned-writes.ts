import type { RollupTarget } from "../domain/model/train.ts";
import type { WorkItem } from "../domain/items/work-item.ts";
import type { Marker } from "../ports/connector.ts";
import type { PublicationRecord, RefusalRecord } from "../ports/publication-ledger.ts";
import type { Draft } from "./draft.ts";

/** The place of a document: an issue in a target, or a comment on an item. */
export type Place =
  | { readonly kind: "rollup"; readonly target: RollupTarget }
  | { readonly kind: "comment"; readonly item: WorkItem };

/** One issue or comment to create, update or mark resolved, with the exact text. */
export type PlannedWrite = {
  readonly action: "create" | "update" | "resolve";
  readonly marker: Marker;
  readonly train: string;
  readonly connection: string;
  readonly place: Place;
  readonly text: Draft;
  /** The publication in the ledger; null for a new text. */
  readonly publication: PublicationRecord | null;
};

/** A text that Signalbox would write but delays, and why. */
export type Waiting = {
  readonly marker: Marker;
  readonly connection: string;
  /** Key of the item, or the rollup's target. */
  readonly where: string;
  readonly because: WaitingReason;
  /** When it may be written although nothing changes, in epoch milliseconds; null if no clock decides. */
  readonly until: number | null;
  /** The tracker's words, if it refused the text before. */
  readonly refusal?: Pick<RefusalRecord, "code" | "text">;
  /** The text to write later; missing if there is none, or if it was not computed. */
  readonly draft?: PlannedWrite;
};

/** `tracker-busy`: the tracker asked for a pause or does not answer; `connection-refused`: it refuses our account. */
export type BackoffReason = "tracker-busy" | "connection-refused";

export type WaitingReason =
  | "settling"
  | "cap"
  | "removed-by-a-person"
  | "rewritten-too-often"
  | "refused-before"
  | BackoffReason
  | ConsentReason
  | PendingReason;

/**
 * Reasons that people decide. `not-started`: no consent yet; `stopped`: a person stopped the train; `shadow`: comments
 * are only shown; `stood-before`: the item's conflicts are older than the start; `answered`: they know of them.
 */
type ConsentReason = "not-started" | "stopped" | "shadow" | "stood-before" | "answered";

/** Why a create was not made, although the ledger has no text there. */
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

/** The earliest instant at which a waiting text may be written although nothing changes; null if there is none. */
export function wakeAt(waiting: readonly Pick<Waiting, "until">[]): number | null {
  const instants = waiting.flatMap(({ until }) => until ?? []);
  return instants.length === 0 ? null : Math.min(...instants);
}

/** A publication that exists, by the ledger. */
export type PublishedText = PublicationRecord & Readonly<Record<"remoteId" | "remoteKey" | "url", string>>;

export function isPublished(publication: PublicationRecord | null | undefined): publication is PublishedText {
  return (
    publication != null && (publication.state === "standing" || publication.state === "held") && hasRemote(publication)
  );
}

/** Whether it exists, or existed. */
export function hasRemote(publication: PublicationRecord): publication is PublishedText {
  const { remoteId, remoteKey, url } = publication;
  return remoteId !== null && remoteKey !== null && url !== null;
}

/** The marker of a new text. A renamed connection may have left a row with the marker of this key: then another one. */
export function freeMarker(wanted: Marker, taken: Pick<ReadonlySet<Marker>, "has">): Marker {
  let free = wanted;
  for (let next = 2; taken.has(free); next += 1) free = `${wanted}~${next}`;
  return free;
}

/** Jira project or `owner/repo`. */
export function targetName(target: RollupTarget): string {
  return target.system === "jira" ? target.project : target.repo;
}

/** The name of a place for people: the item's key, or the rollup's target. */
export function placeName(place: Place): string {
  return place.kind === "comment" ? place.item.key : targetName(place.target);
}
