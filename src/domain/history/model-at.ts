import { isKeyRef, keyRef, keyRefParts, type KeyRef, type LinkEnd, type SprintId, type WorkItemId } from "../ids.ts";
import type { HistoryEvent } from "../items/history.ts";
import { nameDirectory } from "../items/names.ts";
import type { WorkItem } from "../items/work-item.ts";
import type { Model } from "../model/model.ts";
import type { Sprint } from "../schedule/sprint.ts";
import { inSteps } from "../tracking/in-steps.ts";
import { formerOf, inOrder } from "./former.ts";
import type { Gap } from "./gap.ts";
import { itemThen, type Surroundings } from "./item-then.ts";
import { linksThen, type LinksThen } from "./links-then.ts";
import { sprintThen } from "./sprint-then.ts";
import { connectionOf, statusCategories } from "./status-categories.ts";

/** A model as it stood at an instant, and what is not certain about it. */
export type ModelThen = Pick<LinksThen, "undated" | "unclear"> & {
  /** The same objects wherever nothing was different; the same model if nothing at all was. */
  readonly model: Model;
  /** By item; items without a gap are not in it. */
  readonly gaps: ReadonlyMap<WorkItemId, readonly Gap[]>;
};

/**
 * The model as it stood at an instant, from the present one. Each change that the history has is undone; where it has none,
 * creation, closing and sprint dates tell what they prove, and the rest is as today. Memberships, names and the trackers'
 * read positions are those of today. Each step is short; other work may run between two of them.
 * @param known changes of the model's items, at least: all after the instant, all of links and containers, of each item the
 *   last one of its status before, and what `ModelReader.history` sends besides; in any order, repeated or not
 * @param at epoch milliseconds; what happened at this very instant has happened
 */
export function* modelAt(model: Model, known: readonly HistoryEvent[], at: number): Generator<void, ModelThen> {
  if (lastChangeIn(model, known) <= at) return { model, gaps: new Map(), undated: new Set(), unclear: 0 };
  yield;
  const events = inOrder(known);
  yield;
  const around = { at, ...(yield* surroundingsOf(model, events)) };
  yield;
  const eventsOf = yield* eventsByItem(events);
  const items = new Map<WorkItemId, WorkItem>();
  const gaps = new Map<WorkItemId, readonly Gap[]>();
  yield* inSteps(model.items, ([id, item]) => {
    const then = itemThen(item, formerOf(eventsOf.get(id) ?? [], at), around);
    if (then === null) return;
    items.set(id, then.item);
    if (then.gaps.length > 0) gaps.set(id, then.gaps);
  });
  const laterKeys = yield* keysOfLater(model.items, items);
  const isLater = (end: LinkEnd) => {
    if (!isKeyRef(end)) return model.items.has(end) && !items.has(end);
    const { system, key } = keyRefParts(end);
    return laterKeys.has(keyRef(system, key));
  };
  const { links, ...ofLinks } = yield* linksThen({
    ...around,
    links: model.links,
    events,
    items: model.items,
    isLater,
  });
  yield* inSteps(items, ([id, item]) => {
    if (item.parentId !== null && isLater(item.parentId)) items.set(id, { ...item, parentId: null });
  });
  return { model: { ...model, items, links, sprints: sprintsThen(model.sprints, at) }, gaps, ...ofLinks };
}

/** Keys that only items have which did not exist yet. Each step is short. */
function* keysOfLater(items: Model["items"], then: Model["items"]): Generator<void, ReadonlySet<KeyRef>> {
  const later = new Set<KeyRef>();
  yield* inSteps(items.values(), ({ id, system, key }) => {
    if (!then.has(id)) later.add(keyRef(system, key));
  });
  yield* inSteps(then.values(), ({ system, key }) => {
    later.delete(keyRef(system, key));
  });
  return later;
}

/** In their order. Each step is short. */
export function* eventsByItem(
  events: readonly HistoryEvent[],
): Generator<void, ReadonlyMap<WorkItemId, readonly HistoryEvent[]>> {
  const byItem = new Map<WorkItemId, HistoryEvent[]>();
  yield* inSteps(events, (event) => {
    const known = byItem.get(event.itemId);
    if (known === undefined) byItem.set(event.itemId, [event]);
    else known.push(event);
  });
  return byItem;
}

/** The last instant (epoch milliseconds) that the model or a history has; `-Infinity` for none. */
export function lastChangeIn(
  { items, sprints }: Pick<Model, "items" | "sprints">,
  events: readonly HistoryEvent[],
): number {
  let last = Number.NEGATIVE_INFINITY;
  const take = (instant: number | null) => {
    if (instant !== null && instant > last) last = instant;
  };
  for (const { at } of events) take(at);
  for (const { createdAt, updatedAt, closedAt } of items.values())
    for (const one of [createdAt, updatedAt, closedAt]) take(one);
  for (const { completedAt } of sprints.values()) take(completedAt);
  return last;
}

/** What a history means at any instant. Each step is short. @param events in order */
export function* surroundingsOf(
  { items, names, sprints }: Model,
  events: readonly HistoryEvent[],
): Generator<void, Omit<Surroundings, "at">> {
  return {
    sprints,
    categoryOf: yield* statusCategories(items.values(), events),
    itemCalled: yield* callings({ items, names }, events),
    hasHistory: yield* trackersWithHistory(events),
  };
}

/** Connections whose trackers gave one of the events. */
function* trackersWithHistory(events: readonly HistoryEvent[]): Generator<void, Surroundings["hasHistory"]> {
  const connections = new Set<string>();
  yield* inSteps(events, ({ knownBy, itemId }) => {
    if (knownBy === "tracker") connections.add(connectionOf(itemId));
  });
  return (connection) => connections.has(connection);
}

/** Items by the keys that they have or had: a present key wins over a former one. Each step is short. */
export function* callings(
  { items, names }: Pick<Model, "items" | "names">,
  events: readonly HistoryEvent[],
): Generator<void, Surroundings["itemCalled"]> {
  const now = new Map<string, WorkItemId>();
  yield* inSteps(items.values(), ({ id, system, connection, key }) => {
    now.set(`${connection} ${keyRef(system, key)}`, id);
  });
  const once = new Map<string, WorkItemId>();
  yield* inSteps(events, ({ itemId, field, from }) => {
    if (field !== "container" || from === null || from.key === null) return;
    const system = itemId.startsWith("jira:") ? "jira" : "github";
    once.set(`${connectionOf(itemId)} ${keyRef(system, from.key)}`, itemId);
  });
  const directory = nameDirectory(names);
  const formerly = (key: KeyRef, connection: string) =>
    directory.formerlyCalled(key).find((id) => connectionOf(id) === connection);
  return (key, connection) => {
    const name = `${connection} ${key}`;
    return now.get(name) ?? once.get(name) ?? formerly(key, connection) ?? null;
  };
}

function sprintsThen(sprints: Model["sprints"], at: number): ReadonlyMap<SprintId, Sprint> {
  return new Map([...sprints].map(([id, sprint]) => [id, sprintThen(sprint, at)]));
}
