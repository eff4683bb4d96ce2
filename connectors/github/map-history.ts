import type { WorkItemId } from "../../src/domain/ids.ts";
import {
  inOrder,
  listChange,
  type HistoryChange,
  type HistoryEvent,
  type LinkValue,
  type StatusValue,
  type TimeboxValue,
  type UnorderedEvent,
} from "../../src/domain/items/history.ts";
import { instantOf, itemIdOf, type MapContext } from "./place.ts";
import type { EdgesNode, TimelineEvent } from "./schema.ts";
import { conversionMs, converted, statusOf } from "./status.ts";

type Repository = EdgesNode["repository"];

/** An entry of the timeline, with its instant, and the issue's repository before and after it. */
type Entry = {
  readonly event: TimelineEvent;
  readonly at: number;
  readonly repository: Repository;
  readonly next: Repository;
};

/** The changes in an issue's timeline, oldest first. */
export function mapHistory(context: Pick<MapContext, "connection" | "milestones">, node: EdgesNode): HistoryEvent[] {
  const itemId = itemIdOf(context.connection, node.fullDatabaseId);
  const past = new Past(context, itemId);
  const events: UnorderedEvent[] = [];
  for (const entry of entriesOf(node)) {
    const id = `github:${context.connection.key}:event:${entry.event.id}`;
    for (const change of past.changesOf(entry)) {
      const isFirst = events.at(-1)?.id !== id;
      events.push({ id: isFirst ? id : `${id}:${change.field}`, itemId, at: entry.at, knownBy: "tracker", ...change });
    }
  }
  return inOrder(events);
}

function entriesOf({ timelineItems, repository }: EdgesNode): readonly Entry[] {
  const entries: Entry[] = [];
  let isMoved = false;
  for (const event of timelineItems?.nodes ?? []) {
    const at = event === null ? null : instantOf(event.createdAt);
    if (event === null || at === null) continue;
    entries.push({ event, at, repository, next: repository });
    isMoved ||= event.kind === "TransferredEvent";
  }
  const sorted = entries.toSorted((a, b) => a.at - b.at);
  return isMoved ? placed(sorted, repository) : sorted;
}

/** Before a transfer the issue was in another repository. */
function placed(entries: readonly Entry[], present: Repository): readonly Entry[] {
  let next = present;
  const backwards = entries.toReversed().map((entry) => {
    const isMove = entry.event.kind === "TransferredEvent";
    const repository = (isMove ? entry.event.fromRepository : null) ?? next;
    const one = { ...entry, repository, next };
    next = repository;
    return one;
  });
  return backwards.toReversed();
}

/** The state of an issue at one entry after the other, as far as the changes need it. */
class Past {
  readonly #context: Pick<MapContext, "connection" | "milestones">;
  readonly #itemId: WorkItemId;
  /** The title of its milestone. */
  #milestone: string | null = null;
  #status: StatusValue = valueOf(statusOf({ state: "OPEN", stateReason: null }));
  #closedAt: number | null = null;
  /** Whether people converted the open issue to a discussion. */
  #isConverted = false;
  /** The originals that people marked, and the one with which the issue was closed. */
  #marked: readonly WorkItemId[] = [];
  #closedAs: WorkItemId | null = null;

  constructor(context: Pick<MapContext, "connection" | "milestones">, itemId: WorkItemId) {
    this.#context = context;
    this.#itemId = itemId;
  }

  changesOf({ event, at, repository, next }: Entry): readonly HistoryChange[] {
    const other = this.#idOf(event.other);
    switch (event.kind) {
      case "ClosedEvent": {
        this.#closedAt = at;
        const closed = this.#isConverted ? converted : statusOf({ state: "CLOSED", stateReason: event.stateReason });
        return [this.#turned(valueOf(closed)), ...this.#duplicates({ closedAs: other })];
      }
      case "ConvertedToDiscussionEvent":
        this.#isConverted = this.#status.category === "todo" || at - (this.#closedAt ?? -Infinity) <= conversionMs;
        return this.#isConverted ? [this.#turned(valueOf(converted))] : [];
      case "ReopenedEvent": {
        this.#isConverted = false;
        // A timeline whose beginning is hidden: the closing, with its reason, is unknown.
        if (this.#status.category === "todo") this.#status = valueOf(statusOf({ state: "CLOSED", stateReason: null }));
        const open = valueOf(statusOf({ state: "OPEN", stateReason: null }));
        return [this.#turned(open), ...this.#duplicates({ closedAs: null })];
      }
      case "MilestonedEvent":
        this.#milestone = event.milestoneTitle ?? null;
        return [{ field: "timeboxes", from: [], to: [this.#boxOf(this.#milestone, repository)] }];
      case "DemilestonedEvent":
        this.#milestone = null;
        return [{ field: "timeboxes", from: [this.#boxOf(event.milestoneTitle ?? null, repository)], to: [] }];
      case "LabeledEvent":
        return event.label == null ? [] : [{ field: "labels", from: [], to: [event.label.name] }];
      case "UnlabeledEvent":
        return event.label == null ? [] : [{ field: "labels", from: [event.label.name], to: [] }];
      case "TransferredEvent":
        return [...this.#moved(event, next), ...this.#exchanged(repository, next)];
      case "MarkedAsDuplicateEvent":
        return this.#isDuplicate(event) ? this.#duplicates({ marked: beside(this.#marked, other) }) : [];
      case "UnmarkedAsDuplicateEvent":
        return this.#isDuplicate(event) ? this.#duplicates({ marked: without(this.#marked, other) }) : [];
      case "BlockedByAddedEvent":
        return other === null ? [] : [{ field: "links", from: [], to: [blockedBy(other)] }];
      case "BlockedByRemovedEvent":
        return other === null ? [] : [{ field: "links", from: [blockedBy(other)], to: [] }];
      case "ParentIssueAddedEvent":
        // Even if the entry hides the parent, the issue had none before.
        return [{ field: "parent", from: null, to: other }];
      case "ParentIssueRemovedEvent":
        return other === null ? [] : [{ field: "parent", from: other, to: null }];
      default:
        return [];
    }
  }

  #turned(to: StatusValue): HistoryChange {
    const from = this.#status;
    this.#status = to;
    return { field: "status", from, to };
  }

  /** The title is the one of that time; its timebox is known while one milestone of the repository has it. */
  #boxOf(name: string | null, { databaseId }: Repository): TimeboxValue {
    const id = name === null || databaseId == null ? null : this.#context.milestones.idOf(databaseId, name);
    return { id, name };
  }

  #moved({ fromRepository }: TimelineEvent, next: Repository): readonly HistoryChange[] {
    const from = fromRepository == null ? null : { container: fromRepository.nameWithOwner, key: null };
    return [{ field: "container", from, to: { container: next.nameWithOwner, key: null } }];
  }

  /**
   * A transfer leaves the milestone behind, without an entry of its own. The new repository's milestone with the same
   * title takes its place, if there is one.
   */
  #exchanged(repository: Repository, next: Repository): readonly HistoryChange[] {
    if (this.#milestone === null || repository.databaseId === next.databaseId) return [];
    const from = this.#boxOf(this.#milestone, repository);
    const to = this.#boxOf(this.#milestone, next);
    if (to.id === null) this.#milestone = null;
    return [{ field: "timeboxes", from: [from], to: to.id === null ? [] : [to] }];
  }

  /** Both ends of a duplicate show the marking. */
  #isDuplicate({ duplicate }: TimelineEvent): boolean {
    return this.#idOf(duplicate) === this.#itemId;
  }

  #duplicates({
    marked = this.#marked,
    closedAs = this.#closedAs,
  }: {
    readonly marked?: readonly WorkItemId[];
    readonly closedAs?: WorkItemId | null;
  }): readonly HistoryChange[] {
    const before = this.#originals();
    this.#marked = marked;
    this.#closedAs = closedAs;
    const change = listChange(before, this.#originals(), (id) => id);
    if (change.from.length === 0 && change.to.length === 0) return [];
    return [{ field: "links", from: change.from.map(duplicateOf), to: change.to.map(duplicateOf) }];
  }

  #originals(): readonly WorkItemId[] {
    return beside(this.#marked, this.#closedAs);
  }

  #idOf(issue: TimelineEvent["other"]): WorkItemId | null {
    return issue?.fullDatabaseId == null ? null : itemIdOf(this.#context.connection, issue.fullDatabaseId);
  }
}

function beside(ids: readonly WorkItemId[], id: WorkItemId | null): readonly WorkItemId[] {
  return id === null ? ids : [...new Set([...ids, id])];
}

function without(ids: readonly WorkItemId[], id: WorkItemId | null): readonly WorkItemId[] {
  return ids.filter((one) => one !== id);
}

function valueOf({ status, sourceStatus }: ReturnType<typeof statusOf>): StatusValue {
  return { id: null, name: sourceStatus, category: status };
}

function blockedBy(end: WorkItemId): LinkValue {
  return { origin: "github-blocked-by", typeId: null, typeName: "blocked by", direction: "inward", end };
}

function duplicateOf(end: WorkItemId): LinkValue {
  return { origin: "github-duplicate-of", typeId: null, typeName: "duplicate of", direction: "outward", end };
}
