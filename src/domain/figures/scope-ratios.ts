import { scopeFigures, type Amount, type ScopeChange, type ScopeFigures } from "../history/commitment.ts";
import { coverageOf, type Coverage } from "./coverage.ts";
import type { PeriodOutcome } from "./period-outcome.ts";
import { ratioOf, type NoValue } from "./share.ts";

/** Parts of a scope's change, as shares of what was committed; to thousandths. */
export type Ratios = {
  /** (added + removed) / committed */
  readonly change: number;
  /** added / committed */
  readonly creep: number;
  /** (present − committed) / committed */
  readonly net: number;
};

/** How a period's scope changed since its start. */
export type ScopeRatios = {
  readonly amounts: ScopeFigures;
  readonly items: Ratios | NoValue;
  readonly points: Ratios | NoValue;
  /** The items behind each part. */
  readonly parts: ScopeChange;
  readonly coverage: Coverage;
};

/** @param isEstimated whether the unit is points */
export function scopeRatiosOf(
  { committed, change, startGaps, endGaps }: PeriodOutcome,
  isEstimated: boolean,
): ScopeRatios {
  const amounts = scopeFigures(change);
  const present = [...change.kept.map(({ is }) => is), ...change.added];
  return {
    amounts,
    items: ratiosOf(amounts, ({ items }) => items),
    points: isEstimated ? ratiosOf(amounts, ({ points }) => points) : { because: "no-points" },
    parts: change,
    coverage: coverageOf({ items: committed, gaps: startGaps }, { items: [...committed, ...present], gaps: endGaps }),
  };
}

function ratiosOf(
  { committed, added, removed, present }: ScopeFigures,
  amountOf: (amount: Amount) => number,
): Ratios | NoValue {
  const whole = amountOf(committed);
  if (whole === 0) return { because: committed.items === 0 ? "nothing-committed" : "nothing-estimated" };
  return {
    change: ratioOf(amountOf(added) + amountOf(removed), whole),
    creep: ratioOf(amountOf(added), whole),
    net: ratioOf(amountOf(present) - whole, whole),
  };
}
