import type { JiraSiteData, RawRecord } from "../../../sandbox/data.ts";

const toDo = {
  id: "1",
  name: "To Do",
  statusCategory: { id: 2, key: "new", colorName: "blue-gray", name: "To Do" },
};
const DOING = {
  id: "3",
  name: "In Progress",
  statusCategory: { id: 4, key: "indeterminate", colorName: "yellow", name: "In Progress" },
};
const DONE = {
  id: "10002",
  name: "Done",
  statusCategory: { id: 3, key: "done", colorName: "green", name: "Done" },
};

export const BLOCKS = { id: "10000", name: "Blocks", inward: "is blocked by", outward: "blocks" };

export const SPRINT_FIELD = "customfield_10020";
export const POINTS_FIELD = "customfield_10026";

const SPRINTS = [
  {
    id: 1,
    name: "PAY Sprint 1",
    state: "closed",
    startDate: "2026-10-05T08:00:00.000Z",
    endDate: "2026-10-19T08:00:00.000Z",
    completeDate: "2026-10-19T09:00:00.000Z",
    originBoardId: 7,
    goal: "",
  },
  {
    id: 2,
    name: "PAY Sprint 2",
    state: "active",
    startDate: "2026-10-19T08:00:00.000Z",
    endDate: "2026-11-02T08:00:00.000Z",
    originBoardId: 7,
    goal: "",
  },
  { id: 3, name: "PAY Sprint 3", state: "future", originBoardId: 7, goal: "" },
];

/** A raw issue; `fields` replaces what is usual. */
export function rawIssue(key: string, fields: RawRecord = {}): RawRecord {
  const [projectKey = "", number = ""] = key.split("-");
  const projectId = projectKey === "PAY" ? "10100" : "10200";
  return {
    id: String(Number(projectId) * 100 + Number(number)),
    key,
    self: `https://acme.example/rest/api/3/issue/${key}`,
    fields: {
      summary: `Summary of ${key}`,
      issuetype: { id: "10004", name: "Story", subtask: false, hierarchyLevel: 0 },
      project: { id: projectId, key: projectKey, name: projectKey === "PAY" ? "Payments" : "Ledger" },
      status: toDo,
      resolution: null,
      resolutiondate: null,
      created: "2026-10-01T08:00:00.000+0000",
      updated: `2026-10-20T08:${number.padStart(2, "0")}:00.000+0000`,
      labels: [],
      components: [],
      fixVersions: [],
      priority: { id: "3", name: "Medium" },
      assignee: null,
      description: null,
      issuelinks: [],
      [SPRINT_FIELD]: null,
      [POINTS_FIELD]: null,
      ...fields,
    },
  };
}

const [closedSprint, activeSprint] = SPRINTS.map(({ originBoardId, ...sprint }) => ({
  ...sprint,
  boardId: originBoardId,
}));

const EPIC = { id: "10000", name: "Epic", subtask: false, hierarchyLevel: 1 };

/** Two projects, eight issues. */
export const ACME: JiraSiteData = {
  issues: [
    rawIssue("PAY-1", { issuetype: EPIC, labels: ["checkout"] }),
    rawIssue("PAY-2", {
      status: DOING,
      parent: { id: "1010001", key: "PAY-1", fields: { summary: "An old summary" } },
      labels: ["checkout", "api"],
      [SPRINT_FIELD]: [closedSprint, activeSprint],
      [POINTS_FIELD]: 5,
      assignee: { accountId: "a-1", displayName: "Ann Able" },
      customfield_10099: { unknown: ["kept"] },
      issuelinks: [
        {
          id: "500",
          type: BLOCKS,
          inwardIssue: { id: "1020001", key: "LED-1", fields: { summary: "An old summary", status: toDo } },
        },
      ],
    }),
    rawIssue("PAY-3", {
      status: DONE,
      resolution: { id: "10000", name: "Done" },
      resolutiondate: "2026-10-20T08:03:00.000+0000",
      [POINTS_FIELD]: 3,
      [SPRINT_FIELD]: [closedSprint],
    }),
    rawIssue("PAY-4", {
      components: [{ id: "77", name: "Gate way" }],
      fixVersions: [{ id: "88", name: "1.0", archived: false, released: false }],
    }),
    rawIssue("PAY-5", { [SPRINT_FIELD]: [activeSprint], duedate: "2026-11-20" }),
    rawIssue("LED-1", { status: DOING, updated: "2026-10-20T08:30:00.000+0000" }),
    rawIssue("LED-2", { priority: { id: "1", name: "High" }, labels: ["api"] }),
    rawIssue("LED-3", {
      description: {
        type: "doc",
        version: 1,
        content: [{ type: "paragraph", content: [{ type: "text", text: "Old" }] }],
      },
    }),
  ],
  boards: [
    { id: 7, name: "Payments board", type: "scrum" },
    {
      id: 8,
      name: "Ledger flow",
      type: "kanban",
      location: {
        projectId: 10_200,
        projectKey: "LED",
        projectName: "Ledger",
        name: "Ledger (LED)",
        displayName: "Ledger (LED)",
        projectTypeKey: "software",
      },
    },
  ],
  sprints: SPRINTS,
  fields: [
    {
      id: SPRINT_FIELD,
      name: "Sprint",
      custom: true,
      schema: { type: "array", items: "json", custom: "com.pyxis.greenhopper.jira:gh-sprint", customId: 10_020 },
    },
    {
      id: POINTS_FIELD,
      name: "Story Points",
      custom: true,
      schema: { type: "number", custom: "com.atlassian.jira.plugin.system.customfieldtypes:float", customId: 10_026 },
    },
  ],
  issueLinkTypes: [BLOCKS, { id: "10020", name: "Depends", inward: "is dependent of", outward: "depends on" }],
  projects: [],
  versions: [],
};

/** A document of one paragraph. */
export function adf(text: string): RawRecord {
  return { type: "doc", version: 1, content: [{ type: "paragraph", content: [{ type: "text", text }] }] };
}
