import type { Commitment } from "../history/commitment.ts";
import type { Period } from "../history/scope.ts";
import type { PeriodFigures } from "./delivery-figures.ts";
import { businessValueOf, valuedIn } from "./business-value.ts";
import { instantOf } from "./delivery-times.ts";
import { noOutcome, outcomeOf, type Committed, type PeriodOutcome, type Then } from "./period-outcome.ts";
import { predictabilityOf } from "./predictability.ts";
import { scopeRatiosOf } from "./scope-ratios.ts";

export type PeriodFrame = {
  readonly period: Period;
  /** The instant of the report, epoch milliseconds. */
  readonly at: number;
  /** The stored commitment; undefined if there is none. */
  readonly stored: Commitment | undefined;
};

/** Whose figures: `part` is their part of an outcome. */
export type Group = {
  /** The teams of the group whose points count. */
  readonly inPoints: ReadonlySet<string>;
  readonly part: (outcome: PeriodOutcome) => PeriodOutcome;
};

/** Notes what stood in a period at its start and what became of it. */
export class PeriodTally {
  readonly #frame: PeriodFrame;
  #committed: Committed;
  #outcome: PeriodOutcome = noOutcome;

  constructor(frame: PeriodFrame) {
    this.#frame = frame;
    this.#committed = { items: frame.stored?.items ?? [], valued: [], gaps: new Map() };
  }

  /** Takes the state at the next instant. Each step is short. */
  *take(then: Then): Generator<void, void> {
    const { period, at, stored } = this.#frame;
    if (period.startsAt === then.at) {
      const valued = valuedIn(then, period);
      yield;
      // A stored commitment lacks them: it has only what counts in other figures.
      this.#committed =
        stored === undefined
          ? { items: then.scopeIn(period), valued, gaps: then.gaps }
          : { ...this.#committed, valued };
    }
    if (instantOf(period, at) === then.at) this.#outcome = yield* outcomeOf(period, this.#committed, then);
  }

  /** @param isRead whether everything was read since an instant, epoch milliseconds */
  figures(isRead: (since: number) => boolean, { inPoints, part }: Group): PeriodFigures {
    const { period, at, stored } = this.#frame;
    const isRunning = period.endsAt > at;
    const about = { period, until: instantOf(period, at), isRunning };
    if (!isRead(isRunning ? period.startsAt : period.endsAt)) return { ...about, figures: { because: "not-read" } };
    const outcome = part(this.#outcome);
    return {
      ...about,
      figures: {
        fromHistory: stored?.fromHistory ?? true,
        unknown: stored?.unknown ?? [],
        predictability: predictabilityOf(outcome, inPoints),
        businessValue: businessValueOf(outcome),
        scopeChange: scopeRatiosOf(outcome, inPoints.size > 0),
      },
    };
  }
}
