import { Temporal } from "temporal-polyfill";
import type { GithubRepoData, JiraSiteData, RawRecord, SandboxData } from "../../sandbox/data.ts";
import type { Random } from "../../sandbox/demo-data/random.ts";

export const fieldIds = {
  sprint: "customfield_10020",
  points: "customfield_10026",
  value: "customfield_10050",
} as const;
export const projects = ["PAY", "LED"] as const;
export const repositories = ["acme/api", "acme/web"] as const;

const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** An iteration of the lived train, in epoch milliseconds; the end is exclusive. */
export type LivedIteration = { readonly name: string; readonly startsAt: number; readonly endsAt: number };

export type Calendar = {
  readonly timeZone: string;
  /** Two increments of two iterations, the second one right after the first. */
  readonly iterations: readonly LivedIteration[];
  readonly trainFile: string;
};

/** Some cross the end of summer time, one is behind UTC. */
const zones = ["Europe/Berlin", "America/New_York", "UTC"] as const;

/** The calendar and the teams: two share a project by a component and a label, which leave some of its items to no team. */
export function calendarOf(random: Random): Calendar {
  const timeZone = random.pick(zones);
  const first = Temporal.PlainDate.from("2026-10-05");
  const startOf = (week: number) => first.add({ weeks: week }).toZonedDateTime(timeZone).epochMilliseconds;
  const iterations = [0, 1, 2, 3].map((place) => ({
    name: `${1 + Math.floor(place / 2)}.${1 + (place % 2)}`,
    startsAt: startOf(2 * place),
    endsAt: startOf(2 * place + 2),
  }));
  const trainFile = `trains:
  - key: lived
    name: Lived
    timeZone: ${timeZone}
    increments:
      - { key: one, starts: 2026-10-05, iterations: { count: 2, length: 2w } }
      - { key: two, starts: 2026-11-02, iterations: { count: 2, length: 2w } }
    teams:
      - { key: checkout, name: Checkout, from: { jira: acme, project: PAY } }
      - { key: risk, name: Risk, from: { jira: acme, project: LED, label: risk } }
      - { key: ledger, name: Ledger, from: { jira: acme, project: LED, component: core } }
      - { key: api, name: API, from: { github: hub, repo: acme/api, points: "label:points/*" } }
      - { key: web, name: Web, from: { github: hub, repo: acme/web } }
    reports:
      rollup: [{ github: hub, repo: acme/trains }]
`;
  return { timeZone, iterations, trainFile };
}

/** What is in the trackers before people begin: nothing in the teams' projects, and one item of each kind elsewhere. */
export function dataOf(random: Random, calendar: Calendar): SandboxData {
  return {
    jira: { acme: siteOf(random, calendar) },
    github: { "acme/api": empty, "acme/web": empty, "acme/trains": empty },
    trainFile: calendar.trainFile,
    problems: [],
  };
}

const empty: GithubRepoData = { issues: [], pulls: [], milestones: [], dependencies: [], subIssues: [], comments: [] };

const statuses = [
  ["10000", "To Do", "new"],
  ["10001", "In Progress", "indeterminate"],
  ["10002", "In Review", "indeterminate"],
  ["10003", "Done", "done"],
] as const;

const kinds: readonly RawRecord[] = [
  { id: "1", name: "Story", subtask: false, hierarchyLevel: 0 },
  { id: "2", name: "Bug", subtask: false, hierarchyLevel: 0 },
  { id: "3", name: "Epic", subtask: false, hierarchyLevel: 1 },
  { id: "4", name: "Sub-task", subtask: true, hierarchyLevel: -1 },
];

function siteOf(random: Random, { iterations }: Calendar): JiraSiteData {
  const boards = projects.map((projectKey, place) => ({
    id: 7 + place,
    name: projectKey,
    type: "scrum",
    location: { projectKey },
  }));
  const sprints = boards.flatMap((board) =>
    iterations
      .flatMap((iteration) => sprintsOf(random, board, iteration))
      .concat({ name: `${board.name} some day`, originBoardId: board.id }),
  );
  return {
    issues: statuses.map((status, place) => example(status, place)),
    boards,
    sprints: sprints.map((sprint, place) => ({ id: 1 + place, state: "future", ...sprint })),
    fields: [
      {
        id: fieldIds.sprint,
        name: "Sprint",
        schema: { type: "array", items: "json", custom: "com.pyxis.greenhopper.jira:gh-sprint", customId: 10_020 },
      },
      { id: fieldIds.points, name: "Story Points", custom: true, schema: { type: "number", customId: 10_026 } },
      { id: fieldIds.value, name: "Business Value", custom: true, schema: { type: "number", customId: 10_050 } },
    ],
    issueLinkTypes: [{ id: "10000", name: "Blocks", inward: "is blocked by", outward: "blocks" }],
    projects: [...projects, "OPS"].map((key, place) => ({ id: String(1 + place), key, name: key })),
    versions: [],
  };
}

/** A sprint from Monday to Friday, two short ones, or one that begins late and is mostly in the next iteration. */
function sprintsOf(
  random: Random,
  board: { readonly id: number; readonly name: string },
  { name, startsAt, endsAt }: LivedIteration,
): readonly RawRecord[] {
  const sprint = (title: string, from: number, to: number): RawRecord => ({
    name: `${board.name} ${title}`,
    originBoardId: board.id,
    startDate: new Date(from).toISOString(),
    endDate: new Date(to).toISOString(),
  });
  const half = startsAt + 7 * dayMs;
  if (random.chance(0.2))
    return [sprint(`${name}a`, startsAt, half), sprint(`${name}b`, half + 9 * hourMs, endsAt - 7 * hourMs)];
  if (random.chance(0.1)) return [sprint(`${name} late`, startsAt + 8 * dayMs, endsAt + 8 * dayMs)];
  return [sprint(name, startsAt + 9 * hourMs, endsAt - 55 * hourMs)];
}

/** An item outside of the train: it shows the site's statuses, kinds, resolutions and components. */
function example([id, name, category]: (typeof statuses)[number], place: number): RawRecord {
  const resolution = { id: String(place), name: ["Done", "Won't Do", "Duplicate"][place] ?? "Fixed" };
  return {
    id: String(90 + place),
    key: `OPS-${1 + place}`,
    fields: {
      summary: `Example ${place}`,
      issuetype: kinds[place],
      project: { id: "3", key: "OPS", name: "OPS" },
      status: { id, name, statusCategory: { id: place, key: category, name } },
      resolution,
      components: [{ id: "50", name: "core" }],
      created: "2026-09-01T08:00:00.000+0000",
      updated: "2026-09-01T08:00:00.000+0000",
      labels: [],
      fixVersions: [],
      issuelinks: [],
      description: null,
    },
  };
}
