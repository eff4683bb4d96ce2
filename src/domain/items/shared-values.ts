import type { WorkItem } from "./work-item.ts";

/** What an item has in common with others. People rename or delete it, and no tracker calls that a change of the items. */
export type SharedValue = {
  readonly field: "status" | "resolution" | "type" | "component" | "label" | "timebox";
  /** Its id, names and category, as far as known. Two projects may have components, labels and types with one name. */
  readonly value: string;
};

/** What an item has in each field, unset ones and all labels and timeboxes included: the store decides which of them it samples. */
export function sharedValues(item: WorkItem): readonly SharedValue[] {
  const { statusId, statusName, status, resolutionId, resolutionName, container, sourceKind } = item;
  return [
    { field: "status", value: joined(statusId, statusName, status) },
    { field: "resolution", value: joined(resolutionId, resolutionName) },
    { field: "type", value: joined(container, sourceKind) },
    ...item.components.map((name) => ({ field: "component", value: joined(container, name) }) as const),
    ...item.labels.map((name) => ({ field: "label", value: joined(container, name) }) as const),
    ...item.sprintIds.map((id) => ({ field: "timebox", value: id }) as const),
  ];
}

/** As the store joins them, see `src/store/shared-values.ts`. */
function joined(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join("\u001F");
}
