import type { SprintId, WorkItemId } from "../ids.ts";
import type { HistoryEvent } from "../items/history.ts";
import type { WorkItem } from "../items/work-item.ts";
import type { Model } from "../model/model.ts";
import type { Sprint } from "../schedule/sprint.ts";
import { inSteps } from "../tracking/in-steps.ts";
import { formerValues, inOrder, nothingFormer } from "./former.ts";
import type { Gap } from "./gap.ts";
import { idOf, itemThen } from "./item-then.ts";
import { lastChangeIn, surroundingsOf } from "./model-at.ts";
import { sprintThen } from "./sprint-then.ts";

/** The items and timeboxes of `modelAt`: of an earlier instant the same objects wherever nothing changed since. */
export type ItemsThen = Pick<Model, "items" | "sprints"> & {
  readonly gaps: ReadonlyMap<WorkItemId, readonly Gap[]>;
};

/** @param place of the instant in the list; each call continues from the one before */
export type ItemsAt = (place: number) => Generator<void, ItemsThen>;

const noEvents: readonly HistoryEvent[] = [];

/**
 * The items at several instants, at the cost of what changed between them. Each step is short; other work may run between
 * two of them.
 * @param known as for `modelAt`, and all changes after the first instant
 * @param instants epoch milliseconds, ascending
 */
export function* itemsThrough(
  model: Model,
  known: readonly HistoryEvent[],
  instants: readonly number[],
): Generator<void, ItemsAt> {
  const around = surroundingsOf(model, inOrder(known));
  const eventsOf = Map.groupBy(known, ({ itemId }) => itemId);
  yield;
  const turns = turnsIn(model, eventsOf, around.itemCalled);
  const changing = instants.map(() => new Set<WorkItemId>());
  yield* inSteps(model.items.values(), (item) => {
    for (const turn of turns(item)) changing[placeOf(instants, turn)]?.add(item.id);
  });
  const last = lastChangeIn(model, known);
  const items = new Map<WorkItemId, WorkItem>();
  const gaps = new Map<WorkItemId, readonly Gap[]>();
  let { sprints } = model;
  let then: Pick<ItemsThen, "items" | "gaps"> = { items: new Map(), gaps: new Map() };
  const isLater = (id: WorkItemId) => model.items.has(id) && !items.has(id);
  return function* itemsAt(place) {
    const at = instants[place] ?? last;
    if (last <= at) return { items: model.items, sprints: model.sprints, gaps: new Map() };
    const turned = place === 0 ? model.items.keys() : (changing[place] ?? []);
    const found: WorkItem[] = [];
    yield* inSteps(turned, (id) => {
      const item = model.items.get(id);
      const former = formerValues(eventsOf.get(id) ?? noEvents, at).get(id) ?? nothingFormer;
      const state = item === undefined ? null : itemThen(item, former, { at, ...around });
      if (state === null) return;
      items.set(id, state.item);
      found.push(state.item);
      if (state.gaps.length > 0) gaps.set(id, state.gaps);
      else gaps.delete(id);
    });
    for (const item of found)
      if (item.parentId !== null && isLater(item.parentId)) items.set(item.id, { ...item, parentId: null });
    sprints = sprintsAt(model.sprints, sprints, at);
    if (found.length > 0) then = { items: new Map(items), gaps: new Map(gaps) };
    return { ...then, sprints };
  };
}

/** The first instant that is not before another; the number of instants if there is none. */
function placeOf(instants: readonly number[], at: number): number {
  let [low, high] = [0, instants.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instants[middle] ?? at) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

type Turns = (item: WorkItem) => Iterable<number>;

/** The instants at which anything of an item may become different. */
function turnsIn(
  { items, sprints }: Model,
  eventsOf: ReadonlyMap<WorkItemId, readonly HistoryEvent[]>,
  itemCalled: Parameters<typeof idOf>[2],
): Turns {
  const own = (item: WorkItem) => [item.createdAt, ...(eventsOf.get(item.id) ?? noEvents).map(({ at }) => at)];
  return (item) => {
    const events = eventsOf.get(item.id) ?? noEvents;
    const boxes = events
      .flatMap((one) => (one.field === "timeboxes" ? [...one.from, ...one.to] : []))
      .map(({ id }) => id);
    const parents = events.flatMap((one) => (one.field === "parent" ? [one.from, one.to] : []));
    const known = parents.map((end) => end && idOf(end, item.connection, itemCalled));
    const instants = [
      ...own(item),
      item.updatedAt,
      item.closedAt,
      ...[...item.sprintIds, ...boxes].map((id) => (id === null ? null : (sprints.get(id)?.startsAt ?? null))),
      ...[item.parentId, ...known].flatMap((id) => {
        const parent = id === null ? undefined : items.get(id);
        return parent === undefined ? [] : own(parent);
      }),
    ];
    return instants.filter((at) => at !== null);
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
