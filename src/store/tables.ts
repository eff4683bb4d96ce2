import type { LinkEnd } from "../domain/ids.ts";
import type { Link, PullRequest, WorkItem } from "../domain/items/work-item.ts";
import type { Sprint } from "../domain/schedule/sprint.ts";
import type { Table } from "./table.ts";

/** An item as it is written: with the key of its parent if the model does not hold the parent. */
export type WrittenItem = Omit<WorkItem, "parentId"> & { readonly parentId: LinkEnd | null };

/** The tables of the sync path; the names of columns and types are those of prisma/schema.prisma. */
export const workItems: Table<WrittenItem> = {
  name: "work_item",
  key: ["id"],
  columns: {
    id: "text",
    system: "enum system",
    connection: "text",
    nativeId: "text",
    handle: "text",
    key: "text",
    container: "text",
    url: "text",
    title: "text",
    presence: "enum presence",
    kind: "enum work_item_kind",
    sourceKind: "text",
    status: "enum status_category",
    sourceStatus: "text",
    statusId: "text",
    statusName: "text",
    resolutionId: "text",
    resolutionName: "text",
    parentId: "item",
    sprintIds: "text[]",
    points: "double precision",
    pointsWords: "text",
    businessValue: "double precision",
    labels: "text[]",
    components: "text[]",
    startOn: "day",
    dueOn: "day",
    createdAt: "instant",
    updatedAt: "instant",
    closedAt: "instant",
  },
};

/** `reporterId`: the item whose text or remote link it is; null for relations that both ends report. */
export type ReportedLink = Link & { readonly reporterId: string | null };

export const links: Table<ReportedLink> = {
  name: "link",
  key: ["id"],
  columns: {
    id: "text",
    origin: "enum link_origin",
    typeId: "text",
    typeName: "text",
    source: "text",
    target: "text",
    duplicate: "text",
    reporterId: "text",
  },
};

export const sprints: Table<Sprint & { readonly listed: boolean }> = {
  name: "sprint",
  key: ["id"],
  columns: {
    id: "text",
    system: "enum system",
    connection: "text",
    kind: "enum sprint_kind",
    nativeId: "text",
    name: "text",
    state: "enum sprint_state",
    startsAt: "instant",
    endsAt: "instant",
    completedAt: "instant",
    boardId: "bigint",
    container: "text",
    listed: "boolean",
  },
};

export const pullRequests: Table<PullRequest> = {
  name: "pull_request",
  key: ["id"],
  columns: {
    id: "text",
    connection: "text",
    key: "text",
    container: "text",
    url: "text",
    title: "text",
    state: "enum pull_request_state",
    updatedAt: "instant",
    closedAt: "instant",
  },
};
