import type { ResolutionValue, StatusValue } from "../items/history.ts";
import { nothingSaid, readStatus, statusAndResolution } from "../items/statuses.ts";
import type { StatusCategory, WorkItem } from "../items/work-item.ts";
import type { Former } from "./former.ts";
import type { Gap } from "./gap.ts";
import type { CategoryOf } from "./status-categories.ts";

type Words = Pick<WorkItem, "statusId" | "statusName" | "resolutionId" | "resolutionName">;

export type StatusThen = Words &
  Pick<WorkItem, "status" | "sourceStatus" | "closedAt"> & { readonly gaps: readonly Gap[] };

export type StatusInput = {
  /** The item as it is. */
  readonly item: WorkItem;
  readonly former: Former;
  /** The labels that it had then. */
  readonly labels: readonly string[];
  /** Epoch milliseconds. */
  readonly at: number;
  /** Whether it may have changed since. */
  readonly isChanged: boolean;
  readonly categoryOf: CategoryOf;
};

/** An item's status at an instant: by its history, or without one by its closing. Without either it is that of today. */
export function statusThen(input: StatusInput): StatusThen {
  const { item, former, at } = input;
  const { gaps, ...standing } = laterClosed(input) ?? (item.system === "jira" ? jiraThen(input) : githubThen(input));
  const isAsToday = item.closedAt === null ? former.status === null : item.closedAt <= at;
  const closedAt = isAsToday ? item.closedAt : former.statusSince;
  return { ...standing, closedAt: isOver(standing.status) ? closedAt : null, gaps };
}

type Found = Omit<StatusThen, "closedAt">;

/** To do, and nothing more is known. */
function open(...gaps: readonly Gap[]): Found {
  const words = { statusId: null, statusName: null, resolutionId: null, resolutionName: null };
  return { ...words, status: "todo", sourceStatus: "Open", gaps };
}

function isOver(status: StatusCategory): boolean {
  return status === "done" || status === "cancelled";
}

/** An item that its tracker closed after the instant, or at an unknown one, and whose statuses nothing tells. */
function laterClosed({ item, former, at, isChanged }: StatusInput): Found | null {
  if (!isOver(item.status) || former.hasStatusChange) return null;
  if (item.closedAt === null) return isChanged ? open("closing") : null;
  return item.closedAt > at ? open("status") : null;
}

function jiraThen({ item, former, categoryOf }: StatusInput): Found {
  if (former.status === null && former.resolution === null) return { ...item, gaps: [] };
  const status = former.status === null ? presentStatus(item) : former.status.value;
  if (status === null) return open("status");
  const resolution = former.resolution === null ? presentResolution(item) : former.resolution.value;
  const words: Words = {
    statusId: status.id,
    statusName: status.name,
    resolutionId: resolution?.id ?? null,
    resolutionName: resolution?.name ?? null,
  };
  const category = categoryOf(item, status) ?? (words.resolutionName === null ? null : "done");
  const read = readStatus({ ...item, ...words, status: category ?? "todo" }, nothingSaid);
  const sourceStatus = statusAndResolution(status.name ?? "Open", words.resolutionName);
  return { ...words, status: read.status, sourceStatus, gaps: category === null ? ["status-words"] : [] };
}

/** A cancelled item has a status of the category done. */
function presentStatus({ statusId, statusName, status }: WorkItem): StatusValue {
  return { id: statusId, name: statusName, category: status === "cancelled" ? "done" : status };
}

function presentResolution({ resolutionId, resolutionName }: WorkItem): ResolutionValue {
  return { id: resolutionId, name: resolutionName };
}

/** Labels or a pull request make an open issue one in progress; only labels have a history. */
function githubThen({ item, former, labels, isChanged }: StatusInput): Found {
  const { value } = former.status ?? { value: null };
  if (value !== null && value.category !== null && isOver(value.category))
    return { ...item, status: value.category, sourceStatus: value.name ?? "Closed", gaps: [] };
  if (former.status === null && isOver(item.status)) return { ...item, gaps: [] };
  const isByPull = item.status === "in-progress" && begunBy(item) === null;
  if (isByPull || (former.status === null && labels === item.labels))
    return { ...item, gaps: isByPull && isChanged ? ["progress"] : [] };
  const begun = begunBy({ ...item, labels });
  if (begun !== null) return { ...item, status: "in-progress", sourceStatus: `Open (${begun})`, gaps: [] };
  return { ...item, status: "todo", sourceStatus: "Open", gaps: [] };
}

/** The label that makes an open issue one in progress. */
function begunBy(item: WorkItem): string | null {
  return readStatus({ ...item, status: "todo" }, nothingSaid).because;
}
