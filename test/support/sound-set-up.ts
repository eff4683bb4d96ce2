import type { GithubRepoData, JiraSiteData, SandboxData } from "../../sandbox/data.ts";

const dayMs = 86_400_000;

/** A day relative to today, in UTC: `2026-11-24`. */
function day(from: number, days: number): string {
  return new Date(from + days * dayMs).toISOString().slice(0, 10);
}

/** The lines of the train file below its connections. The first iteration began a week before `now`. */
function soundTrains(now: number): string {
  return `trains:
  - key: small
    name: Small
    timeZone: Europe/Berlin
    increments:
      - key: now
        starts: ${day(now, -7)}
        iterations: { count: 3, length: 2w }
    teams:
      - { key: checkout, name: Checkout, from: { jira: acme, project: PAY, board: 7 } }
      - { key: api, name: API, from: { github: hub, repo: acme/api, points: "label:points/*" } }
    dependencies:
      jiraLinkTypes: [{ name: Blocks, means: source-blocks-target }]
    reports:
      rollup: [{ jira: acme, project: PMO, issueType: Task }, { github: hub, repo: acme/trains }]
      comments: { settle: 0m, newPerRun: 20 }
`;
}

const blocks = { id: "10000", name: "Blocks", inward: "is blocked by", outward: "blocks" };
const storyPoints = "customfield_10026";

function site(now: number): JiraSiteData {
  const sprints = [
    {
      id: 1,
      name: "PAY 1",
      state: "active",
      startDate: `${day(now, -7)}T08:00:00.000Z`,
      endDate: `${day(now, 6)}T08:00:00.000Z`,
    },
    {
      id: 2,
      name: "PAY 2",
      state: "future",
      startDate: `${day(now, 7)}T08:00:00.000Z`,
      endDate: `${day(now, 20)}T08:00:00.000Z`,
    },
  ].map((sprint) => ({ ...sprint, originBoardId: 7 }));
  const story = (number: number, sprint: 1 | 2, links: readonly object[] = []) => ({
    id: String(10_000 + number),
    key: `PAY-${number}`,
    fields: {
      summary: `Story ${number}`,
      issuetype: { id: "10001", name: "Story", subtask: false, hierarchyLevel: 0 },
      project: { id: "1", key: "PAY", name: "Checkout" },
      status: { id: "10000", name: "To Do", statusCategory: { id: 2, key: "new", name: "To Do" } },
      resolution: null,
      assignee: null,
      created: `${day(now, -30)}T08:00:00.000+0000`,
      updated: `${day(now, -9)}T08:00:00.000+0000`,
      labels: [],
      components: [],
      fixVersions: [],
      issuelinks: links,
      description: null,
      [storyPoints]: 3,
      customfield_10020: sprints.filter(({ id }) => id === sprint).map((one) => ({ ...one, boardId: 7 })),
    },
  });
  return {
    issues: [
      story(1, 2, [{ id: "500", type: blocks, inwardIssue: { id: "10002", key: "PAY-2", fields: {} } }]),
      story(2, 1),
      story(3, 1),
    ],
    boards: [
      { id: 7, name: "Checkout", type: "scrum", location: { projectKey: "PAY" } },
      { id: 8, name: "Operations", type: "kanban", location: { projectKey: "PAY" } },
      { id: 9, name: "Office", type: "scrum", location: { projectKey: "PMO" } },
    ],
    sprints,
    fields: [
      {
        id: "customfield_10020",
        name: "Sprint",
        custom: true,
        schema: { type: "array", items: "json", custom: "com.pyxis.greenhopper.jira:gh-sprint", customId: 10_020 },
      },
      pointsField(storyPoints),
    ],
    issueLinkTypes: [blocks, { id: "10001", name: "Relates", inward: "relates to", outward: "relates to" }],
    projects: [
      { id: "1", key: "PAY", name: "Checkout" },
      { id: "2", key: "PMO", name: "Programme office" },
    ],
    versions: [],
  };
}

/** A number field called "Story Points". */
export function pointsField(id: string) {
  const custom = "com.atlassian.jira.plugin.system.customfieldtypes:float";
  return { id, name: "Story Points", custom: true, schema: { type: "number", custom, customId: Number(id.slice(-5)) } };
}

const empty: GithubRepoData = { issues: [], pulls: [], milestones: [], dependencies: [], subIssues: [], comments: [] };

function api(now: number): GithubRepoData {
  const milestone = { number: 1, title: "First", state: "open", due_on: `${day(now, 5)}T12:00:00Z` };
  const dates = { created_at: `${day(now, -30)}T08:00:00Z`, updated_at: `${day(now, -9)}T08:00:00Z` };
  const labels = [{ name: "points/3", color: "ededed" }];
  return {
    ...empty,
    milestones: [milestone],
    issues: [{ number: 1, title: "Store invoices", body: "", state: "open", labels, milestone, ...dates }],
  };
}

/** A set-up without a fault: two trackers, two teams that own, estimate and plan items, rollups in both trackers. */
export function soundData(now: number): SandboxData {
  return {
    jira: { acme: site(now) },
    github: { "acme/api": api(now), "acme/trains": empty },
    trainFile: soundTrains(now),
    problems: [],
  };
}
