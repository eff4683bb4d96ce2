import type { KeyRef, SprintId, WorkItemId } from "../ids.ts";
import type { HistoryEvent } from "../items/history.ts";
import type { WorkItem } from "../items/work-item.ts";
import type { Model } from "../model/model.ts";
import type { Sprint } from "../schedule/sprint.ts";
import { inDifferences, type Difference } from "../tracking/differences.ts";
import { inSteps } from "../tracking/in-steps.ts";
import { formerOf, inOrder } from "./former.ts";
import type { Gap } from "./gap.ts";
import { parentsOf, wantedFamilies } from "./families.ts";
import { idOf, itemThen, type ItemThen, type Surroundings } from "./item-then.ts";
import { eventsByItem, lastChangeIn, surroundingsOf } from "./model-at.ts";
import { sprintThen } from "./sprint-then.ts";

/** What may be different from the instant before; at the first one, all that is wanted. */
export type Turned = {
  /** An item `is` the same object that it `was` if at most its gaps are others. */
  readonly items: readonly (Difference<WorkItemId, WorkItem> & { readonly is: WorkItem })[];
  readonly sprints: readonly Difference<SprintId, Sprint>[];
  /** Of all wanted items at the instant, as in `modelAt`. */
  readonly gaps: ReadonlyMap<WorkItemId, readonly Gap[]>;
};

const noEvents: readonly HistoryEvent[] = [];

export type Pass = {
  readonly model: Model;
  /** As for `modelAt`, and all changes after the first instant. */
  readonly events: readonly HistoryEvent[];
  /** Epoch milliseconds, ascending, each once. */
  readonly instants: readonly number[];
  /** Whether to show an item, and with it all that are related to it through parents. @param events its own */
  readonly isWanted: (item: WorkItem, events: readonly HistoryEvent[]) => boolean;
};

/**
 * Shows how the items and timeboxes of `modelAt` change from instant to instant, at the cost of what changes. An item stays
 * the same object until something in it changes. Each step is short; other work may run between two of them.
 */
export function* itemsThrough(
  { model, events, instants, isWanted }: Pass,
  show: (turned: Turned, at: number) => Generator<void, void>,
): Generator<void, void> {
  const around = yield* surroundingsOf(model, inOrder(events));
  yield;
  const eventsOf = yield* eventsByItem(events);
  yield;
  const last = lastChangeIn(model, events);
  yield;
  const wanted = yield* wantedFamilies({ items: model.items, eventsOf, itemCalled: around.itemCalled, isWanted });
  yield;
  const turning = yield* turningIn(wanted, instants, turnsIn(model, eventsOf, around.itemCalled));
  const items = new Map<WorkItemId, WorkItem>();
  let [gaps, sprints]: [Turned["gaps"], Model["sprints"]] = [new Map(), new Map()];
  for (const [at, turned] of turning) {
    const before = sprints;
    const changes: Turned["items"][number][] = [];
    if (last <= at) {
      yield* inSteps(wanted, (is) => {
        const was = items.get(is.id) ?? null;
        if (was !== is) changes.push({ id: is.id, was, is });
      });
      [gaps, sprints] = [new Map(), model.sprints];
    } else {
      const found = new Map<WorkItemId, ItemThen>();
      yield* inSteps(turned, (item) => {
        const former = formerOf(eventsOf.get(item.id) ?? noEvents, at);
        const then = itemThen(item, former, { at, ...around });
        if (then !== null) found.set(item.id, then);
      });
      const isLater = (id: WorkItemId) => model.items.has(id) && !items.has(id) && !found.has(id);
      yield* inSteps(found, ([id, { item }]) => {
        const is = item.parentId !== null && isLater(item.parentId) ? { ...item, parentId: null } : item;
        changes.push({ id, was: items.get(id) ?? null, is });
      });
      gaps = gapsAfter(gaps, found);
      sprints = sprintsAt(model.sprints, before, at);
    }
    for (const { id, is } of changes) items.set(id, is);
    const moved: Turned["sprints"][number][] = [];
    yield* inDifferences(before, sprints, (one) => moved.push(one));
    yield* show({ items: changes, sprints: moved, gaps }, at);
  }
}

/** The same map if nothing changed. */
function gapsAfter(before: Turned["gaps"], found: ReadonlyMap<WorkItemId, ItemThen>): Turned["gaps"] {
  const changed = [...found].filter(([id, { gaps }]) => gaps.length > 0 || before.has(id));
  if (changed.length === 0) return before;
  const after = new Map(before);
  for (const [id, { gaps }] of changed)
    if (gaps.length > 0) after.set(id, gaps);
    else after.delete(id);
  return after;
}

/** By instant, the wanted items of which something may have become different since the one before; of the first, all. */
function* turningIn(
  wanted: readonly WorkItem[],
  instants: readonly number[],
  turns: Turns,
): Generator<void, Iterable<readonly [at: number, items: ReadonlySet<WorkItem>]>> {
  const turning = new Map(instants.map((at, place) => [at, new Set(place === 0 ? wanted : [])]));
  const byInstant: ReadonlyMap<number | undefined, Set<WorkItem>> = turning;
  const first = Math.min(...instants);
  yield* inSteps(wanted, (item) => {
    turns(item, (turn) => {
      if (turn !== null && turn > first) byInstant.get(instants.find((at) => at >= turn))?.add(item);
    });
  });
  return turning;
}

/** Notes the instants at which anything of an item may become different. */
type Turns = (item: WorkItem, note: (at: number | null) => void) => void;

function turnsIn(
  { items, sprints }: Model,
  eventsOf: ReadonlyMap<WorkItemId, readonly HistoryEvent[]>,
  itemCalled: Surroundings["itemCalled"],
): Turns {
  const own: Turns = ({ id, createdAt }, note) => {
    note(createdAt);
    for (const { at } of eventsOf.get(id) ?? noEvents) note(at);
  };
  return (item, note) => {
    const noteBox = (id: SprintId | null) => note(id === null ? null : (sprints.get(id)?.startsAt ?? null));
    const noteParent = (end: WorkItemId | KeyRef) => {
      const id = idOf(end, item.connection, itemCalled);
      const parent = id === null ? undefined : items.get(id);
      if (parent !== undefined) own(parent, note);
    };
    own(item, note);
    note(item.updatedAt);
    note(item.closedAt);
    item.sprintIds.forEach(noteBox);
    const events = eventsOf.get(item.id) ?? noEvents;
    for (const event of events)
      if (event.field === "timeboxes") for (const { id } of [...event.from, ...event.to]) noteBox(id);
    parentsOf(item, events).forEach(noteParent);
  };
}

/** The same objects as before wherever the state is the same. */
function sprintsAt(
  present: Model["sprints"],
  before: ReadonlyMap<SprintId, Sprint>,
  at: number,
): ReadonlyMap<SprintId, Sprint> {
  return new Map(
    [...present].map(([id, sprint]) => {
      const then = sprintThen(sprint, at);
      const former = before.get(id);
      return [id, former?.state === then.state ? former : then];
    }),
  );
}
