import { digestOf } from "../hash.ts";
import type { TrainView } from "../model/train-plan.ts";
import type { Increment, Team, Train } from "../model/train.ts";
import type { Feature } from "../rollup/rollup.ts";
import { zoneOf, type Zone } from "../schedule/civil-day.ts";
import { dayMs, type TeamFinishes } from "./finishes.ts";
import type { TeamForecast } from "./forecast.ts";
import { learnPast, type Learned } from "./learned.ts";
import { blocksAt } from "./levels.ts";
import { outlookOf, restOf } from "./outlook.ts";
import type { FeatureOutlook, Outlook, OutlookBasis, TeamOutlook } from "./outlook.ts";
import type { Pace } from "./pace.ts";
import { randomFrom } from "./random.ts";
import { simulate } from "./simulate.ts";
import { slipOutlook, type SlipOutlook, type SlipQuestion } from "./slip-outlook.ts";
import { datable, trainWork, type TrainWork } from "./train-work.ts";

/** A train's forecast of one day. */
export type TrainForecast = {
  /** `yyyy-mm-dd` in the train's time zone: made with what was finished before that day, for the work left on it. */
  readonly day: string;
  readonly increment: string;
  /** The increment's last day. */
  readonly endsOn: string;
  /** Digest of what it was learned from. */
  readonly basis: string;
  readonly train: Outlook;
  /** In the file's order. */
  readonly teams: readonly TeamOutlook[];
  /** Open features, in the rollup's order. */
  readonly features: readonly FeatureOutlook[];
  /** Which items of running sprints are likely to slip. */
  readonly slips: SlipOutlook;
};

/** What a forecast is asked for: a train, an increment and a day. */
export type ForecastQuestion = {
  readonly train: Train;
  readonly increment: Increment;
  readonly day: string;
  /** Its beginning, epoch milliseconds. */
  readonly startsAt: number;
  readonly finishes: readonly TeamFinishes[];
  readonly basis: string;
};

/** What Signalbox knows of the train at an instant. `read`: number of connections that it has read to their end. */
export type AskedOf = {
  readonly view: Pick<TrainView, "train" | "at" | "finishes">;
  readonly increment: string;
  readonly read: number;
};

/** The question of a day; null without a running or coming increment. */
export function questionOf({ view, increment: key, read }: AskedOf): ForecastQuestion | null {
  const { train, at, finishes } = view;
  const increment = train.increments.find((one) => one.key === key);
  if (increment === undefined || increment.endsAt <= at) return null;
  const zone = zoneOf(train.timeZone);
  const day = zone.dayAt(at);
  const startsAt = zone.startOf(day) ?? at;
  const before = finishes.map(({ team, at: instants }) => ({ team, at: instants.filter((one) => one <= startsAt) }));
  const { endsAt } = increment;
  const calendar = { day, key, endsAt, holidays: train.teams.map((team) => holidaysOf(train, team)) };
  const past = before.map((one) => `${one.team} ${one.at.join(" ")}`);
  const basis = digestOf(JSON.stringify([calendar, read, ...past]));
  return { train, increment, day, startsAt, finishes: before, basis };
}

/** Days (`yyyy-mm-dd`) on which a team does not work. */
function holidaysOf({ holidays = [] }: Train, team: Team): readonly string[] {
  return [...holidays, ...(team.holidays ?? [])];
}

/** Longest simulated time: half a year. */
const simulatedDays = 182;

/** As many trials as a second allows, but enough for the quantiles that are printed. */
const [fewestTrials, mostTrials, itemsInAll] = [200, 1000, 2_000_000];

/** One train's open work at an instant, and the sprints in which it and past work was planned. */
export type WorkOf = Pick<SlipQuestion, "sprints"> & {
  readonly view: Pick<TrainView, "items" | "dependencies">;
  readonly openFeatures: readonly Pick<Feature, "item" | "ends">[];
};

/**
 * Answers a question: learns from the past, then plays all teams' remaining work together. The same question and work
 * give the same bytes. Each step is short; other work may run between two of them.
 */
export function* forecastTrain(question: ForecastQuestion, work: WorkOf): Generator<void, TrainForecast> {
  const { train, finishes, startsAt: now } = question;
  const learned = yield* learnPast({ finishes, now, seed: train.key });
  return yield* forecastFrom(learned, question, work);
}

/** The same from what was learned. */
export function* forecastFrom(
  learned: Learned,
  question: ForecastQuestion,
  { view, openFeatures, sprints }: WorkOf,
): Generator<void, TrainForecast> {
  const { train, increment, day, startsAt: now, basis } = question;
  const work = yield* trainWork({ view, increment, openFeatures });
  yield;
  const paces = pacesOf(learned, question);
  const { items } = work;
  const lastDay = Math.round((increment.endsAt - now) / dayMs) - 1;
  const trials = Math.max(fewestTrials, Math.min(mostTrials, Math.floor(itemsInAll / (items.length + 1))));
  const simulation = yield* simulate(
    { items, paces, blackouts: blackoutsOf(question) },
    { trials, days: Math.max(simulatedDays, lastDay + 1) },
    randomFrom(`${train.key} ${increment.key} ${day}`),
  );
  const zone = zoneOf(train.timeZone);
  const dated = yield* datable(items, paces);
  yield;
  const outlooks: OutlookBasis = {
    simulation,
    datable: dated,
    lastDay,
    dayOf: (place) => dayAfter(zone, now, place),
  };
  const teams: TeamOutlook[] = [];
  for (const team of train.teams) {
    teams.push(yield* teamOutlook(team, { learned, work, outlooks }));
    yield;
  }
  const all = new Set([...work.left.values()].flatMap((ids) => [...ids]));
  yield;
  const whole = yield* outlookOf(outlooks, all, { team: "", outcomes: learned.ofTrain });
  yield;
  const features: FeatureOutlook[] = [];
  for (const feature of work.features) {
    const plannedUntil = feature.endsAt === null ? null : zone.lastDayBy(feature.endsAt);
    features.push({ plannedUntil, ...featureOutlook(feature, { learned, outlooks }) });
    yield;
  }
  const slips = yield* slipOutlook({ view, sprints, now });
  const endsOn = zone.lastDayBy(increment.endsAt);
  return { day, increment: increment.key, endsOn, basis, train: whole, teams, features, slips };
}

/** Days are counted by their middle, because one day a year has 23 hours. */
function dayAfter(zone: Zone, now: number, days: number): string {
  return zone.dayAt(now + (days + 0.5) * dayMs);
}

function pacesOf({ teams }: Learned, { finishes, startsAt }: ForecastQuestion): ReadonlyMap<string, Pace> {
  const known = new Map(finishes.map((one) => [one.team, one]));
  return new Map(
    teams.flatMap(({ team, refusal, horizons }): readonly [string, Pace][] => {
      const past = known.get(team);
      return refusal !== null || past === undefined ? [] : [[team, { horizons, blocks: blocksAt(past, startsAt) }]];
    }),
  );
}

function blackoutsOf({ train, startsAt }: ForecastQuestion): ReadonlyMap<string, ReadonlySet<number>> {
  const zone = zoneOf(train.timeZone);
  return new Map(
    train.teams.map((team) => {
      const instants = holidaysOf(train, team).flatMap((holiday) => zone.startOf(holiday) ?? []);
      const days = instants.map((instant) => Math.round((instant - startsAt) / dayMs));
      return [team.key, new Set(days.filter((place) => place >= 0))];
    }),
  );
}

type OutlookInput = { readonly learned: Learned; readonly outlooks: OutlookBasis };

function* teamOutlook(
  { key, name }: Team,
  { learned, work, outlooks }: OutlookInput & { readonly work: TrainWork },
): Generator<void, TeamOutlook> {
  const ids = work.left.get(key) ?? new Set();
  const because = refusalOf(learned.teams, key);
  const refused = because === null ? null : ({ kind: "cannot-forecast", because } as const);
  if (refused !== null) return { team: key, name, left: ids.size, without: ids.size, byEnd: refused, rest: refused };
  return { team: key, name, ...(yield* outlookOf(outlooks, ids, { team: key, outcomes: learned.outcomes })) };
}

function refusalOf(teams: readonly TeamForecast[], key: string): TeamForecast["refusal"] {
  return teams.find(({ team }) => team === key)?.refusal ?? null;
}

/** The record is that of all teams: features have none of their own. */
function featureOutlook(
  { item, ids, unplanned }: TrainWork["features"][number],
  { learned, outlooks }: OutlookInput,
): Omit<FeatureOutlook, "plannedUntil"> {
  const without = [...ids].filter((id) => !outlooks.datable.has(id)).length;
  const cannot = (kind: "unplanned" | "waits", items: number) =>
    ({ kind: "cannot-forecast", because: { kind, items } }) as const;
  const left = ids.size;
  if (unplanned > 0) return { item, left, rest: cannot("unplanned", unplanned) };
  if (without > 0) return { item, left, rest: cannot("waits", without) };
  return { item, left, rest: restOf(outlooks, ids, { team: "", outcomes: learned.outcomes }) };
}
