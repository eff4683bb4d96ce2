import { blockDays } from "./finishes.ts";
import { at, quantile } from "./numbers.ts";

/** What a range promises: a least number of items, or a number between two. */
export type Promised = "at-least" | "between";

/**
 * How a past forecast ended: the share of its values below what came (`from`), and the share up to it (`to`). Both say
 * for every level at once whether the range held.
 */
export type Outcome = {
  readonly team: string;
  readonly horizonDays: number;
  /** When the forecast was made, epoch milliseconds. */
  readonly madeAt: number;
  /** The largest share whose quantile is at most what came; −1 if even the least value is more. */
  readonly from: number;
  /** The smallest share whose quantile is at least what came; 2 if even the greatest value is less. */
  readonly to: number;
};

/** How often ranges of one kind held: "said 85 %, held 34 of 41 times". */
export type TrackRecord = {
  /** The share of times that the range was meant to hold. */
  readonly said: number;
  readonly held: number;
  readonly times: number;
  /** Whose past ranges: the team's own, or all teams' because its own are too few. */
  readonly of: "team" | "all teams";
};

/** Independent past ranges of its own that a team needs before they are its record. */
const leastOwn = 8;

/** @param totals ascending, equally likely */
export function outcomeOf(totals: Float64Array, came: number): Pick<Outcome, "from" | "to"> {
  const last = totals.length - 1;
  if (came < at(totals, 0)) return { from: -1, to: 0 };
  if (came > at(totals, last)) return { from: 1, to: 2 };
  const notBelow = totals.findIndex((value) => value >= came);
  const above = totals.findIndex((value) => value > came);
  const upTo = above === -1 ? last : above - 1;
  const part = (low: number) => (came - at(totals, low)) / (at(totals, low + 1) - at(totals, low));
  return {
    from: (upTo === last ? last : upTo + part(upTo)) / last,
    to: (at(totals, notBelow) === came ? notBelow : notBelow - 1 + part(notBelow - 1)) / last,
  };
}

/** The shares of the totals between which a range lies that is meant to hold in `said` of all cases. */
export function sharesOf(promised: Promised, said: number): { readonly low: number; readonly high: number } {
  return promised === "at-least" ? { low: 1 - said, high: 1 } : { low: (1 - said) / 2, high: (1 + said) / 2 };
}

/** A range for people: whole items. */
export type Range = { readonly least: number; readonly most: number };

/** The whole numbers inside the range; the nearest one if there is none. */
export function rangeIn(totals: Float64Array, promised: Promised, said: number): Range {
  const { low, high } = sharesOf(promised, said);
  const [from, to] = [quantile(totals, low), quantile(totals, high)];
  const [least, most] = [Math.ceil(from), Math.floor(to)];
  return least <= most ? { least, most } : { least: Math.round((from + to) / 2), most: Math.round((from + to) / 2) };
}

/** Room for the rounding of shares. */
const rounding = 1e-9;

/** Whether the range of a past forecast held. */
function hasHeld({ from, to }: Outcome, promised: Promised, said: number): boolean {
  const { low, high } = sharesOf(promised, said);
  return low <= from + rounding && (promised === "at-least" || to <= high + rounding);
}

/** The question that a record answers. */
export type Asked = { readonly team: string; readonly horizonDays: number; readonly promised: Promised };

/**
 * The record of past ranges, of this team if it has at least eight independent ones, else of all teams. Ranges of
 * overlapping horizons are not independent: those of 84 days, made every 14, count as a sixth each.
 */
export function recordOf(outcomes: readonly Outcome[], asked: Asked, said: number): TrackRecord {
  const all = outcomes.filter(({ horizonDays }) => horizonDays === asked.horizonDays);
  const own = all.filter(({ team }) => team === asked.team);
  const isEnough = own.length * independence(asked) >= leastOwn;
  const counted = isEnough ? own : all;
  return {
    said,
    held: counted.filter((outcome) => hasHeld(outcome, asked.promised, said)).length,
    times: counted.length,
    of: isEnough ? "team" : "all teams",
  };
}

/** The share of overlapping ranges that are worth an independent one. */
export function independence({ horizonDays }: Pick<Asked, "horizonDays">): number {
  return Math.min(1, blockDays / horizonDays);
}
