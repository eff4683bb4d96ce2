import type { JiraHome, TeamPlan } from "./teams.ts";
import type { TeamKey } from "./texts.ts";

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;
/** Sprints of two weeks end on Friday afternoon; the weekly ones run into each other. */
const fortnightMs = 11 * dayMs + 6 * hourMs;

/** 1970-01-05 was a Monday; teams plan at nine, UTC. */
const firstMonday = 4 * dayMs + 9 * hourMs;

/** Iterations over both increments. */
const iterationCount = 10;
const perIncrement = 5;

/** Iteration of the demo's present, which is always in its first week. */
export const presentIteration = 3;

/** A sprint or milestone. Instants in epoch milliseconds. */
export type Box = {
  /** Jira's sprint id or GitHub's milestone number. */
  readonly id: number;
  readonly iteration: number;
  readonly name: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly state: "closed" | "active" | "future";
};

export type Increment = { readonly key: string; readonly startsOn: string };

export type Calendar = {
  /** The demo's present: the start of the week in which the demo runs; no event is later. */
  readonly now: number;
  readonly increments: readonly [Increment, Increment];
  /** Start of an iteration, 1 to 11 (the last being the end of all). */
  startOf(iteration: number): number;
  /** A team's boxes in order. */
  boxesOf(team: TeamPlan): readonly Box[];
  /** As many closed sprints before the first increment, the earliest first. Their iteration is 0. */
  boxesBefore(home: JiraHome, count: number): readonly Box[];
};

/**
 * Two increments of five fortnights each, with `at` in the first week of the third. The data's own present is the Monday of
 * that week: whenever the demo starts, the generator draws the same numbers, so that keys and texts are the same.
 * @param at epoch milliseconds
 */
export function calendarAt(at: number): Calendar {
  const monday = firstMonday + Math.floor((at - firstMonday) / weekMs) * weekMs;
  const startOf = (iteration: number) => monday + (iteration - presentIteration) * 2 * weekMs;
  const first = quarterOf(startOf(1));
  const second = { year: first.quarter === 4 ? first.year + 1 : first.year, quarter: (first.quarter % 4) + 1 };
  const increments = [
    { key: `${first.year}.${first.quarter}`, startsOn: dayOf(startOf(1)) },
    { key: `${second.year}.${second.quarter}`, startsOn: dayOf(startOf(perIncrement + 1)) },
  ] as const;
  const known = new Map<TeamKey, readonly Box[]>();
  return {
    now: monday,
    increments,
    startOf,
    boxesOf(team) {
      const boxes = known.get(team.key) ?? boxesOf(team, { now: monday, increments, startOf });
      known.set(team.key, boxes);
      return boxes;
    },
    boxesBefore: (home, count) => closedBefore(home, count, startOf(1)),
  };
}

/** `yyyy-mm-dd`, UTC. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function quarterOf(at: number): { readonly year: number; readonly quarter: number } {
  const date = new Date(at);
  return { year: date.getUTCFullYear(), quarter: Math.floor(date.getUTCMonth() / 3) + 1 };
}

type Frame = Pick<Calendar, "now" | "increments" | "startOf">;

function boxesOf(team: TeamPlan, frame: Frame): readonly Box[] {
  const perIteration = 2 / team.weeks;
  return Array.from({ length: iterationCount * perIteration }, (_, index) => {
    const iteration = Math.floor(index / perIteration) + 1;
    const startsAt = frame.startOf(iteration) + (index % perIteration) * weekMs + delayOf(team, iteration);
    const endsAt = startsAt + (team.weeks === 1 ? weekMs : fortnightMs);
    const state = endsAt <= frame.now ? "closed" : startsAt <= frame.now ? "active" : "future";
    const id = team.home.system === "jira" ? team.home.board * 100 + index + 1 : index + 1;
    return {
      id,
      iteration,
      name: names[team.key]({ index, iteration, startsAt, endsAt, frame }),
      startsAt,
      endsAt,
      state,
    };
  });
}

/** Mobile begins the last sprint with work a week late, which does not fit the train's calendar. */
function delayOf({ key }: TeamPlan, iteration: number): number {
  return key === "mobile" && iteration === 9 ? weekMs : 0;
}

/** `26.3.5` for the last sprint before the increment `26.4`. @param back 1 for the last one */
function nameBefore(start: number, back: number): string {
  const { year, quarter } = quarterOf(start);
  const quarters = year * 4 + quarter - 1 - Math.ceil(back / perIncrement);
  const iteration = perIncrement - ((back - 1) % perIncrement);
  return `${String(Math.floor(quarters / 4)).slice(2)}.${(quarters % 4) + 1}.${iteration}`;
}

function closedBefore({ project, board }: JiraHome, count: number, start: number): readonly Box[] {
  return Array.from({ length: count }, (_, index) => {
    const startsAt = start - (count - index) * 2 * weekMs;
    return {
      id: board * 100 - count + index,
      iteration: 0,
      name: `${project} Sprint ${nameBefore(start, count - index)}`,
      startsAt,
      endsAt: startsAt + fortnightMs,
      state: "closed",
    };
  });
}

type Naming = Pick<Box, "iteration" | "startsAt" | "endsAt"> & { readonly index: number; readonly frame: Frame };

/** `26.4.3`: short year, increment, iteration in it. */
function shortName({ iteration, frame }: Naming): string {
  const increment = frame.increments[iteration > perIncrement ? 1 : 0];
  return `${increment.key.slice(2)}.${((iteration - 1) % perIncrement) + 1}`;
}

const birds = ["Avocet", "Bittern", "Curlew", "Dunlin", "Egret", "Fulmar", "Gannet", "Heron", "Ibis", "Jackdaw"];

/** Each team has its own naming pattern; Mobile's contains no date. */
const names: Readonly<Record<TeamKey, (naming: Naming) => string>> = {
  identity: (naming) => `IDN ${shortName(naming)}`,
  checkout: (naming) => `PAY Sprint ${shortName(naming)}`,
  ledger: ({ iteration }) => `Ledger #${40 + iteration}`,
  risk: ({ startsAt }) => `Risk W${weekNumber(startsAt)}`,
  mobile: ({ index }) => birds[index] ?? "Kestrel",
  api: (naming) => `Iteration ${shortName(naming)}`,
  web: (naming) => `Web ${shortName(naming)} (until ${monthDay(naming.endsAt)})`,
};

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function monthDay(at: number): string {
  const date = new Date(at);
  return `${months[date.getUTCMonth()] ?? ""} ${date.getUTCDate()}`;
}

/** ISO 8601: the week belongs to the year of its Thursday. @param monday instant on a Monday */
function weekNumber(monday: number): string {
  const thursday = new Date(monday + 3 * dayMs);
  const yearStart = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return String(Math.floor((thursday.getTime() - yearStart) / weekMs) + 1).padStart(2, "0");
}
