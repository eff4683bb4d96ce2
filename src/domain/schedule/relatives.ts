import type { Placed } from "./placement.ts";
import type { PlanLookup } from "./family-plan.ts";
import type { Hierarchy } from "../items/hierarchy.ts";
import type { WorkItemId } from "../ids.ts";
import type { Placement } from "../model/planned-item.ts";
import type { WorkItem } from "../items/work-item.ts";

type Family = {
  readonly hierarchy: Hierarchy;
  readonly asIs: PlanLookup;
  /** The place of an item, with others at hypothetical places. */
  readonly seen: (item: WorkItem, lookup: PlanLookup) => Placement;
};

/**
 * The items that move with others: those planned by their parts, and sub-tasks.
 * @param placed the moved items: each stays where it is put
 * @param isAsked whether the caller needs an item
 */
export type AlsoMoved = (placed: readonly Placed[], isAsked: (id: WorkItemId) => boolean) => readonly Placed[];

/** Only moved items propagate: upwards until a parent stays where it is. */
export function relativesOf({ hierarchy, asIs, seen }: Family): AlsoMoved {
  return (placed, isAsked) => {
    const put = new Set(placed.map(({ item }) => item.id));
    const stepsOf = (one: WorkItem) =>
      hierarchy.childrenOf(one.id).filter(({ kind, id }) => kind === "subtask" && !put.has(id));
    const askedOf = (one: WorkItem) => isAsked(one.id) || stepsOf(one).some(({ id }) => isAsked(id));
    const asked = placed
      .map(({ item }) => ({ item, above: ancestorsOf(item, hierarchy) }))
      .filter(({ item, above }) => stepsOf(item).some(({ id }) => isAsked(id)) || above.some(askedOf));
    if (asked.length === 0) return [];
    const moved = new Map<WorkItemId, Placed>(placed.map((one) => [one.item.id, one]));
    const lookup: PlanLookup = {
      itemOf: (one) => moved.get(one.id)?.item ?? one,
      placeOf: (one) => moved.get(one.id)?.place ?? asIs.placeOf(one),
    };
    const moves = (one: WorkItem): boolean => {
      const place = seen(one, lookup);
      // With several moved items, an earlier one may have moved it already.
      if (isAlike(place, asIs.placeOf(one))) return moved.delete(one.id);
      moved.set(one.id, { item: one, place });
      return true;
    };
    for (const { item, above } of asked) {
      stepsOf(item).forEach(moves);
      for (const parent of above) {
        if (put.has(parent.id) || !moves(parent)) break;
        stepsOf(parent).forEach(moves);
      }
    }
    for (const id of put) moved.delete(id);
    return [...moved.values()];
  };
}

function ancestorsOf(item: WorkItem, { parentOf }: Pick<Hierarchy, "parentOf">): readonly WorkItem[] {
  const parent = parentOf(item);
  return parent === null ? [] : [parent, ...ancestorsOf(parent, { parentOf })];
}

/** Whether the rules see no difference: neither in the place, nor in that of the deciding part. */
function isAlike(a: Placement, b: Placement): boolean {
  const [ended, endsNow] = [endOf(a), endOf(b)];
  const isSameEnd = ended === null || endsNow === null ? ended === endsNow : isAlike(ended, endsNow);
  return (
    isSameEnd &&
    a.startsAt === b.startsAt &&
    a.endsAt === b.endsAt &&
    a.counted.startsAt === b.counted.startsAt &&
    a.counted.endsAt === b.counted.endsAt &&
    a.datesFrom === b.datesFrom &&
    a.iteration === b.iteration &&
    a.iterationRange?.last === b.iterationRange?.last &&
    a.through?.from === b.through?.from
  );
}

function endOf({ through }: Placement): Placement | null {
  return through?.from === "parts" ? through.end : null;
}
