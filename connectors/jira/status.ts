import { nothingSaid, readStatus, statusAndResolution } from "../../src/domain/items/statuses.ts";
import { isPutAside, meaningOf } from "../../src/domain/items/status-vocabulary.ts";
import type { StatusCategory, WorkItem } from "../../src/domain/items/work-item.ts";
import type { Status, Resolution } from "./schema.ts";

export type SourceStatus = { readonly status: Status; readonly resolution?: Resolution | null | undefined };

type Told = Pick<WorkItem, "status" | "sourceStatus" | "statusId" | "statusName" | "resolutionId" | "resolutionName">;

/** An issue's status before the train file's mapping, and its source words. */
export function statusOf({ status, resolution }: SourceStatus): Told {
  const words = {
    statusId: status.id ?? null,
    statusName: status.name,
    resolutionId: resolution?.id ?? null,
    resolutionName: resolution?.name ?? null,
  };
  const own = categoryOf({ status, resolution });
  const read = readStatus({ ...words, system: "jira", connection: "", labels: [], status: own }, nothingSaid);
  return { ...words, status: read.status, sourceStatus: statusAndResolution(status.name, words.resolutionName) };
}

/** By the category's key, since names are translated; by the words if the site sends no category. */
function categoryOf({ status, resolution }: SourceStatus): StatusCategory {
  return categoryByKey(status.statusCategory?.key) ?? (resolution ? "done" : byWord(status.name));
}

/** Null for Jira's category "no category", and for an unknown one. */
export function categoryByKey(key: string | undefined): StatusCategory | null {
  switch (key) {
    case "new":
      return "todo";
    case "indeterminate":
      return "in-progress";
    case "done":
      return "done";
    default:
      return null;
  }
}

function byWord(name: string): StatusCategory {
  return isPutAside(name) ? "todo" : (meaningOf(name) ?? "todo");
}
