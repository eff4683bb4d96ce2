import type { WorkItem } from "../../src/domain/items/work-item.ts";

/** What the other end of a relation never tells of an item. */
export const stubDefaults = {
  presence: "stub",
  parentId: null,
  sprintIds: [],
  points: null,
  pointsWords: null,
  statusId: null,
  statusName: null,
  resolutionId: null,
  resolutionName: null,
  labels: [],
  components: [],
  startOn: null,
  dueOn: null,
  createdAt: null,
  updatedAt: null,
  closedAt: null,
} as const satisfies Partial<WorkItem>;
