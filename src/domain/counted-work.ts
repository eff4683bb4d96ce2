import type { WorkItemId } from "./ids.ts";
import type { PlannedItem } from "./planned-item.ts";

/**
 * The owned items whose work is added up: an item is left out where work below it is counted already (it is a parent),
 * and a sub-task where its parent is owned (it is a step of that one). See docs/rules.md, "Figures".
 */
export function countedWork(owned: readonly PlannedItem[]): readonly PlannedItem[] {
  const parents = new Set(owned.filter(isLivePart).map(({ item }) => item.parentId));
  const known = new Set<WorkItemId | null>(owned.map(({ item }) => item.id));
  return owned.filter(({ item }) => (item.kind === "subtask" ? !known.has(item.parentId) : !parents.has(item.id)));
}

/** Work that stands for itself below a parent: no sub-task, not cancelled. */
function isLivePart({ item }: PlannedItem): boolean {
  return isPart(item) && item.status !== "cancelled";
}

/** A child that makes its parent a feature; sub-tasks only say how a story is done. */
export function isPart({ kind, parentId, id }: PlannedItem["item"]): boolean {
  return kind !== "subtask" && parentId !== null && parentId !== id;
}
