import { once } from "../tracking/once.ts";
import { at, countUpTo } from "./numbers.ts";
import { never, type Simulation } from "./simulate.ts";

/** When a set of items is finished, over all trials. */
export type FinishDays = {
  /** Days, counted from 0 after now, in ascending order: one per trial in which all of the items are finished. */
  readonly days: Float64Array;
  readonly trials: number;
};

/** The day on which the last of some items is finished in each trial: of a team, a feature, the train, or one item. */
export function finishDaysOf(simulation: Simulation, ids: ReadonlySet<string>): FinishDays {
  const { items, trials, finishedOn } = simulation;
  const places = placesOf(simulation, ids);
  const lasts = Array.from({ length: trials }, (_, trial) => {
    let last = 0;
    for (const place of places) {
      const day = at(finishedOn, trial * items.length + place);
      if (day === never) return never;
      last = Math.max(last, day);
    }
    return last;
  });
  return { days: Float64Array.from(lasts.filter((day) => day !== never)).toSorted(), trials };
}

/** The first day by whose end all are finished in the share `said` of the trials; null if that is not within the simulated days. */
export function finishedBy({ days, trials }: FinishDays, said: number): number | null {
  return days[Math.max(0, Math.ceil(said * trials) - 1)] ?? null;
}

/** The share of trials in which all are finished by the end of a day. */
export function shareFinishedBy({ days, trials }: FinishDays, day: number): number {
  return countUpTo(days, day) / trials;
}

/** How many of the items are finished by the end of a day in each trial, ascending. A step is one trial. */
export function* finishedCounts(
  simulation: Simulation,
  ids: ReadonlySet<string>,
  day: number,
): Generator<void, Float64Array> {
  const { items, trials, finishedOn } = simulation;
  const places = placesOf(simulation, ids);
  const counts = new Float64Array(trials);
  for (let trial = 0; trial < trials; trial += 1) {
    let count = 0;
    for (const place of places) {
      const on = at(finishedOn, trial * items.length + place);
      if (on !== never && on <= day) count += 1;
    }
    counts[trial] = count;
    yield;
  }
  return counts.toSorted();
}

/** Ascending. */
function placesOf({ items }: Simulation, ids: ReadonlySet<string>): Int32Array {
  const places = placesIn(items);
  return Int32Array.from([...ids].flatMap((id) => places.get(id) ?? [])).toSorted();
}

const placesIn = once((items: Simulation["items"]) => new Map(items.map(({ id }, place) => [id, place])));
