import type { SourceState } from "../../src/domain/rollup/connection-freshness.ts";
import type {
  Conflict,
  ConflictRecord,
  EndEvidence,
  FixStep,
  ProposedStep,
} from "../../src/domain/conflicts/conflict.ts";
import type { WorkItemId } from "../../src/domain/ids.ts";
import type { Model } from "../../src/domain/model/model.ts";
import type { PlannedItem } from "../../src/domain/model/planned-item.ts";
import type { Iteration, Team, Train } from "../../src/domain/model/train.ts";
import type { Sprint } from "../../src/domain/schedule/sprint.ts";
import type { WorkItem } from "../../src/domain/items/work-item.ts";
import type { FoundMembers } from "../../src/ports/members.ts";
import type { PublicationRecord } from "../../src/ports/publication-ledger.ts";

/** Noon of 24 November 2026, UTC: inside iteration 2 of `aTrain`. */
export const noon = Date.UTC(2026, 10, 24, 12);

const dayMs = 86_400_000;

export function jiraId(nativeId: string): WorkItemId {
  return `jira:acme:issue:${nativeId}`;
}

export function githubId(nativeId: string): WorkItemId {
  return `github:hub:issue:${nativeId}`;
}

/** By default the Jira item `PAY-1`. */
export function anItem(change: Partial<WorkItem> = {}): WorkItem {
  const nativeId = change.nativeId ?? "1";
  return {
    id: jiraId(nativeId),
    system: "jira",
    connection: "acme",
    nativeId,
    handle: nativeId,
    key: `PAY-${nativeId}`,
    container: "PAY",
    url: `https://acme.example/browse/PAY-${nativeId}`,
    title: `Title of PAY-${nativeId}`,
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
    sprintIds: [],
    points: null,
    pointsWords: null,
    businessValue: null,
    labels: [],
    components: [],
    startOn: null,
    dueOn: null,
    createdAt: noon - 30 * dayMs,
    updatedAt: noon - dayMs,
    closedAt: null,
    ...change,
  };
}

/** By default the GitHub item `acme/api#1`. */
export function aGithubItem(change: Partial<WorkItem> = {}): WorkItem {
  const nativeId = change.nativeId ?? "1";
  return anItem({
    id: githubId(nativeId),
    system: "github",
    connection: "hub",
    handle: `I_${nativeId}`,
    key: `acme/api#${nativeId}`,
    container: "acme/api",
    url: `https://github.com/acme/api/issues/${nativeId}`,
    title: `Title of api#${nativeId}`,
    ...change,
    nativeId,
  });
}

export function aSprint(change: Partial<Sprint> = {}): Sprint {
  const [id, name] = ["jira:acme:sprint:7", "Sprint 7"] as const;
  const place = {
    system: "jira",
    connection: "acme",
    kind: "sprint",
    nativeId: "7",
    boardId: 12,
    container: null,
  } as const;
  return { id, name, ...place, state: "active", startsAt: null, endsAt: null, completedAt: null, ...change };
}

/** Two-week iterations 1 to `count` from 9 November 2026, UTC. */
export function iterations(count: number, increment = "2026.4", first = 0): readonly Iteration[] {
  return Array.from({ length: count }, (_, place) => {
    const startsAt = Date.UTC(2026, 10, 9) + (first + place) * 14 * dayMs;
    return {
      key: String(place + 1),
      name: String(place + 1),
      kind: "regular",
      increment,
      ordinal: first + place,
      startsOn: new Date(startsAt).toISOString().slice(0, 10),
      endsOn: new Date(startsAt + 14 * dayMs).toISOString().slice(0, 10),
      startsAt,
      endsAt: startsAt + 14 * dayMs,
      sprintName: null,
    };
  });
}

export const checkout: Team = {
  key: "checkout",
  name: "Checkout",
  from: {
    system: "jira",
    connection: "acme",
    projects: ["PAY"],
    boards: [],
    sprintName: null,
    components: [],
    labels: [],
    jql: null,
    iterations: "sprint",
  },
};

export const api: Team = {
  key: "api",
  name: "API",
  from: {
    system: "github",
    connection: "hub",
    repos: ["acme/api"],
    labels: [],
    iterations: "milestone",
    pointsLabel: null,
  },
};

export function aTrain(change: Partial<Train> = {}): Train {
  const all = iterations(5);
  return {
    key: "payments",
    name: "Payments",
    timeZone: "UTC",
    increments: [{ key: "2026.4", startsAt: all[0]?.startsAt ?? 0, endsAt: all[4]?.endsAt ?? 0, iterations: all }],
    teams: [checkout, api],
    linkMeanings: [{ name: "Blocks", means: "source-blocks-target" }],
    statuses: [],
    textReferences: true,
    rules: {},
    rollupTargets: [{ system: "jira", connection: "acme", project: "PMO", issueType: "Task" }],
    comments: { mode: "on", settleMs: 0, newPerRun: 20 },
    rewritesPerHour: 20,
    staleAfter: { pollMs: 3_600_000, sweepMs: 7_200_000 },
    digest: null,
    ...change,
  };
}

/** Sites of these builders' items. */
const sites: Model["sites"] = [
  { system: "jira", connection: "acme", sites: ["acme.atlassian.net"] },
  { system: "github", connection: "hub", sites: ["github.com"] },
];

/** As a model holds them. */
export function byId<Id extends string, T extends { readonly id: Id }>(all: readonly T[]): ReadonlyMap<Id, T> {
  return new Map(all.map((one) => [one.id, one]));
}

export function aModel(change: Partial<Model> = {}): Model {
  return {
    items: new Map(),
    links: new Map(),
    sprints: new Map(),
    pullRequests: new Map(),
    memberships: [],
    streams: [],
    names: [],
    sites,
    ...change,
  };
}

/** A Jira site, completely read at noon. */
export function aSource(change: Partial<SourceState> = {}): SourceState {
  const read = { completedAt: noon, asOf: noon, failure: null, isStale: false, staleStreams: [] };
  return { connection: "acme", system: "jira", ...read, ...change };
}

export function planned(item: WorkItem, change: Partial<PlannedItem> = {}): PlannedItem {
  const { iteration = null, startsAt = null, endsAt = null } = change;
  return {
    item,
    role: "owned",
    team: item.system === "jira" ? checkout : api,
    iteration: null,
    startsAt: null,
    endsAt: null,
    datesFrom: null,
    counted: { startsAt, endsAt },
    iterationRange: iteration === null ? null : { first: iteration, last: iteration },
    through: null,
    points: item.points,
    ...change,
  };
}

export function evidence(change: Partial<EndEvidence> = {}): EndEvidence {
  return {
    status: "To Do",
    iteration: null,
    increment: null,
    startsAt: null,
    endsAt: null,
    datesFrom: null,
    ...change,
  };
}

/** A proposed step without cautions. */
export function proposed(
  step: FixStep,
  { by = null, cautions = [] }: Partial<Pick<ProposedStep, "by" | "cautions">> = {},
): ProposedStep {
  return { ...step, by, cautions };
}

/** `PAY-1` waits for `acme/api#1`, which comes too late. */
export function aConflict(change: Partial<Conflict> = {}): Conflict {
  return {
    fingerprint: "late-provider:1",
    rule: "late-provider",
    alsoFires: [],
    severity: "conflict",
    consumer: jiraId("1"),
    provider: githubId("1"),
    evidence: {
      consumer: evidence({ iteration: "2", increment: "2026.4" }),
      provider: evidence({ iteration: "4", increment: "2026.4" }),
      cycle: [],
      written: [],
    },
    fix: [proposed({ do: "move", item: githubId("1"), to: "1", increment: "2026.4" }, { by: "api" })],
    actors: ["api"],
    dueAt: null,
    waitingBehind: 0,
    ...change,
  };
}

export function aRecord(conflict: Conflict, change: Partial<ConflictRecord> = {}): ConflictRecord {
  return {
    fingerprint: conflict.fingerprint,
    train: "payments",
    state: "open",
    conflict,
    firstSeenAt: noon,
    stateSince: noon,
    worsenedAt: null,
    unseenSince: null,
    reopenings: 0,
    answer: null,
    ...change,
  };
}

export function aPublication(change: Partial<PublicationRecord> = {}): PublicationRecord {
  return {
    marker: `comment:payments:${jiraId("1")}`,
    train: "payments",
    kind: "comment",
    connection: "acme",
    place: "PAY-1",
    itemId: jiraId("1"),
    state: "standing",
    remoteId: "900",
    remoteKey: "900",
    url: "https://acme.example/browse/PAY-1?focusedCommentId=900",
    digest: "other",
    resolved: false,
    createdAt: noon,
    updatedAt: noon,
    beside: 0,
    ...change,
  };
}

/** The members of a JQL as the store takes them. */
export function membersOf(ids: readonly WorkItem["id"][]): FoundMembers {
  return { members: new Map(ids.map((id) => [id, null])), drafts: 0 };
}
