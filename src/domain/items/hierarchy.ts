import type { WorkItemId } from "../ids.ts";
import { sortedBy } from "../ordering.ts";
import type { WorkItem } from "./work-item.ts";

/** Who is below whom, whatever team, project or tracker they are in. */
export type Hierarchy = {
  /** Sorted by id. */
  readonly childrenOf: (id: WorkItemId) => readonly WorkItem[];
  readonly parentOf: (item: WorkItem) => WorkItem | null;
};

export type Families = {
  readonly itemOf: (id: WorkItemId) => WorkItem | undefined;
  /** Ids of those that name the item as their parent. */
  readonly childIdsOf: (id: WorkItemId) => readonly WorkItemId[];
};

/**
 * Trackers know no circles, but a broken record may hold one: its items have no parent. Neither has an item whose parent is
 * gone: the tracker took the child out from under it, though no delivery said so.
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
