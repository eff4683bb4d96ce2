import { byId } from "../support/builders.ts";
import { keyRef, workItemId } from "../../src/domain/ids.ts";
import type { KeyRef, LinkEnd, SprintId, System, WorkItemId } from "../../src/domain/ids.ts";
import type { Model, StreamState } from "../../src/domain/model/model.ts";
import type { Setup } from "../../src/domain/setup/setup.ts";
import type { Sprint } from "../../src/domain/schedule/sprint.ts";
import type { GithubTeamSource, Iteration, JiraTeamSource, Team, Train } from "../../src/domain/model/train.ts";
import type { Link, LinkOrigin, PullRequest, WorkItem } from "../../src/domain/items/work-item.ts";

/** The world of the tests: weeks of 2027, `noon` being Wednesday of the second iteration; UTC. */
export const DAY = 86_400_000;
/** 2027-01-04, a Monday. */
const start = 1_799_020_800_000;

/** First instant of a day, counted from the start of the train. */
export function day(number: number): number {
  return start + number * DAY;
}

/** `yyyy-mm-dd` of a day, counted from the start of the train. */
export function date(number: number): string {
  return new Date(day(number)).toISOString().slice(0, 10);
}

/** Within the second of eight iterations of two weeks. */
export const now = day(16) + DAY / 2;

export function iteration(ordinal: number, changes: Partial<Iteration> = {}): Iteration {
  return {
    key: `${ordinal + 1}`,
    name: `Iteration ${ordinal + 1}`,
    kind: "regular",
    increment: ordinal < 4 ? "first" : "second",
    ordinal,
    startsOn: date(ordinal * 14),
    endsOn: date(ordinal * 14 + 14),
    startsAt: day(ordinal * 14),
    endsAt: day(ordinal * 14 + 14),
    sprintName: null,
    ...changes,
  };
}

export function jiraTeam(key: string, from: Partial<JiraTeamSource> = {}): Team {
  return {
    key,
    name: key.toUpperCase(),
    from: {
      system: "jira",
      connection: "j",
      projects: [key.toUpperCase()],
      boards: [],
      sprintName: null,
      components: [],
      labels: [],
      jql: null,
      iterations: "sprint",
      ...from,
    },
  };
}

export function githubTeam(key: string, from: Partial<GithubTeamSource> = {}): Team {
  return {
    key,
    name: key.toUpperCase(),
    from: {
      system: "github",
      connection: "g",
      repos: [`acme/${key}`],
      labels: [],
      iterations: "milestone",
      pointsLabel: "points/*",
      ...from,
    },
  };
}

const iterations = [0, 1, 2, 3, 4, 5, 6, 7].map((ordinal) => iteration(ordinal));

/** Two increments of four iterations; teams `pay` and `led` in Jira, `api` in GitHub. */
export function train(changes: Partial<Train> = {}): Train {
  return {
    key: "payments",
    name: "Payments",
    timeZone: "UTC",
    increments: [
      { key: "first", startsAt: day(0), endsAt: day(56), iterations: iterations.slice(0, 4) },
      { key: "second", startsAt: day(56), endsAt: day(112), iterations: iterations.slice(4) },
    ],
    teams: [jiraTeam("pay"), jiraTeam("led"), githubTeam("api")],
    linkMeanings: [
      { name: "Blocks", means: "source-blocks-target" },
      { name: "Depends", means: "target-blocks-source" },
    ],
    statuses: [],
    textReferences: true,
    rules: {},
    rollupTargets: [],
    comments: { mode: "on", settleMs: 0, newPerRun: 20 },
    rewritesPerHour: 20,
    staleAfter: { pollMs: 3_600_000, sweepMs: 7_200_000 },
    digest: null,
    ...changes,
  };
}

/** `PAY-12` is Jira's, `acme/api#7` GitHub's. */
function systemOf(key: string): System {
  return key.includes("#") ? "github" : "jira";
}

export function idOf(key: string): WorkItemId {
  const system = systemOf(key);
  return workItemId({ system, connection: system === "jira" ? "j" : "g" }, key.replace("/", "."));
}

export function ref(key: string): KeyRef {
  return keyRef(systemOf(key), key);
}

export type ItemChanges = Partial<WorkItem> & {
  /** Ordinal of the iteration whose box it is in. */
  readonly in?: number;
};

export function item(key: string, { in: ordinal, ...changes }: ItemChanges = {}): WorkItem {
  const system = systemOf(key);
  const connection = system === "jira" ? "j" : "g";
  const container = system === "jira" ? key.slice(0, key.lastIndexOf("-")) : key.slice(0, key.indexOf("#"));
  const sprintIds = ordinal === undefined ? [] : [box(ordinal, system).id];
  return {
    id: idOf(key),
    system,
    connection,
    nativeId: key,
    handle: key,
    key,
    container,
    url: `https://tracker.example/${key}`,
    title: `Title of ${key}`,
    presence: "present",
    kind: "story",
    sourceKind: "Story",
    status: "todo",
    sourceStatus: "To Do",
    statusId: null,
    statusName: null,
    resolutionId: null,
    resolutionName: null,
    parentId: null,
    sprintIds,
    points: null,
    pointsWords: null,
    businessValue: null,
    labels: [],
    components: [],
    startOn: null,
    dueOn: null,
    createdAt: null,
    updatedAt: null,
    closedAt: null,
    ...changes,
  };
}

/** The box of an iteration: a Jira sprint with its dates, a milestone due on its last day. */
export function box(ordinal: number, system: System = "jira"): Sprint {
  const { startsAt, endsAt } = iteration(ordinal);
  return sprint(`${ordinal + 1}`, { system, startsAt: system === "jira" ? startsAt : null, endsAt });
}

export function sprint(nativeId: string, changes: Partial<Sprint> = {}): Sprint {
  const system = changes.system ?? "jira";
  const kind = changes.kind ?? (system === "jira" ? "sprint" : "milestone");
  const connection = system === "jira" ? "j" : "g";
  const id: SprintId = `${system}:${connection}:${kind}:${nativeId}`;
  return {
    id,
    system,
    connection,
    kind,
    nativeId,
    name: `Sprint ${nativeId}`,
    state: "future",
    startsAt: null,
    endsAt: null,
    completedAt: null,
    boardId: null,
    container: null,
    ...changes,
  };
}

/** `source blocks target`, by key or as given. */
export function blocks(source: string, target: string, changes: Partial<Link> = {}): Link {
  const origin: LinkOrigin = changes.origin ?? (systemOf(target) === "jira" ? "jira-link" : "github-blocked-by");
  return {
    id: `${origin}:${source}>${target}`,
    origin,
    typeId: null,
    typeName: "Blocks",
    source: endOf(source),
    target: endOf(target),
    ...changes,
  };
}

function endOf(key: string): LinkEnd {
  return key.startsWith("?") ? ref(key.slice(1)) : idOf(key);
}

export type ModelParts = Partial<Omit<Model, "items" | "sprints" | "links" | "pullRequests">> & {
  readonly items?: readonly WorkItem[];
  readonly sprints?: readonly Sprint[];
  readonly links?: readonly Link[];
  readonly pullRequests?: readonly PullRequest[];
};

/** With a box per iteration and tracker. */
export function model(given: ModelParts = {}): Model {
  const { items = [], sprints = [], links = [], pullRequests = [], ...parts } = given;
  const boxes = [...iterations.flatMap(({ ordinal }) => [box(ordinal), box(ordinal, "github")]), ...sprints];
  return {
    items: byId(items),
    sprints: byId(boxes),
    links: byId(links),
    pullRequests: byId(pullRequests),
    memberships: [],
    names: [],
    streams: [readNow("j"), readNow("g")],
    sites: [],
    ...parts,
  };
}

/** Everything of a connection was read lately, whatever instant a test looks at. */
function readNow(connection: string): StreamState {
  return {
    connection,
    stream: "issues",
    watermark: now,
    completedAt: day(400),
    rejected: 0,
    token: null,
    failure: null,
  };
}

/** A train file that finds all it looks for: where a test asks for something else. */
export const soundSetup: Setup = {
  teams: [{ team: "pay", name: "PAY", owned: 1, open: 1, withIteration: 1, withEstimate: 1 }],
  faults: [],
};

/** An open one in the repository of `acme/api#7`. */
export const pullRequest = {
  id: "github:g:pull:1",
  connection: "g",
  key: "acme/api#8",
  container: "acme/api",
  url: "",
  title: "",
  state: "open",
  updatedAt: 0,
  closedAt: null,
} as const;
