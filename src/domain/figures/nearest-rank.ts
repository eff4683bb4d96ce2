import { dayMs } from "../forecast/finishes.ts";

/**
 * A percentile by nearest rank: the smallest value that at least that share of the values do not exceed (Hyndman and Fan,
 * "Sample Quantiles in Statistical Packages", 1996, type 1). It is always one of the values.
 * @param percent above 0, at most 100
 * @returns null of nothing
 */
export function nearestRank(ascending: readonly number[], percent: number): number | null {
  return ascending[Math.ceil((percent * ascending.length) / 100) - 1] ?? null;
}

/** To tenths of a day. @param duration in milliseconds */
export function inDays(duration: number): number {
  return Math.round((duration / dayMs) * 10) / 10;
}

/** Like `inDays`, for a duration that may be missing. */
export function inDaysOrNull(duration: number | null): number | null {
  return duration === null ? null : inDays(duration);
}

/** To hundredths. */
export function ratioOf(part: number, whole: number): number {
  return Math.round((part / whole) * 100) / 100;
}
