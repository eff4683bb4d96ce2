import type { WorkItemId } from "../ids.ts";
import { amountOf } from "../history/commitment.ts";
import type { ScopeItem } from "../history/scope.ts";
import { coverageOf, type Coverage } from "./coverage.ts";
import type { PeriodOutcome } from "./period-outcome.ts";
import { ratioOf, type NoValue, type Share } from "./share.ts";

/** How much of what was committed is done, wherever it is planned by then. */
export type Predictability = {
  readonly items: Share | NoValue;
  /** By the points at the commitment. */
  readonly points: Share | NoValue;
  /** Committed items that were open at the start, by their state at the end. */
  readonly done: readonly WorkItemId[];
  readonly notDone: readonly WorkItemId[];
  /** Number of committed items that were done at the start: they count in neither. */
  readonly doneBefore: number;
  readonly coverage: Coverage;
};

/** @param inPoints teams whose points count: those that estimate */
export function predictabilityOf(
  { committed, done, startGaps, endGaps }: PeriodOutcome,
  inPoints: ReadonlySet<string>,
): Predictability {
  const open = committed.filter(({ isDone }) => !isDone);
  const finished = open.filter(({ id }) => done.has(id));
  const weighed = (items: readonly ScopeItem[]) => items.filter(({ team }) => inPoints.has(team));
  return {
    items: open.length === 0 ? { because: "nothing-committed" } : shareOf(finished.length, open.length),
    points: pointsOf(weighed(finished), weighed(open), inPoints.size > 0),
    done: finished.map(({ id }) => id),
    notDone: open.filter(({ id }) => !done.has(id)).map(({ id }) => id),
    doneBefore: committed.length - open.length,
    coverage: coverageOf({ items: open, gaps: startGaps }, { items: open, gaps: endGaps }),
  };
}

function pointsOf(
  finished: readonly ScopeItem[],
  open: readonly ScopeItem[],
  isEstimated: boolean,
): Predictability["points"] {
  if (!isEstimated) return { because: "no-points" };
  if (open.length === 0) return { because: "nothing-committed" };
  const whole = amountOf(open).points;
  return whole === 0 ? { because: "nothing-estimated" } : shareOf(amountOf(finished).points, whole);
}

function shareOf(part: number, whole: number): Share {
  return { part, whole, ratio: ratioOf(part, whole) };
}
