import { Temporal } from "temporal-polyfill";
import { statusOf, type Status } from "./life.ts";
import { planAt, type Planned } from "./plan.ts";
import { startOfDay } from "./train.ts";
import { stateAt, type World } from "./world.ts";

const dayMs = 86_400_000;
const windowMs = 84 * dayMs;

/** What is asked about: work of one team, or of all (null). */
export type FlowQuestion = { readonly world: World; readonly team: string | null; readonly instant: number };

/** From an instant on an item had a status. */
type Step = { readonly at: number; readonly status: Status };

/** The statuses that an item had until an instant, each at the moment at which it began. */
function stepsOf(world: World, { life }: Planned, instant: number): readonly Step[] {
  const moments = [life.bornAt, ...life.changes.map((change) => change.at)].filter((at) => at <= instant);
  const steps: Step[] = [];
  for (const at of moments.toSorted((a, b) => a - b)) {
    const state = stateAt(world, life, at);
    if (state === null) continue;
    const status = statusOf(state, life);
    if (steps.at(-1)?.status !== status) steps.push({ at, status });
  }
  return steps;
}

/** When an item that is done became so last. */
function doneAt(steps: readonly Step[]): number | null {
  const last = steps.at(-1);
  return last?.status === "done" ? last.at : null;
}

function itemsOf({ world, team, instant }: FlowQuestion): readonly Planned[] {
  return planAt(world, instant).filter((planned) => planned.counts && (team === null || planned.team === team));
}

type Finish = { readonly at: number; readonly startedAt: number | null };

/** Items that became done in the window and are done, with their first time in progress. */
function finishesIn(question: FlowQuestion): readonly Finish[] {
  const { world, instant } = question;
  return itemsOf(question).flatMap((planned) => {
    const steps = stepsOf(world, planned, instant);
    const at = doneAt(steps);
    const startedAt = steps.find(({ status }) => status === "in-progress")?.at ?? null;
    return at !== null && at > instant - windowMs ? [{ at, startedAt }] : [];
  });
}

export type FlowTime = {
  readonly p50: number | null;
  readonly p85: number | null;
  readonly measured: number;
  readonly finished: number;
};

/** Done instant − first start, in days; items that were never in progress are left out. */
export function flowTimeOf(question: FlowQuestion): FlowTime {
  const finishes = finishesIn(question);
  const times = finishes
    .flatMap(({ at, startedAt }) => (startedAt === null ? [] : [at - startedAt]))
    .toSorted((a, b) => a - b);
  const percentile = (percent: number) => {
    const time = times[Math.ceil((times.length * percent) / 100) - 1];
    return time === undefined ? null : Math.round((time / dayMs) * 10) / 10;
  };
  return { p50: percentile(50), p85: percentile(85), measured: times.length, finished: finishes.length };
}

/** Number of items that were finished in each of the last twelve weeks, the earliest first. */
export function throughputOf(question: FlowQuestion): readonly number[] {
  const finishes = finishesIn(question);
  return Array.from({ length: 12 }, (_, place) => {
    const from = question.instant - windowMs + place * 7 * dayMs;
    return finishes.filter(({ at }) => at > from && at <= from + 7 * dayMs).length;
  });
}

export type FlowDay = {
  readonly day: string;
  readonly toDo: number;
  readonly inProgress: number;
  readonly done: number;
};

/** Whether nothing tells when people worked at an issue: GitHub has no history of the pull requests that close one. */
function isUntold(system: Planned["life"]["system"], steps: readonly Step[]): boolean {
  const statuses = steps.map(({ status }) => status);
  const isOver = statuses.at(-1) === "done" || statuses.at(-1) === "cancelled";
  return system === "github" && isOver && !statuses.includes("in-progress");
}

/** Whether there are items, and nothing tells when people worked at any of them: then there is no past. */
export function isBlind(question: FlowQuestion): boolean {
  const { world, instant } = question;
  const items = itemsOf(question).filter((planned) => {
    const steps = stepsOf(world, planned, instant);
    const last = steps.at(-1);
    const isOld = last !== undefined && last.at <= instant - windowMs;
    return !(isOld && (last.status === "done" || last.status === "cancelled"));
  });
  return items.length > 0 && items.every((planned) => isUntold(planned.life.system, stepsOf(world, planned, instant)));
}

/** For the end of each day of the window, the last one at the report: items to do, in progress, and done in the window. */
export function cumulativeFlowOf(question: FlowQuestion): readonly FlowDay[] {
  const { world, instant } = question;
  const { timeZone } = world.train;
  const items = itemsOf(question).map((planned) => stepsOf(world, planned, instant));
  const dayOf = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate();
  const days: FlowDay[] = [];
  for (let day = dayOf(instant - windowMs); startOfDay(day, timeZone) < instant; day = day.add({ days: 1 })) {
    const end = Math.min(startOfDay(day.add({ days: 1 }), timeZone), instant);
    const lasts = items.flatMap((steps) => steps.findLast(({ at }) => at <= end) ?? []);
    const count = (status: Status) => lasts.filter((step) => step.status === status).length;
    const done = lasts.filter(({ status, at }) => status === "done" && at > instant - windowMs).length;
    days.push({ day: day.toString(), toDo: count("todo"), inProgress: count("in-progress"), done });
  }
  return days;
}
