import type { Placed } from "./basis.ts";
import type { Dependency } from "./dependency.ts";
import type { WorkItemId } from "./ids.ts";
import type { PlannedItem, Replan, Replanned } from "./planned-item.ts";
import type { Schedule } from "./schedule.ts";

/** Looks at what waits, or is waited for, alone: nothing else is asked of a plan that nobody has made. */
export function replanBy(
  { changed, placesIn, along }: Schedule,
  items: ReadonlyMap<WorkItemId, PlannedItem>,
  dependencies: readonly Dependency[],
): Replan {
  const ends = new Set<string>(dependencies.flatMap(({ consumer, provider }) => [consumer, provider]));
  const isAsked = (id: WorkItemId) => ends.has(id);
  const replanned = (planned: PlannedItem, placed: Placed): Replanned => ({
    becomes: standing(planned, placed),
    along: along(placed, isAsked).flatMap((other) => {
      const known = items.get(other.item.id);
      return known === undefined ? [] : standing(known, other);
    }),
  });
  return {
    inIteration: (planned, iteration) =>
      placesIn(planned.item, iteration).map((place) => replanned(planned, { item: planned.item, place })),
    changed(planned, changes) {
      const item = { ...planned.item, ...changes };
      return replanned(planned, { item, place: changed(item) });
    },
  };
}

function standing(planned: PlannedItem, { item, place: { box: _box, ...place } }: Placed): PlannedItem {
  return { ...planned, item, ...place };
}
