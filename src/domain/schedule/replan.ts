import type { Placed } from "./placement.ts";
import type { WorkItemId } from "../ids.ts";
import { plannedAt, type PlannedItem, type Replan, type Replanned } from "../model/planned-item.ts";
import type { Schedule } from "./schedule.ts";

export type ReplanSource = Schedule & {
  readonly plannedOf: (id: WorkItemId) => PlannedItem | null;
  /** Whether it is a consumer or a provider: a hypothetical plan needs only those. */
  readonly isEnd: (id: WorkItemId) => boolean;
};

export function replanBy({ placeOf, placesIn, alsoMoved, plannedOf, isEnd }: ReplanSource): Replan {
  const replanned = (planned: PlannedItem, placed: Placed): Replanned => ({
    becomes: movedTo(planned, placed),
    alsoMoved: alsoMoved(placed, isEnd).flatMap((other) => {
      const known = plannedOf(other.item.id);
      return known === null ? [] : movedTo(known, other);
    }),
  });
  return {
    inIteration: (planned, iteration) =>
      placesIn(planned.item, iteration).map((place) => replanned(planned, { item: planned.item, place })),
    changed(planned, changes) {
      const item = { ...planned.item, ...changes };
      return replanned(planned, { item, place: placeOf(item).placement });
    },
  };
}

function movedTo({ role, team, points }: PlannedItem, { item, place }: Placed): PlannedItem {
  return plannedAt(place, { item, role, team, points });
}
