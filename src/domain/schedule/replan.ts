import type { Placed } from "./placement.ts";
import type { WorkItemId } from "../ids.ts";
import { plannedAt, type Destination, type PlannedItem, type Replan, type Replanned } from "../model/planned-item.ts";
import type { Schedule } from "./schedule.ts";

export type ReplanSource = Schedule & {
  readonly plannedOf: (id: WorkItemId) => PlannedItem | null;
  /** Whether it is a consumer or a provider: a hypothetical plan needs only those. */
  readonly isEnd: (id: WorkItemId) => boolean;
};

export function replanBy({ placeOf, placesIn, alsoMoved, plannedOf, isEnd }: ReplanSource): Replan {
  const alsoReplanned = (placed: readonly Placed[]) =>
    alsoMoved(placed, isEnd).flatMap((other) => {
      const known = plannedOf(other.item.id);
      return known === null ? [] : movedTo(known, other);
    });
  const replanned = (planned: PlannedItem, placed: Placed): Replanned => ({
    becomes: movedTo(planned, placed),
    alsoMoved: alsoReplanned([placed]),
  });
  const placedAt = ({ planned: { item }, place }: Destination): Placed => ({ item, place });
  const destinations: Replan["destinations"] = (planned, iteration) =>
    placesIn(planned.item, iteration).map(({ placement, box }) => ({ planned, place: placement, box }));
  return {
    inIteration: (planned, iteration) =>
      destinations(planned, iteration).map((one) => replanned(planned, placedAt(one))),
    destinations,
    together: (moved) => [
      ...moved.map((one) => movedTo(one.planned, placedAt(one))),
      ...alsoReplanned(moved.map(placedAt)),
    ],
    changed(planned, changes) {
      const item = { ...planned.item, ...changes };
      return replanned(planned, { item, place: placeOf(item).placement });
    },
  };
}

function movedTo(planned: PlannedItem, { item, place }: Placed): PlannedItem {
  return plannedAt(place, { ...planned, item });
}
