import type { KeyRef, WorkItemId } from "../ids.ts";
import type { HistoryEvent } from "../items/history.ts";
import type { WorkItem } from "../items/work-item.ts";
import { inSteps } from "../tracking/in-steps.ts";
import { idOf, type Surroundings } from "./item-then.ts";

export type FamilyInput = Pick<Surroundings, "itemCalled"> & {
  readonly items: ReadonlyMap<WorkItemId, WorkItem>;
  readonly eventsOf: ReadonlyMap<WorkItemId, readonly HistoryEvent[]>;
  readonly isWanted: (item: WorkItem, events: readonly HistoryEvent[]) => boolean;
};

/**
 * Wanted items, and all that are related to one of them through parents, present or former, at any distance. In the
 * order of `items`. Each step is short.
 */
export function* wantedFamilies({
  items,
  eventsOf,
  itemCalled,
  isWanted,
}: FamilyInput): Generator<void, readonly WorkItem[]> {
  const found = new Set<WorkItemId>();
  const relatives = new Map<WorkItemId, WorkItemId[]>();
  const relate = (id: WorkItemId, relative: WorkItemId) => {
    const known = relatives.get(id);
    if (known === undefined) relatives.set(id, [relative]);
    else known.push(relative);
  };
  yield* inSteps(items.values(), (item) => {
    const events = eventsOf.get(item.id) ?? noEvents;
    if (isWanted(item, events)) found.add(item.id);
    for (const end of parentsOf(item, events)) {
      const parent = idOf(end, item.connection, itemCalled);
      if (parent === null) continue;
      relate(item.id, parent);
      relate(parent, item.id);
    }
  });
  // Grows while it is walked through.
  yield* inSteps(found, (id) => relatives.get(id)?.forEach((relative) => found.add(relative)));
  return [...items.values()].filter(({ id }) => found.has(id));
}

const noEvents: readonly HistoryEvent[] = [];

/** All that an item has or had. */
export function parentsOf({ parentId }: WorkItem, events: readonly HistoryEvent[]): readonly (WorkItemId | KeyRef)[] {
  const former = events.flatMap((event) => (event.field === "parent" ? [event.from, event.to] : []));
  return [parentId, ...former].filter((end) => end !== null);
}
