import type { WorkItemId } from "../ids.ts";
import { amountOf, type Amount } from "../history/commitment.ts";
import type { ScopeItem } from "../history/scope.ts";
import { CoverageTally, type Coverage, type Gaps } from "./coverage.ts";
import type { DayInstant } from "./delivery-times.ts";

/** Scope and done work at the end of a day; `remaining` is the burn-down. */
export type BurnUpDay = {
  readonly day: string;
  /** The instant, epoch milliseconds: the end of the day, or before it that of the report. */
  readonly at: number;
  readonly scope: Amount;
  readonly done: Amount;
  readonly remaining: Amount;
};

/** An increment's scope and done work, day by day. */
export type BurnUp = {
  /** Empty before the increment begins. */
  readonly days: readonly BurnUpDay[];
  /** The scope of the last day. */
  readonly done: readonly WorkItemId[];
  readonly open: readonly WorkItemId[];
  readonly coverage: Coverage;
};

/** Adds up days of an increment. */
export class BurnUpTally {
  readonly #days: BurnUpDay[] = [];
  readonly #coverage = new CoverageTally();
  #last: readonly ScopeItem[] = [];

  /** @param scope what counts in the increment at the day's end */
  take({ day, at }: DayInstant, scope: readonly ScopeItem[], gaps: Gaps): void {
    const open = scope.filter(({ isDone }) => !isDone);
    const done = scope.filter(({ isDone }) => isDone);
    this.#days.push({ day, at, scope: amountOf(scope), done: amountOf(done), remaining: amountOf(open) });
    this.#coverage.take({ items: scope, gaps });
    this.#last = scope;
  }

  burnUp(): BurnUp {
    const ids = (some: readonly ScopeItem[]) => some.map(({ id }) => id);
    return {
      days: this.#days,
      done: ids(this.#last.filter(({ isDone }) => isDone)),
      open: ids(this.#last.filter(({ isDone }) => !isDone)),
      coverage: this.#coverage.coverage(),
    };
  }
}
