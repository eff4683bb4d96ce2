import type { WorkItem } from "../../src/domain/items/work-item.ts";

/** Fields of a stub that the other end of a relation never contains. */
export const stubDefaults = {
  presence: "stub",
  parentId: null,
  sprintIds: [],
  points: null,
  pointsWords: null,
  businessValue: null,
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
