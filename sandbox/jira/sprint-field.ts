import type { RawRecord } from "../data.ts";
import { isRecord, textAt } from "../record.ts";

/** Sprint ids in a value of the sprint field: objects as Cloud gives them, or the older `…Sprint@1f[id=5,…]` texts. */
export function sprintIdsOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.map((entry) => sprintId(entry)).filter((id) => id !== null);
}

function sprintId(entry: unknown): string | null {
  if (isRecord(entry)) return Object.hasOwn(entry, "state") ? textAt(entry, "id") : null;
  return typeof entry === "string" ? (/Sprint@[^[]*\[.*?\bid=(\d+)/.exec(entry)?.[1] ?? null) : null;
}

/** The entry of an issue's sprint field for a sprint as the agile API has it. */
export function sprintEntry(sprint: RawRecord): RawRecord {
  const dates = ["startDate", "endDate", "completeDate"].flatMap((name) =>
    textAt(sprint, name) === null ? [] : [[name, sprint[name]] as const],
  );
  return {
    id: sprint["id"],
    name: sprint["name"],
    state: sprint["state"],
    boardId: sprint["originBoardId"] ?? null,
    goal: sprint["goal"] ?? "",
    ...Object.fromEntries(dates),
  };
}
