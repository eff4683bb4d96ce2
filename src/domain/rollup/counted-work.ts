import type { WorkItemId } from "../ids.ts";
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
  const isOwned = (one: PlannedItem | null): one is PlannedItem =>
    one?.role === "owned" && one.item.presence === "present";
  const { id, kind, parentId } = planned.item;
  if (!isOwned(planned)) return false;
  if (kind === "subtask") return parentId === null || !isOwned(plannedOf(parentId));
  return !childIdsOf(id)
    .map(plannedOf)
    .some((child) => isOwned(child) && isLivePart(child));
}

/** Work of its own below a parent: no sub-task, not cancelled. */
function isLivePart({ item }: PlannedItem): boolean {
  return isPart(item) && item.status !== "cancelled";
}

/** A child that makes its parent a feature; sub-tasks are only steps of a story. */
export function isPart({ kind, parentId, id }: PlannedItem["item"]): boolean {
  return kind !== "subtask" && parentId !== null && parentId !== id;
}
