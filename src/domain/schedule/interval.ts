import type { Iteration } from "../model/train.ts";

const DAY_MS = 86_400_000;

/** Equal numbers of days differ by so much, because clocks change. */
export const CLOCK_CHANGE_MS = 3_600_000;

/** Instants in epoch milliseconds, the end exclusive; null if the plan has none. */
export type Interval = { readonly startsAt: number | null; readonly endsAt: number | null };

/**
 * How far a timebox may miss the boundary of an iteration and be in step with it: three days of a fortnight, less of a
 * shorter one, whenever clocks change.
 */
export function toleranceOf({ startsAt, endsAt }: Pick<Iteration, "startsAt" | "endsAt">): number {
  return Math.min(3 * DAY_MS, ((endsAt - startsAt) * 3) / 14) + CLOCK_CHANGE_MS;
}

/**
 * A timebox aligned with iterations: a start or end within the tolerance of an iteration's boundary becomes that
 * boundary. So teams with sprints that end on Friday are in step with an iteration that ends on Sunday.
 * @param iterations all iterations of the train, in order
 */
export function inStep({ startsAt, endsAt }: Interval, iterations: readonly Iteration[]): Interval {
  const near = (at: number, boundaryOf: (one: Iteration) => number, fits: (boundary: number) => boolean) =>
    iterations
      .filter((one) => Math.abs(boundaryOf(one) - at) <= toleranceOf(one) && fits(boundaryOf(one)))
      .map(boundaryOf)
      .toSorted((a, b) => Math.abs(a - at) - Math.abs(b - at))
      .at(0) ?? at;
  const counted: Interval = {
    startsAt:
      startsAt === null
        ? null
        : near(
            startsAt,
            (one) => one.startsAt,
            (at) => at < (endsAt ?? Infinity),
          ),
    endsAt:
      endsAt === null
        ? null
        : near(
            endsAt,
            (one) => one.endsAt,
            (at) => at > (startsAt ?? -Infinity),
          ),
  };
  // A few days around a boundary would have no length left.
  return isEmpty(counted) ? { startsAt, endsAt } : counted;
}

function isEmpty({ startsAt, endsAt }: Interval): boolean {
  return startsAt !== null && endsAt !== null && startsAt >= endsAt;
}

/** From the first known start to the last known end. */
export function enclosing(intervals: readonly Interval[]): Interval {
  const known = (values: readonly (number | null)[]) => values.filter((value) => value !== null);
  const starts = known(intervals.map(({ startsAt }) => startsAt));
  const ends = known(intervals.map(({ endsAt }) => endsAt));
  const least = (a: number, b: number) => Math.min(a, b);
  const most = (a: number, b: number) => Math.max(a, b);
  return {
    startsAt: starts.length === 0 ? null : starts.reduce(least),
    endsAt: ends.length === 0 ? null : ends.reduce(most),
  };
}

/** The first and the last iteration that an interval lies in. */
export type IterationRange = { readonly first: Iteration; readonly last: Iteration };

/** @param named the iteration of the interval's name, for one without usable dates */
export function iterationRangeOf(
  { startsAt, endsAt }: Interval,
  iterations: readonly Iteration[],
  named: Iteration | null,
): IterationRange | null {
  const inside =
    startsAt === null || endsAt === null
      ? []
      : iterations.filter((one) => one.startsAt < endsAt && one.endsAt > startsAt);
  const first = inside.at(0) ?? named;
  const last = inside.at(-1) ?? named;
  return first === null || last === null ? null : { first, last };
}

/** Each from the first layer that has it. */
export function firstKnown(layers: readonly Interval[]): Interval {
  return {
    startsAt: layers.find((one) => one.startsAt !== null)?.startsAt ?? null,
    endsAt: layers.find((one) => one.endsAt !== null)?.endsAt ?? null,
  };
}

/** Drops a start that is not before the end, because the end is the promise. */
export function withoutContradiction(interval: Interval): Interval {
  const { startsAt, endsAt } = interval;
  return isEmpty(interval) ? { startsAt: null, endsAt } : { startsAt, endsAt };
}
