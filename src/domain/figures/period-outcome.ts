import type { WorkItemId } from "../ids.ts";
import { asCounted, changeTo, ofTeam, type PlanAt, type ScopeChange } from "../history/commitment.ts";
import type { Period, PeriodName, ScopeItem } from "../history/scope.ts";
import type { ValuedItem } from "./business-value.ts";
import type { Gaps } from "./coverage.ts";

/** A train's plan at an instant, and what history does not tell of it. */
export type Then = PlanAt & {
  readonly gaps: Gaps;
  /** What counts in a period, as `scopeIn` of the plan. */
  readonly scopeIn: (period: PeriodName) => readonly ScopeItem[];
};

/** What was committed in a period, and what became of it by the end. */
export type PeriodOutcome = {
  readonly committed: readonly ScopeItem[];
  /** For business values: of an increment. */
  readonly valued: readonly ValuedItem[];
  /** Those of all these items that are in their tracker and done, in any place. */
  readonly done: ReadonlySet<WorkItemId>;
  readonly change: ScopeChange;
  /** At the start, if the commitment comes from history; at the end. */
  readonly startGaps: Gaps;
  readonly endGaps: Gaps;
};

/** The items of a commitment, and what history did not tell of them. */
export type Committed = {
  readonly items: readonly ScopeItem[];
  readonly valued: readonly ValuedItem[];
  readonly gaps: Gaps;
};

/** What became of a commitment by the view's instant. Each step is short. */
export function* outcomeOf(
  period: Period,
  { items: committed, valued, gaps }: Committed,
  then: Then,
): Generator<void, PeriodOutcome> {
  const items = asCounted(committed, then);
  const isDone = (id: WorkItemId) => {
    const item = then.plan.itemOf(id)?.item;
    return item?.presence === "present" && item.status === "done";
  };
  const done = new Set([...items, ...valued].map(({ id }) => id).filter(isDone));
  yield;
  const scope = then.scopeIn(period);
  yield;
  const change = changeTo(scope, { ...period, items }, then);
  return { committed: items, valued, done, change, startGaps: gaps, endGaps: then.gaps };
}

/** Before anything is known. */
export const noOutcome: PeriodOutcome = {
  committed: [],
  valued: [],
  done: new Set(),
  change: { kept: [], added: [], removed: [], carriedOver: [], finishedElsewhere: [] },
  startGaps: new Map(),
  endGaps: new Map(),
};

/** The part of one team: its commitment, and what was added to it. */
export function outcomeOfTeam(outcome: PeriodOutcome, team: string): PeriodOutcome {
  const committed = outcome.committed.filter((item) => item.team === team);
  const valued = outcome.valued.filter((item) => item.team === team);
  return { ...outcome, committed, valued, change: ofTeam(outcome.change, team) };
}
