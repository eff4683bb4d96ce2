import type { LinkEnd, SprintId, System, WorkItemId } from "../ids.ts";

export type StatusCategory = "todo" | "in-progress" | "done" | "cancelled";

export type WorkItemKind = "epic" | "story" | "task" | "bug" | "subtask" | "other";

/**
 * `present`: read whole from its tracker. `stub`: known only from the other end of a link or from a child; Signalbox
 * has not read it, cannot read it any more (its tracker hides it), or needs it no more (nothing links to it). `gone`:
 * the tracker says that it was deleted.
 */
export type Presence = "present" | "stub" | "gone";

/** Any tracked thing. Instants (`…At`) are epoch milliseconds, days (`…On`) are `yyyy-mm-dd`. */
export type WorkItem = {
  readonly id: WorkItemId;
  readonly system: System;
  readonly connection: string;
  readonly nativeId: string;
  /** What its connector needs to read it again: Jira's id, GitHub's node id. */
  readonly handle: string;
  /** As people write it: `PAY-12`, `acme/api#7`. Can change. */
  readonly key: string;
  /** Jira project key or `owner/repo`. */
  readonly container: string;
  readonly url: string;
  readonly title: string;
  readonly presence: Presence;
  readonly kind: WorkItemKind;
  /** The tracker's own word for the kind, e.g. `New Feature`. */
  readonly sourceKind: string;
  /** By the tracker's own category and its words; a train may read it otherwise (`statusReader`). */
  readonly status: StatusCategory;
  /** The tracker's own words, e.g. `Closed (Won't Fix)`. */
  readonly sourceStatus: string;
  /** Jira's status and resolution as the train file can name them (`Train.statuses`); null if there is none. */
  readonly statusId: string | null;
  readonly statusName: string | null;
  readonly resolutionId: string | null;
  readonly resolutionName: string | null;
  readonly parentId: WorkItemId | null;
  /** Every timebox the item has been in, as the tracker lists them (closed ones too). */
  readonly sprintIds: readonly SprintId[];
  /** Estimate from the tracker's points field; null if there is none. */
  readonly points: number | null;
  /** Text in that field that is not a number, e.g. `XL`; else null. */
  readonly pointsWords: string | null;
  /** From the field that the train file names for it; null if it names none, or the item has no value. */
  readonly businessValue: number | null;
  readonly labels: readonly string[];
  readonly components: readonly string[];
  readonly startOn: string | null;
  readonly dueOn: string | null;
  readonly createdAt: number | null;
  readonly updatedAt: number | null;
  /** When it became done or cancelled. */
  readonly closedAt: number | null;
};

export type LinkOrigin = "jira-link" | "jira-remote-link" | "github-blocked-by" | "github-duplicate-of" | "text";

/** Origins of links that only one item has, in its text or in its list of links to elsewhere; the other end lacks them. */
export const oneSidedOrigins: ReadonlySet<LinkOrigin> = new Set(["jira-remote-link", "text"]);

/**
 * A link as the tracker has it: `source —[type]→ target`. Each train gives Jira's types their meaning
 * (`Train.linkMeanings`); for `jira-remote-link`, `github-blocked-by` and `text` the source blocks the target, for
 * `github-duplicate-of` it is a duplicate of it.
 */
export type Link = {
  readonly id: string;
  readonly origin: LinkOrigin;
  /** Jira link type id; null for the other origins. */
  readonly typeId: string | null;
  /** The type's name; the relationship of a remote link; the words of a text. */
  readonly typeName: string;
  readonly source: LinkEnd;
  readonly target: LinkEnd;
  /** The end that is a duplicate of the other, by the tracker's own words for the type; none for links of other kinds. */
  readonly duplicate?: "source" | "target" | null;
};

/** Equal for all records of a link: another connection's have another id, and no history contains an id. */
export function nameOf({ origin, typeId, typeName, source, target }: Link): string {
  return `${origin} ${typeId ?? typeName} ${source} ${target}`;
}

/** Shows progress, never blocks. */
export type PullRequest = {
  readonly id: string;
  readonly connection: string;
  readonly key: string;
  readonly container: string;
  readonly url: string;
  readonly title: string;
  readonly state: "open" | "merged" | "closed";
  readonly updatedAt: number;
  readonly closedAt: number | null;
};

/** Neither done nor cancelled, and still in its tracker. */
export function isOpen(item: Pick<WorkItem, "status" | "presence">): boolean {
  return item.presence !== "gone" && (item.status === "todo" || item.status === "in-progress");
}
