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

const noEvents: readonly HistoryEvent[] = [];

export type Pass = {
  readonly model: Model;
  /** As for `modelAt`, and all changes after the first instant. */
  readonly events: readonly HistoryEvent[];
  /** Epoch milliseconds, ascending, each once. */
  readonly instants: readonly number[];
};

/**
 * Shows the items at several instants, at the cost of what changed between them. Each step is short; other work may run
 * between two of them.
 */
export function* itemsThrough(
  { model, events, instants }: Pass,
  show: (then: ItemsThen, at: number) => Generator<void, void>,
): Generator<void, void> {
  const around = surroundingsOf(model, inOrder(events));
  yield;
  const eventsOf = Map.groupBy(events, ({ itemId }) => itemId);
  const last = lastChangeIn(model, events);
  yield;
  const turning = yield* turningIn({ model, events, instants }, turnsIn(model, eventsOf, around.itemCalled));
  const items = new Map<WorkItemId, WorkItem>();
  const gaps = new Map<WorkItemId, readonly Gap[]>();
  const isLater = (id: WorkItemId) => model.items.has(id) && !items.has(id);
  let then: ItemsThen = { items: new Map(), sprints: model.sprints, gaps: new Map() };
  for (const [at, turned] of turning) {
    const found: WorkItem[] = [];
    yield* inSteps(turned, (item) => {
      const { id } = item;
      const former = formerValues(eventsOf.get(id) ?? noEvents, at).get(id) ?? nothingFormer;
      const state = itemThen(item, former, { at, ...around });
      if (state === null) return;
      items.set(id, state.item);
      found.push(state.item);
      if (state.gaps.length > 0) gaps.set(id, state.gaps);
      else gaps.delete(id);
    });
    for (const item of found)
      if (item.parentId !== null && isLater(item.parentId)) items.set(item.id, { ...item, parentId: null });
    const changed = found.length > 0 ? { items: new Map(items), gaps: new Map(gaps) } : then;
    then = { ...changed, sprints: sprintsAt(model.sprints, then.sprints, at) };
    yield* show(last <= at ? { items: model.items, sprints: model.sprints, gaps: new Map() } : then, at);
  }
}

/** By instant, the items of which something may have become different since the one before; of the first, all. */
function* turningIn(
  { model, instants }: Pass,
  turns: Turns,
): Generator<void, Iterable<readonly [at: number, items: ReadonlySet<WorkItem>]>> {
  const turning = new Map(instants.map((at, place) => [at, new Set(place === 0 ? model.items.values() : [])]));
  const byInstant: ReadonlyMap<number | undefined, Set<WorkItem>> = turning;
  yield* inSteps(model.items.values(), (item) => {
    for (const turn of turns(item)) byInstant.get(instants.find((at) => at >= turn))?.add(item);
  });
  return turning;
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
