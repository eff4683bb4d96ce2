import { dayMs } from "./finishes.ts";
import { at, sum } from "./numbers.ts";
import { weightsAt } from "./slip-model.ts";
import type { DescribedStay } from "./slip-rates.ts";
import { hasSlipped, type SprintStay } from "./sprint-stay.ts";

/** Parts of a stay at whose ends shares are known. */
const parts = 20;

/** Stays of all teams that a team's own shares are worth at their beginning. */
const borrowed = 8;

/** Days after a sprint's planned end for which shares are known. */
const daysAfter = 28;

/** How stays went that had ended by an instant: when items were closed that did not slip, and those that did. */
export type Course = {
  /** Epoch milliseconds. */
  readonly at: number;
  /**
   * The share of the team's stays without a slip whose item was still open when this share of the stay was over: all
   * of them at 0, few at 1.
   */
  readonly openAt: (team: string, over: number) => number;
  /** By days after the planned end: the share of the slipped stays whose item was still open then. 1 at place 0. */
  readonly openAfter: readonly number[];
};

/** @param ended stays in sprints that had ended by `now` */
export function courseAt(ended: readonly DescribedStay[], now: number): Course {
  const weights = weightsAt(ended, now);
  const weighed = ended.map(({ stay }, place): Weighed => {
    return { stay, closedAt: stay.closedAt ?? Infinity, weight: at(weights, place) };
  });
  const kept = weighed.filter(({ stay }) => !hasSlipped(stay));
  const all = openShares(kept, neutral);
  const byTeam = new Map(
    [...Map.groupBy(kept, ({ stay }) => stay.team)].map(([team, own]) => [
      team,
      openShares(own, { shares: all, worth: borrowed }),
    ]),
  );
  return {
    at: now,
    openAt: (team, over) => between(byTeam.get(team) ?? all, over),
    openAfter: openAfterEnd(
      weighed.filter(({ stay }) => hasSlipped(stay)),
      now,
    ),
  };
}

type Weighed = { readonly stay: SprintStay; readonly closedAt: number; readonly weight: number };
type Prior = { readonly shares: Float64Array; readonly worth: number };

/** One stay that was closed evenly: a share is never 0. */
const neutral: Prior = { shares: Float64Array.from({ length: parts + 1 }, (_, part) => 1 - part / parts), worth: 1 };

function openShares(kept: readonly Weighed[], { shares, worth }: Prior): Float64Array {
  const total = sum(kept.map(({ weight }) => weight)) + worth;
  return shares.map((share, part) => {
    const open = kept.filter(
      ({ stay: { from, sprintEndsAt }, closedAt }) => closedAt > from + (part / parts) * (sprintEndsAt - from),
    );
    return (sum(open.map(({ weight }) => weight)) + worth * share) / total;
  });
}

function between(shares: Float64Array, over: number): number {
  const place = Math.min(1, Math.max(0, over)) * parts;
  const below = Math.min(parts - 1, Math.floor(place));
  return at(shares, below) + (place - below) * (at(shares, below + 1) - at(shares, below));
}

/** By days: of the stays whose sprint ended at least that long ago. It never grows from one day to the next. */
function openAfterEnd(slipped: readonly Weighed[], now: number): readonly number[] {
  const shares = [1];
  for (let days = 1; days <= daysAfter; days += 1) {
    const known = slipped.filter(({ stay }) => stay.sprintEndsAt + days * dayMs <= now);
    const open = known.filter(({ stay, closedAt }) => closedAt > stay.sprintEndsAt + days * dayMs);
    const total = sum(known.map(({ weight }) => weight)) + 1;
    shares.push(Math.min(at(shares, days - 1), (sum(open.map(({ weight }) => weight)) + 1) / total));
  }
  return shares;
}

/**
 * The probability of a slip for an item that is still open when a share of its stay is over, by Bayes' rule: an item
 * that slips is open until the end.
 * @param before the probability at the beginning
 * @param openAmongKept the share of stays without a slip that are open by then
 */
export function whileOpen(before: number, openAmongKept: number): number {
  return before / (before + (1 - before) * openAmongKept);
}
