import type { StatusMeaning } from "../../src/domain/model/train.ts";
import type { WorkItem } from "../../src/domain/items/work-item.ts";
import { item, model, now, train, type ItemChanges } from "./plan.ts";
import { viewTrain } from "../support/look-once.ts";

export const says = (
  means: StatusMeaning["means"],
  word: string,
  change: Partial<StatusMeaning> = {},
): StatusMeaning => ({
  means,
  word,
  bearer: null,
  connection: null,
  ...change,
});

/** As a Jira that has finished the issue tells it. */
export const finished = (statusName: string, resolutionName: string | null = null): Partial<WorkItem> => ({
  status: "done",
  statusId: "s1",
  statusName,
  resolutionId: resolutionName === null ? null : "r1",
  resolutionName,
  sourceStatus: statusName,
});
export const closed = (...labels: string[]): Partial<WorkItem> => ({ status: "done", sourceStatus: "Closed", labels });
export const open = (...labels: string[]): Partial<WorkItem> => ({ status: "todo", sourceStatus: "Open", labels });

export function read(key: string, changes: ItemChanges, statuses: readonly StatusMeaning[]) {
  const view = viewTrain(model({ items: [item(key, changes)] }), train({ statuses }), now);
  const [planned] = view.items.values();
  return { status: planned?.item.status, words: planned?.item.sourceStatus, guesses: view.guesses };
}
