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
 * Trackers have no circles, but a broken record may contain one: its items have no parent. Neither has an item whose
 * parent is gone: the tracker detached the child, although no delivery said so.
 */
export function hierarchyOf({ itemOf, childIdsOf }: Families): Hierarchy {
  const isCircular = (item: WorkItem): boolean => {
    const seen = new Set<WorkItemId>();
    for (let at = item.parentId; at !== null && !seen.has(at); at = itemOf(at)?.parentId ?? null) {
      if (at === item.id) return true;
      seen.add(at);
    }
    return false;
  };
  return {
    parentOf(item) {
      const parent = item.parentId === null || isCircular(item) ? undefined : itemOf(item.parentId);
      return parent === undefined || parent.presence === "gone" ? null : parent;
    },
    childrenOf(id) {
      const children = childIdsOf(id).flatMap((child) => itemOf(child) ?? []);
      return sortedBy(
        children.filter((child) => !isCircular(child)),
        (child) => child.id,
      );
    },
  };
}
