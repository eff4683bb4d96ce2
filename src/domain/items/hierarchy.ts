import type { WorkItemId } from "../ids.ts";
import { sortedBy } from "../ordering.ts";
import type { WorkItem } from "./work-item.ts";

/** Parents and children, in any team, project or tracker. */
export type Hierarchy = {
  /** Sorted by id. */
  readonly childrenOf: (id: WorkItemId) => readonly WorkItem[];
  readonly parentOf: (item: WorkItem) => WorkItem | null;
};

export type Families = {
  readonly itemOf: (id: WorkItemId) => WorkItem | undefined;
  /** Ids of the items that name this one as their parent. */
  readonly childIdsOf: (id: WorkItemId) => readonly WorkItemId[];
};

/**
 * Whether an item is below itself: trackers have no circles, but records that were read at different times may. None of
 * these items is a parent.
 */
export function isBelowItself({ id, parentId }: WorkItem, itemOf: Families["itemOf"]): boolean {
  const seen = new Set<WorkItemId>();
  for (let at = parentId; at !== null && !seen.has(at); at = itemOf(at)?.parentId ?? null) {
    if (at === id) return true;
    seen.add(at);
  }
  return false;
}

/**
 * An item that is below itself has no parent. Neither has one whose parent is gone: the tracker detached the child,
 * although no delivery said so.
 */
export function hierarchyOf({ itemOf, childIdsOf }: Families): Hierarchy {
  return {
    parentOf(item) {
      const parent = item.parentId === null || isBelowItself(item, itemOf) ? undefined : itemOf(item.parentId);
      return parent === undefined || parent.presence === "gone" ? null : parent;
    },
    childrenOf(id) {
      const children = childIdsOf(id).flatMap((child) => itemOf(child) ?? []);
      return sortedBy(
        children.filter((child) => !isBelowItself(child, itemOf)),
        (child) => child.id,
      );
    },
  };
}
