import { parseTrainFile } from "../config/train-file.ts";
import { sprintId, workItemId, type WorkItemId } from "../src/domain/ids.ts";
import type { HistoryEvent } from "../src/domain/items/history.ts";
import { pastOf } from "./analyse-history.ts";
import type { Sprint } from "../src/domain/schedule/sprint.ts";
import type { Train } from "../src/domain/model/train.ts";
import type { Link, StatusCategory, WorkItem } from "../src/domain/items/work-item.ts";
import type { Connection } from "../src/ports/connection.ts";
import { createRandom } from "../sandbox/demo-data/random.ts";

const teams = 40;
const iterations = 10;
const fortnightMs = 14 * 86_400_000;
const pastMs = 52 * fortnightMs;
const begins = Date.UTC(2026, 9, 26);
const origin = { system: "jira", connection: "acme" } as const;

/** In the third of ten iterations. */
export const analysedAt = begins + 2.3 * fortnightMs;

export const connection: Connection = {
  system: "jira",
  key: "acme",
  site: "https://acme.example",
  account: "a@acme.example",
  token: "none",
  pointsField: null,
  webhookSecrets: [],
  webhookPath: null,
};

export type AnalyseData = {
  readonly train: Train;
  readonly items: readonly WorkItem[];
  readonly links: readonly Link[];
  readonly sprints: readonly Sprint[];
  readonly events: readonly HistoryEvent[];
};

/**
 * A train of 40 teams with two dependencies per item. A quarter is done, 45 of 100 are planned in an order that keeps
 * all but one in twenty dependencies, the rest is backlog, where each team's items are one long chain. One item in a
 * thousand waits for one that waits for it: a circle. `events`: what happened to them, see `pastOf`.
 */
export function analyseData(count: number, seed: number): AnalyseData {
  const random = createRandom(seed);
  const done = Math.floor(count * 0.25);
  const planned = Math.floor(count * 0.7);
  const iterationOf = (place: number) => Math.floor(((place - done) / (planned - done)) * iterations);
  const perIteration = Math.ceil((planned - done) / iterations);
  const items = Array.from({ length: count }, (_, place): WorkItem => {
    const [project, number] = [projectOf(place % teams), String(place + 1)];
    const isDone = place < done || (place < planned && iterationOf(place) < 2 && random.chance(0.9));
    const status: StatusCategory = isDone ? "done" : "todo";
    const at = begins - fortnightMs;
    // Everything that is not planned was finished in the two years before, the planned work on some day of its iteration.
    const dayOfIteration = (place % 14) / 14;
    const finishedAt =
      place < done
        ? begins - pastMs * (1 - place / done)
        : Math.min(begins + (iterationOf(place) + dayOfIteration) * fortnightMs, analysedAt);
    return {
      ...origin,
      id: idOf(place),
      nativeId: number,
      handle: number,
      key: `${project}-${number}`,
      container: project,
      url: `https://acme.example/browse/${project}-${number}`,
      title: `Item ${number}`,
      presence: "present",
      kind: "story",
      sourceKind: "Story",
      status,
      sourceStatus: status,
      statusId: null,
      statusName: null,
      resolutionId: null,
      resolutionName: null,
      parentId: null,
      sprintIds: place < done || place >= planned ? [] : [sprintOf(place % teams, iterationOf(place))],
      points: random.int(1, 8),
      pointsWords: null,
      businessValue: null,
      labels: [],
      components: [],
      startOn: null,
      dueOn: null,
      createdAt: at,
      updatedAt: isDone ? Math.max(at, finishedAt) : at,
      closedAt: isDone ? finishedAt : null,
    };
  });
  const before = (place: number, most: number) => random.int(Math.max(0, place - most), Math.max(0, place - 1));
  const links = items.flatMap((_, place) => {
    if (place % 1000 === 999) return [place - teams, place - 1].map((other) => blocks(other, place));
    if (place % 1000 === 998) return [place - teams, place + 1].map((other) => blocks(other, place));
    if (place < done || place >= planned)
      return [place - teams, before(place, 400)].map((other) => blocks(other, place));
    const inTime = () => before(Math.max(1, done + iterationOf(place) * perIteration), 2 * perIteration);
    return [inTime(), random.chance(0.1) ? before(place + perIteration, 2 * perIteration) : inTime()].map((other) =>
      blocks(other, place),
    );
  });
  const sound = links.filter(({ source, target }) => source !== target && source !== idOf(-1));
  const known = new Set(items.map(({ id }) => id as string));
  const distinct = new Map(sound.filter(({ source }) => known.has(source)).map((link) => [link.id, link]));
  const boxes = sprints();
  const events = pastOf({ items, sprints: boxes, begins, until: analysedAt });
  return { train: trainOf(), items, links: [...distinct.values()], sprints: boxes, events };
}

function idOf(place: number): WorkItemId {
  return workItemId(origin, String(place + 1));
}

function projectOf(team: number): string {
  return `T${String(team + 1).padStart(2, "0")}`;
}

function sprintOf(team: number, iteration: number) {
  return sprintId(origin, "sprint", String(team * 100 + iteration + 1));
}

function blocks(provider: number, consumer: number): Link {
  const id = `jira:acme:${provider}>${consumer}`;
  return { id, origin: "jira-link", typeId: "1", typeName: "Blocks", source: idOf(provider), target: idOf(consumer) };
}

function sprints(): readonly Sprint[] {
  return Array.from({ length: teams * iterations }, (_, place): Sprint => {
    const [team, iteration] = [Math.floor(place / iterations), place % iterations];
    const startsAt = begins + iteration * fortnightMs;
    return {
      ...origin,
      id: sprintOf(team, iteration),
      kind: "sprint",
      nativeId: String(team * 100 + iteration + 1),
      name: `${projectOf(team)} ${iteration + 1}`,
      state: iteration < 2 ? "closed" : iteration === 2 ? "active" : "future",
      startsAt,
      endsAt: startsAt + fortnightMs,
      completedAt: iteration < 2 ? startsAt + fortnightMs : null,
      boardId: team + 1,
      container: null,
    };
  });
}

function trainOf(): Train {
  const lines = Array.from({ length: teams }, (_, team) => {
    const project = projectOf(team);
    return `      - { key: ${project.toLowerCase()}, name: ${project}, from: { jira: acme, project: ${project} } }`;
  });
  const text = `trains:
  - key: large
    name: Large
    timeZone: UTC
    increments:
      - { key: "2026.4", starts: 2026-10-26, iterations: { count: ${iterations}, length: 2w } }
    teams:
${lines.join("\n")}
    dependencies:
      jiraLinkTypes: [{ name: Blocks, means: source-blocks-target }]
    reports:
      rollup: [{ jira: acme, project: PMO, issueType: Task }]
      comments: { settle: 0m, newPerRun: 100 }
`;
  const [train] = parseTrainFile(text, { file: "bench", env: {}, provided: [connection] }).trains;
  if (train === undefined) throw new Error("there is no train");
  return train;
}
