import { at } from "./numbers.ts";
import { drawDays, type Pace } from "./pace.ts";
import type { Random } from "./random.ts";
import { newReadyQueue, type ReadyQueue } from "./ready-queue.ts";

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
 * that waits for two teams ends after both. A step is one trial; other work may run between two of them.
 */
export function* simulate(work: RemainingWork, size: SimulationSize, random: Random): Generator<void, Simulation> {
  const { items } = work;
  const plan = planOf(work);
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

/** The same for every trial. Teams and items are numbers here, because trials touch them millions of times. */
type Plan = {
  readonly teams: readonly { readonly pace: Pace; readonly blackout: ReadonlySet<number> }[];
  /** Number of the item's team; −1 for a team without a pace. */
  readonly teamOf: readonly number[];
  /** How many providers an item waits for. */
  readonly providers: readonly number[];
  /** The items that wait for an item of a place are `consumers` from `begins[place]` to before `begins[place + 1]`. */
  readonly begins: readonly number[];
  readonly consumers: readonly number[];
};

function planOf({ items, paces, blackouts }: RemainingWork): Plan {
  const keys = [...paces.keys()];
  const providersOf = items.map(({ waitsFor }) => [...new Set(waitsFor)]);
  const edges = providersOf.flatMap((ids, consumer) => ids.map((provider) => ({ provider, consumer })));
  const byProvider = Map.groupBy(edges, ({ provider }) => provider);
  const consumersOf = items.map(({ id }) => (byProvider.get(id) ?? []).map(({ consumer }) => consumer));
  const begins = [0];
  for (const consumers of consumersOf) begins.push(at(begins, begins.length - 1) + consumers.length);
  return {
    teams: [...paces].map(([team, pace]) => ({ pace, blackout: blackouts.get(team) ?? new Set() })),
    teamOf: items.map(({ team }) => keys.indexOf(team)),
    providers: providersOf.map(({ length }) => length),
    begins,
    consumers: consumersOf.flat(),
  };
}

type Trial = { readonly days: number; readonly random: Random };

/** A team within a trial: its drawn items by day, those that may start, and the begun part of an item. */
type Worker = { readonly daily: Float64Array; readonly ready: ReadyQueue; credit: number };

function playTrial(plan: Plan, finishedOn: Int16Array, { days, random }: Trial): void {
  const workers = plan.teams.map(
    // Half an item begun: a total of 2.5 counts as three items as often as it counts as two.
    ({ pace, blackout }): Worker => ({
      daily: drawDays(pace, { days, blackout }, random),
      ready: newReadyQueue(),
      credit: 0.5,
    }),
  );
  const open = Uint16Array.from(plan.providers);
  const makeReady = (place: number) => workers[at(plan.teamOf, place)]?.ready.add(place);
  plan.providers.forEach((count, place) => {
    if (count === 0) makeReady(place);
  });
  for (let day = 0; day < days; day += 1) {
    const done = workers.flatMap((worker) => spendDay(worker, day));
    for (const place of done) {
      finishedOn[place] = day;
      for (let edge = at(plan.begins, place); edge < at(plan.begins, place + 1); edge += 1) {
        const consumer = at(plan.consumers, edge);
        open[consumer] = at(open, consumer) - 1;
        if (open[consumer] === 0) makeReady(consumer);
      }
    }
  }
}

/** The items that a team finishes on a day. Whole items that nothing can take are lost; a begun part stays. */
function spendDay(worker: Worker, day: number): readonly number[] {
  const capacity = worker.credit + at(worker.daily, day);
  const whole = Math.floor(capacity);
  worker.credit = capacity - whole;
  const done: number[] = [];
  while (done.length < whole) {
    const place = worker.ready.take();
    if (place === undefined) break;
    done.push(place);
  }
  return done;
}
