import type { WorkItemId } from "../ids.ts";
import { isBelowItself } from "../items/hierarchy.ts";
import type { WorkItem } from "../items/work-item.ts";
import type { PlannedItem } from "../model/planned-item.ts";

type Relatives = {
  readonly plannedOf: (id: WorkItemId) => PlannedItem | null;
  readonly childIdsOf: (id: WorkItemId) => readonly WorkItemId[];
};

/**
 * Whether an owned item itself counts: a parent does not if work below it counts already, nor does a sub-task if its
 * parent is owned (it is a step of that one). See docs/rules.md, "Figures".
 */
export function isCountedBy({ plannedOf, childIdsOf }: Relatives, planned: PlannedItem): boolean {
  const { id, kind, parentId } = planned.item;
  const isCircular = (item: WorkItem) => isBelowItself(item, (other) => plannedOf(other)?.item);
  if (!isOwned(planned)) return false;
  if (kind === "subtask") return parentId === null || !isOwned(plannedOf(parentId)) || isCircular(planned.item);
  return !childIdsOf(id).some((child) => {
    const part = plannedOf(child);
    return isOwnedPart(part) && !isCircular(part.item);
  });
}

function isOwned(planned: PlannedItem | null): planned is PlannedItem {
  return planned?.role === "owned" && planned.item.presence === "present";
}

function isOwnedPart(planned: PlannedItem | null): planned is PlannedItem {
  return isOwned(planned) && isPart(planned.item);
}

/** A child that makes its parent a feature: sub-tasks are only steps of a story, and cancelled work is none. */
export function isPart({ kind, parentId, id, status }: WorkItem): boolean {
  return kind !== "subtask" && parentId !== null && parentId !== id && status !== "cancelled";
}
