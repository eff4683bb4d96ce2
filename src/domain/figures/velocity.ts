import type { WorkItemId } from "../ids.ts";
import { amountOf, type Amount } from "../history/commitment.ts";
import type { ScopeItem } from "../history/scope.ts";
import { rounded } from "../rollup/load.ts";
import { coverageOf, type Counted, type Coverage } from "./coverage.ts";
import type { NoValue, Unit } from "./share.ts";

/** Mean and spread of some amounts, to thousandths. */
export type Spread = {
  readonly n: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  /** Of the sample (n − 1); null for fewer than two. */
  readonly standardDeviation: number | null;
};

/** What a team finished in an iteration. */
export type IterationDone = {
  readonly increment: string;
  readonly iteration: string;
  readonly done: Amount;
  readonly ids: readonly WorkItemId[];
};

/** What a team finished per iteration. */
export type Velocity = {
  /** The measured iterations, the earliest first. */
  readonly iterations: readonly IterationDone[];
  /** Number of the last iterations in which the team had no work yet: before the first that held any. */
  readonly before: number;
  /** Number of the last iterations since whose end Signalbox has not read every connection: they do not count. */
  readonly notRead: number;
  readonly items: Spread | NoValue;
  readonly points: Spread | NoValue;
  readonly coverage: Coverage;
};

/** A team's work in an iteration when that ended. */
export type IterationEnd = Pick<IterationDone, "increment" | "iteration"> &
  Pick<Counted, "gaps"> & {
    readonly work: readonly ScopeItem[];
    /** Whether everything was read since. */
    readonly isRead: boolean;
  };

export type VelocityInput = {
  /** The last iterations that have ended. */
  readonly ended: readonly IterationEnd[];
  /** Whether work of the team counts in an iteration before these. */
  readonly hadEarlier: boolean;
  readonly unit: Unit;
};

/** A team's velocity. Iterations before the first one with work of the team do not measure it. */
export function velocityOf({ ended, hadEarlier, unit }: VelocityInput): Velocity {
  const read = ended.filter(({ isRead }) => isRead);
  const first = hadEarlier ? 0 : read.findIndex(({ work }) => work.length > 0);
  const measured = first === -1 ? [] : read.slice(first);
  const iterations = measured.map(({ increment, iteration, work }): IterationDone => {
    const done = work.filter(({ isDone }) => isDone);
    return { increment, iteration, done: amountOf(done), ids: done.map(({ id }) => id) };
  });
  const spread = (pick: (amount: Amount) => number) => spreadOf(iterations.map(({ done }) => pick(done)));
  return {
    iterations,
    before: read.length - measured.length,
    notRead: ended.length - read.length,
    items: spread(({ items }) => items),
    points: unit === "items" ? { because: "no-points" } : spread(({ points }) => points),
    coverage: coverageOf(...measured.map(({ work, gaps }) => ({ items: work, gaps }))),
  };
}

function spreadOf(amounts: readonly number[]): Spread | NoValue {
  const n = amounts.length;
  if (n === 0) return { because: "no-iteration-ended" };
  const mean = amounts.reduce((sum, one) => sum + one, 0) / n;
  const squares = amounts.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return {
    n,
    mean: rounded(mean),
    min: Math.min(...amounts),
    max: Math.max(...amounts),
    standardDeviation: n < 2 ? null : rounded(Math.sqrt(squares / (n - 1))),
  };
}
