import { inSteps } from "../tracking/in-steps.ts";
import { at, type Integers } from "../tracking/integers.ts";
import { columnAt } from "./numbers.ts";
import { drawDays, type Pace } from "./pace.ts";
import type { Random } from "./random.ts";
import { none, rangesFor, ReadyItems, type TeamRanges } from "./ready-items.ts";

/** An open item. Its place in the list is its rank: of two items of a team that may start, the earlier one gets the day. */
export type RemainingItem = {
  readonly id: string;
  readonly team: string;
  /** Open providers. An id that is not in the list never ends: leave out providers that are over. */
  readonly waitsFor: readonly string[];
};

export type RemainingWork = {
  /** In the order of rank. */
  readonly items: readonly RemainingItem[];
  /** By team; a team without one finishes nothing, and what waits for it neither. */
  readonly paces: ReadonlyMap<string, Pace>;
  /** Days, counted from 0 after now, on which a team does not work. */
  readonly blackouts: ReadonlyMap<string, ReadonlySet<number>>;
};

export type SimulationSize = { readonly trials: number; readonly days: number };

/** Not within the simulated days. */
export const never = -1;

export type Simulation = SimulationSize & {
  readonly items: readonly RemainingItem[];
  /** Day, counted from 0, on which the item of a place is finished: at `trial * items.length + place`. */
  readonly finishedOn: Int16Array;
};

/**
 * Finishes all teams' remaining work, day by day, in many trials. Each day every team spends its drawn items on those of
 * its items that may start: whose providers were all finished on a day before. A waiting item stands aside and the next
 * one takes its place; a day's items that nothing can take are lost. All teams live through the same trial, so an item
 * that waits for two teams ends after both. A step is at most one trial; other work may run between two of them.
 */
export function* simulate(work: RemainingWork, size: SimulationSize, random: Random): Generator<void, Simulation> {
  const { items } = work;
  const plan = yield* planOf(work);
  yield;
  const finishedOn = new Int16Array(items.length * size.trials).fill(never);
  for (let trial = 0; trial < size.trials; trial += 1) {
    playTrial(plan, finishedOn.subarray(trial * items.length, (trial + 1) * items.length), {
      days: size.days,
      random,
    });
    yield;
  }
  return { ...size, items, finishedOn };
}

/**
 * The same for every trial. Items have numbers here, by team and then by rank, because trials touch them millions of
 * times.
 */
type Plan = {
  readonly teams: readonly { readonly pace: Pace; readonly blackout: ReadonlySet<number> }[];
  /** The numbers of each team's items; the last range is of items whose team has no pace. */
  readonly ranges: TeamRanges;
  /** The item's place in the list. */
  readonly placeOf: Integers;
  /** How many providers the item waits for. */
  readonly providers: Integers;
  /** The items that wait for none. */
  readonly first: readonly number[];
  /** The items that wait for an item are `consumers` from `begins[item]` to before `begins[item + 1]`. */
  readonly begins: Integers;
  readonly consumers: Integers;
};

function* planOf({ items, paces, blackouts }: RemainingWork): Generator<void, Plan> {
  const { ranges, numberOf } = numbered(items, paces);
  const count = at(ranges, ranges.length - 1);
  const numbers = new Map(items.map(({ id }, place) => [id, at(numberOf, place)]));
  const placeOf = new Int32Array(count);
  const providers = new Int32Array(count);
  const arrows: number[] = [];
  yield;
  yield* inSteps(items.entries(), ([place, { waitsFor }]) => {
    const consumer = at(numberOf, place);
    const ids = new Set(waitsFor);
    placeOf[consumer] = place;
    providers[consumer] = ids.size;
    for (const id of ids) {
      const provider = numbers.get(id);
      if (provider !== undefined) arrows.push(provider, consumer);
    }
  });
  return {
    teams: [...paces].map(([team, pace]) => ({ pace, blackout: blackouts.get(team) ?? new Set() })),
    ranges,
    placeOf,
    providers,
    first: [...numberOf].filter((item) => providers[item] === 0),
    ...consumersBy(Int32Array.from(arrows), count),
  };
}

/** @param arrows a provider and its consumer in turn @param count of items */
function consumersBy(arrows: Integers, count: number): Pick<Plan, "begins" | "consumers"> {
  const begins = new Int32Array(count + 2);
  const consumers = new Int32Array(arrows.length / 2);
  // Each list begins one place too far to the right; filling it shifts it to where it belongs.
  for (let arrow = 0; arrow < arrows.length; arrow += 2) {
    const next = at(arrows, arrow) + 2;
    begins[next] = at(begins, next) + 1;
  }
  for (let item = 2; item < begins.length; item += 1) begins[item] = at(begins, item) + at(begins, item - 1);
  for (let arrow = 0; arrow < arrows.length; arrow += 2) {
    const next = at(arrows, arrow) + 1;
    const place = at(begins, next);
    consumers[place] = at(arrows, arrow + 1);
    begins[next] = place + 1;
  }
  return { begins, consumers };
}

/** Numbers by place. */
function numbered(items: RemainingWork["items"], paces: RemainingWork["paces"]) {
  const teams = new Map([...paces.keys()].map((team, place) => [team, place]));
  const teamOf = Int32Array.from(items, ({ team }) => teams.get(team) ?? teams.size);
  const sizes = new Int32Array(teams.size + 1);
  for (const team of teamOf) sizes[team] = at(sizes, team) + 1;
  const ranges = rangesFor(sizes);
  const next = ranges.slice();
  const numberOf = teamOf.map((team) => {
    const item = at(next, team);
    next[team] = item + 1;
    return item;
  });
  return { ranges, numberOf };
}

type Trial = { readonly days: number; readonly random: Random };

/** A team within a trial: its drawn items by day, and the begun part of an item. */
type Worker = { readonly team: number; readonly daily: Float64Array; credit: number };

function playTrial(plan: Plan, finishedOn: Int16Array, { days, random }: Trial): void {
  const workers = plan.teams.map(
    // Half an item begun: a total of 2.5 counts as three items as often as it counts as two.
    ({ pace, blackout }, team): Worker => ({ team, daily: drawDays(pace, { days, blackout }, random), credit: 0.5 }),
  );
  const { placeOf, begins, consumers } = plan;
  const open = plan.providers.slice();
  const ready = new ReadyItems(plan.ranges);
  for (const item of plan.first) ready.add(item);
  for (let day = 0; day < days; day += 1) {
    const done: number[] = [];
    for (const worker of workers) spendDay(worker, { day, ready, done });
    for (const item of done) {
      finishedOn[at(placeOf, item)] = day;
      const end = at(begins, item + 1);
      for (let edge = at(begins, item); edge < end; edge += 1) {
        const consumer = at(consumers, edge);
        const left = at(open, consumer) - 1;
        open[consumer] = left;
        if (left === 0) ready.add(consumer);
      }
    }
  }
}

type Day = { readonly day: number; readonly ready: ReadyItems; readonly done: number[] };

/** Finishes a team's items of a day. Whole items that nothing can take are lost; a begun part stays. */
function spendDay(worker: Worker, { day, ready, done }: Day): void {
  const capacity = worker.credit + columnAt(worker.daily, day);
  const whole = Math.floor(capacity);
  worker.credit = capacity - whole;
  for (let left = whole; left > 0; left -= 1) {
    const item = ready.take(worker.team);
    if (item === none) return;
    done.push(item);
  }
}
