import type { WorkItemId } from "../ids.ts";
import type { HistoryEvent, StatusValue } from "../items/history.ts";
import { isNotBegun, isPutAside, meaningOf } from "../items/status-vocabulary.ts";
import type { StatusCategory, WorkItem } from "../items/work-item.ts";
import { inSteps } from "../tracking/in-steps.ts";
import { byPlace } from "./former.ts";

/** The category of a status that an item had; null if neither its tracker nor its words tell it. */
export type CategoryOf = (item: Pick<WorkItem, "connection">, status: StatusValue) => StatusCategory | null;

/** A status of a connection, by its id there. */
export type StatusRef = { readonly connection: string; readonly status: string };

/**
 * A changelog lacks categories: items with the same status, and events of which the connector knew it, have them. Of
 * several in events the last event's holds, in whatever order they come. Each step is short.
 */
export function* statusCategories(
  items: Iterable<WorkItem>,
  events: readonly HistoryEvent[],
): Generator<void, CategoryOf> {
  const known = yield* knownCategories(items, events);
  return ({ connection }, { id, name, category }) =>
    category ?? known.get(`${connection} ${id}`) ?? (name === null ? null : categoryOfWords(name));
}

/** The statuses in events whose category neither the items nor the events have. Each step is short. */
export function* statusesWithoutCategory(
  items: Iterable<WorkItem>,
  events: readonly HistoryEvent[],
): Generator<void, readonly StatusRef[]> {
  const known = yield* knownCategories(items, events);
  const found = new Map<string, StatusRef>();
  yield* inSteps(events, ({ itemId, field, from, to }) => {
    if (field !== "status") return;
    const connection = connectionOf(itemId);
    for (const status of [from?.id, to?.id]) {
      if (status == null) continue;
      const place = `${connection} ${status}`;
      if (!known.has(place)) found.set(place, { connection, status });
    }
  });
  return [...found.values()];
}

/** By connection and id of the status. */
function* knownCategories(
  items: Iterable<WorkItem>,
  events: readonly HistoryEvent[],
): Generator<void, ReadonlyMap<string, StatusCategory>> {
  const known = new Map<string, StatusCategory>();
  const note = (connection: string, { id, category }: Pick<StatusValue, "id" | "category">) => {
    // An item that is cancelled by its words has a status of the category done.
    if (id !== null && category !== null)
      known.set(`${connection} ${id}`, category === "cancelled" ? "done" : category);
  };
  const last = new Map<string, HistoryEvent>();
  yield* inSteps(events, (event) => {
    if (event.field !== "status") return;
    const connection = connectionOf(event.itemId);
    for (const value of [event.from, event.to]) {
      if (value === null || value.category === null) continue;
      const before = last.get(`${connection} ${value.id}`);
      if (before !== undefined && byPlace(event, before) < 0) continue;
      last.set(`${connection} ${value.id}`, event);
      note(connection, value);
    }
  });
  yield* inSteps(items, ({ connection, presence, statusId, status }) => {
    if (presence === "present") note(connection, { id: statusId, category: status });
  });
  return known;
}

function categoryOfWords(name: string): StatusCategory | null {
  return isPutAside(name) || isNotBegun(name) ? "todo" : (meaningOf(name) ?? null);
}

export function connectionOf(id: WorkItemId): string {
  const start = id.indexOf(":") + 1;
  return id.slice(start, id.indexOf(":", start));
}
