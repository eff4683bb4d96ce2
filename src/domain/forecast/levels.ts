import { blockDays, dailyCounts, daysSinceFirst, type TeamFinishes } from "./finishes.ts";
import { at, mean, sum } from "./numbers.ts";

/**
 * Days over which a team's throughput is averaged: two blocks and their doublings, up to about two thirds of a year. One
 * window is right for a steady team, another for a changing one, and nothing tells in advance which.
 */
const windows = [2, 4, 8, 16].map((blocks) => blocks * blockDays);

/** The longest window: what is older no longer tells how fast a team is. */
export const memoryDays = 16 * blockDays;

/** Half an item: keeps the logarithm of a count of zero finite (Haldane and Anscombe's correction). */
export const halfItem = 0.5;

/**
 * The opinions on a team's level: items per day over each window, the arithmetic and the geometric mean of those. They
 * enter the forecast with equal weight; learned weights did worse (docs/adr/0010-forecast.md).
 */
export type Levels = Float64Array;

export const opinions = windows.length + 2;

/** Needs a team with at least one finish; days before its first one do not count. */
export function levelsAt(finishes: TeamFinishes, now: number): Levels {
  const age = Math.max(1, daysSinceFirst(finishes, now));
  const daily = dailyCounts(finishes, now, memoryDays);
  const rates = windows.map((days) => {
    const known = Math.min(days, age);
    return sum(daily.subarray(memoryDays - known)) / known;
  });
  const inBlock = rates.map((rate) => Math.log(rate * blockDays + halfItem));
  return Float64Array.of(...rates, mean(rates), Math.max(0, Math.exp(mean(inBlock)) - halfItem) / blockDays);
}

/** The team's last whole blocks, the newest first; each has `blockDays` counts. At most those of the memory. */
export function blocksAt(finishes: TeamFinishes, now: number): readonly Float64Array[] {
  const age = daysSinceFirst(finishes, now);
  const count = Math.min(memoryDays / blockDays, Math.floor(age / blockDays));
  const daily = dailyCounts(finishes, now, memoryDays);
  return Array.from({ length: count }, (_, place) => {
    const ends = memoryDays - place * blockDays;
    return daily.subarray(ends - blockDays, ends);
  });
}

/** Items in each block. */
export function blockTotals(blocks: readonly Float64Array[]): Float64Array {
  return Float64Array.from(blocks, (block) => sum(block));
}

/** An opinion's expected number of items within a horizon. */
export function expected(levels: Levels, opinion: number, horizonDays: number): number {
  return at(levels, opinion) * horizonDays;
}
