import type { WorkItemId } from "./ids.ts";
import { sortedBy } from "./ordering.ts";
import type { WorkItem } from "./work-item.ts";

type Items = ReadonlyMap<WorkItemId, WorkItem>;

/** Who is below whom, whatever team, project or tracker they are in. */
export type Hierarchy = {
  /** Sorted by id. */
  readonly childrenOf: (id: WorkItemId) => readonly WorkItem[];
  readonly parentOf: (item: WorkItem) => WorkItem | null;
};

/** Trackers know no circles, but a broken record may hold one: there nobody is anybody's parent. */
export function hierarchyOf(items: Items): Hierarchy {
  const circular = inCircles(items);
  const parentOf = (item: WorkItem): WorkItem | null =>
    item.parentId === null || circular.has(item.id) ? null : (items.get(item.parentId) ?? null);
  const children = Map.groupBy(
    [...items.values()].filter((item) => parentOf(item) !== null),
    ({ parentId }) => parentId,
  );
  const sorted = new Map<WorkItemId, readonly WorkItem[]>();
  return {
    parentOf,
    childrenOf(id) {
      const known = sorted.get(id) ?? sortedBy(children.get(id) ?? [], (child) => child.id);
      sorted.set(id, known);
      return known;
    },
  };
}

/** Each item is looked at once: a walk upwards ends where an earlier one has been. */
function inCircles(items: Items): ReadonlySet<WorkItemId> {
  const walkOf = new Map<WorkItemId, number>();
  const circular = new Set<WorkItemId>();
  let walk = 0;
  for (const start of items.values()) {
    walk += 1;
    let at: WorkItem | undefined = start;
    while (at !== undefined && !walkOf.has(at.id)) {
      walkOf.set(at.id, walk);
      at = at.parentId === null ? undefined : items.get(at.parentId);
    }
    if (at === undefined || walkOf.get(at.id) !== walk) continue;
    // The walk met itself: what lies between is the circle.
    for (let one: WorkItem | undefined = at; one !== undefined && !circular.has(one.id);) {
      circular.add(one.id);
      one = one.parentId === null ? undefined : items.get(one.parentId);
    }
  }
  return circular;
}
