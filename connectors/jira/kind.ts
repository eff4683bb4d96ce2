import type { WorkItemKind } from "../../src/domain/items/work-item.ts";
import type { IssueType } from "./schema.ts";

/** English names, for answers without a level: levels have numbers, which are independent of translation. */
const byName: ReadonlyMap<string, WorkItemKind> = new Map([
  ["epic", "epic"],
  ["feature", "epic"],
  ["capability", "epic"],
  ["initiative", "epic"],
  ["theme", "epic"],
  ["story", "story"],
  ["user story", "story"],
  ["task", "task"],
  ["bug", "bug"],
  ["defect", "bug"],
]);

/** `hierarchyLevel`: -1 sub-task, 0 base, 1 and more are epics and above. Old answers contain only `subtask`. */
export function kindOf({ name, subtask, hierarchyLevel }: IssueType): WorkItemKind {
  if (subtask || hierarchyLevel === -1) return "subtask";
  if (typeof hierarchyLevel === "number" && hierarchyLevel >= 1) return "epic";
  const kind = byName.get(name.trim().toLowerCase()) ?? "other";
  return kind === "epic" && hierarchyLevel === 0 ? "other" : kind;
}
