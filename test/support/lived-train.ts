import { siteOf } from "../../bench/simulate/world.ts";
import type { RawRecord } from "../../sandbox/data.ts";
import { createRandom, type Random } from "../../sandbox/demo-data/random.ts";
import { numberAt, textAt } from "../../sandbox/record.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { actOnce, closeSprint, createOnce, type Scene } from "./lived-acts.ts";
import { calendarOf, dataOf, dayMs, repositories, type Calendar, type LivedIteration } from "./lived-data.ts";

/** A train of two trackers in which people have worked for nine weeks, the same for the same seed. */
export type LivedTrain = {
  readonly calendar: Calendar;
  readonly sandbox: Sandbox;
  /** The time in the trackers, epoch milliseconds. */
  readonly clock: () => number;
  /** When Signalbox reads the trackers: the last time at the end. */
  readonly readings: readonly number[];
  /** Lets people work until an instant. */
  readonly liveUntil: (at: number) => void;
};

type Event = { readonly at: number; readonly happen: () => void };

const acts = 90;
const items = 14;

/** Starts the trackers, a week before the first increment. */
export async function beginTrain(seed: number): Promise<LivedTrain> {
  const random = createRandom(seed);
  const calendar = calendarOf(random);
  const { iterations } = calendar;
  const opens = (iterations[0]?.startsAt ?? 0) - 7 * dayMs;
  const ends = random.instant(iterations[2]?.startsAt ?? 0, (iterations[3]?.endsAt ?? 0) + 3 * dayMs);
  let now = opens;
  const data = dataOf(random, calendar);
  const sandbox = await startSandbox({ data, port: 0, clock: () => now, searchLagMs: 0 });
  const sprints = data.jira["acme"]?.sprints ?? [];
  const closed = new Set<number>();
  const scene = sceneOf(sandbox, { random, calendar, sprints, closed });
  const boundaries = iterations.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]);
  // People plan at any time, some at the very instant at which an iteration begins, and several things at once.
  let last = opens;
  const anInstant = (from: number) => {
    if (random.chance(0.2)) return last;
    last = random.chance(0.1) ? random.pick(boundaries) : random.instant(from, ends);
    return last;
  };
  const events: Event[] = [
    ...Array.from({ length: items }, () => ({
      at: random.instant(opens, opens + 10 * dayMs),
      happen: () => createOnce(scene),
    })),
    ...Array.from({ length: acts }, () => ({ at: anInstant(opens + dayMs), happen: () => actOnce(scene) })),
    ...sprints.flatMap((sprint) => sprintEvents(scene, sprint, closed)),
    ...calendar.iterations.flatMap((iteration) => milestoneEvents(scene, iteration)),
  ].toSorted((a, b) => a.at - b.at);
  const middle = Array.from({ length: random.int(0, 2) }, () => random.instant(opens + dayMs, ends));
  return {
    calendar,
    sandbox,
    clock: () => now,
    readings: [...middle.toSorted((a, b) => a - b), ends],
    liveUntil: (at) => {
      for (let [next] = events; next !== undefined && next.at <= at; [next] = events) {
        events.shift();
        now = next.at;
        next.happen();
      }
      now = at;
    },
  };
}

type Beginning = {
  readonly random: Random;
  readonly calendar: Calendar;
  readonly sprints: readonly RawRecord[];
  readonly closed: ReadonlySet<number>;
};

function sceneOf(sandbox: Sandbox, { random, calendar, sprints, closed }: Beginning): Scene {
  const { people } = sandbox.github;
  const labels = ["points/1", "points/3", "points/8", "points/XL", "in progress"];
  for (const repository of repositories) {
    for (const { name, endsAt } of calendar.iterations)
      people.createMilestone(repository, { title: titleOf(name), dueOn: endsAt - 2 * dayMs - dayMs / 2 });
    people.delete(people.createIssue(repository, { title: "All labels", labels }));
  }
  let titles = 0;
  return {
    site: siteOf(sandbox),
    host: sandbox.github,
    random,
    sprints: () => sprints.map(idOf).filter((id) => !closed.has(id)),
    milestones: calendar.iterations.map(({ name }) => titleOf(name)),
    title: () => `Item ${(titles += 1)}`,
  };
}

function titleOf(iteration: string): string {
  return `Milestone ${iteration}`;
}

function idOf(sprint: RawRecord): number {
  return numberAt(sprint, "id") ?? 0;
}

/** People start a sprint when it begins, and mostly close it some days after its end, or at it. */
function sprintEvents(scene: Scene, sprint: RawRecord, closed: Set<number>): readonly Event[] {
  const id = idOf(sprint);
  const startDate = textAt(sprint, "startDate");
  const endDate = textAt(sprint, "endDate");
  if (startDate === null || endDate === null) return [];
  const start: Event = {
    at: Date.parse(startDate),
    happen: () => scene.site.people.editSprint(id, { state: "active" }),
  };
  if (!scene.random.chance(0.85)) return [start];
  const at = Date.parse(endDate) + scene.random.pick([0, 0, 0.1, 1, 2.5]) * dayMs;
  const close = () => {
    closed.add(id);
    closeSprint(scene, id, at);
  };
  return [start, { at, happen: close }];
}

/** The two repositories' milestones of an iteration close on days of their own. */
function milestoneEvents({ host, random }: Scene, { name, endsAt }: LivedIteration): readonly Event[] {
  return repositories.flatMap((repository) =>
    random.chance(0.6)
      ? {
          at: endsAt + random.int(-2, 3) * dayMs,
          happen: () => host.people.editMilestone(repository, titleOf(name), { state: "closed" }),
        }
      : [],
  );
}
