import { at, countUpTo } from "./numbers.ts";

export const dayMs = 86_400_000;

/**
 * Days in one block of draws. A fortnight keeps weekends, the days around a sprint's end and bulk closings together; it
 * is the usual length of a sprint (docs/rules.md counts iterations the same way).
 */
export const blockDays = 14;

/** An item that a team finished: done, not cancelled. `at` in epoch milliseconds. */
export type Finish = { readonly team: string; readonly at: number };

/** When a team finished its items, ascending, in epoch milliseconds: one entry per item. */
export type TeamFinishes = { readonly team: string; readonly at: Float64Array };

/** One entry for each of the teams, in their order, also for those that finished nothing. */
export function finishesByTeam(finishes: Iterable<Finish>, teams: readonly string[]): readonly TeamFinishes[] {
  const byTeam = Map.groupBy(finishes, ({ team }) => team);
  return teams.map((team) => ({
    team,
    at: Float64Array.from(byTeam.get(team) ?? [], (finish) => finish.at).toSorted(),
  }));
}

/** Items finished after `from` and not after `to`. */
export function countBetween({ at: instants }: TeamFinishes, from: number, to: number): number {
  return countUpTo(instants, to) - countUpTo(instants, from);
}

/**
 * Items finished on each of the last days, the oldest first, as known at `now`: it ignores later finishes, also those of
 * a tracker whose clock is ahead. A day is 24 hours and ends at `now` or a multiple of 24 hours before.
 */
export function dailyCounts({ at: instants }: TeamFinishes, now: number, days: number): Float64Array {
  const counts = new Float64Array(days);
  const first = countUpTo(instants, now - days * dayMs);
  const last = countUpTo(instants, now);
  for (let place = first; place < last; place += 1) {
    const day = days - 1 - Math.floor((now - at(instants, place)) / dayMs);
    counts[day] = at(counts, day) + 1;
  }
  return counts;
}

/** Whole days from the team's first finish to `now`; negative if it has none by then. */
export function daysSinceFirst({ at: instants }: TeamFinishes, now: number): number {
  return instants.length === 0 ? -1 : Math.floor((now - at(instants, 0)) / dayMs);
}
