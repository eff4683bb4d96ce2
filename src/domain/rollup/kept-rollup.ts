import type { CalendarState } from "../schedule/calendar-state.ts";
import type { ClosingOrder } from "../figures/closing-order.ts";
import type { DeliverySummary } from "../figures/delivery-summary.ts";
import type { RedundantDependency } from "../figures/dependency-hints.ts";
import type { Listed } from "../figures/listed.ts";
import type { TrainForecast } from "../forecast/train-forecast.ts";
import type { Progress, Rollup } from "./rollup.ts";

/** A decision in words, as on the page. */
export type KeptDecision = {
  readonly says: string;
  /** ISO 8601; null without any date. */
  readonly dueAt: string | null;
  /** Whether it is due in the present or the next iteration, or late already. */
  readonly due: boolean;
  /** Keys of the teams that can take it. */
  readonly teams: readonly string[];
  /** Fingerprints of the conflicts that it ends. */
  readonly conflicts: readonly string[];
};

/** What a stored rollup keeps of a decision. */
type StoredDecision = Pick<KeptDecision, "says" | "dueAt"> & {
  /** The items of each of its conflicts; absent in rollups of earlier versions. */
  readonly between?: readonly (readonly string[])[] | undefined;
};

/** The summary of a day's beginning, and a digest of what it depends on beside the history. */
export type KeptDelivery = DeliverySummary & { readonly basis: string };

/** What a page shows of a day's hints; `basis` as for `KeptDelivery`. */
export type KeptHints = {
  readonly basis: string;
  readonly redundant: Listed<RedundantDependency>;
  /** Link types that probably point the wrong way. */
  readonly reversed: readonly ClosingOrder[];
};

/** The stored rollup of a day, for reports on a train without a new evaluation. */
export type KeptRollup = Rollup & {
  /** The nearest decisions due this week. */
  readonly decisions: readonly StoredDecision[];
  /** Number of all decisions due this week; absent in rollups of earlier versions. */
  readonly decisionsDue?: number;
  /** The day's forecast; absent if there is none. */
  readonly forecast?: TrainForecast;
  /** Figures of the day's beginning; absent before the first increment. */
  readonly delivery?: KeptDelivery;
  /** As the first evaluation of the day found them. */
  readonly hints?: KeptHints;
};

/** The portfolio's data on one train, from its last stored rollup. */
export type TrainSummary = Pick<Rollup, "train" | "name" | "at" | "increment"> & {
  readonly verdict: Rollup["verdict"]["level"];
  /** Conflicts in work of the present or the next iteration. */
  readonly conflictsNow: number;
  readonly inIncrement: Pick<Progress, "items" | "done" | "points" | "pointsDone">;
  readonly calendar: CalendarState;
  /** The nearest ones due this week, and the number of all. */
  readonly decisions: readonly StoredDecision[];
  readonly decisionsDue: number;
  /** Whether Signalbox did not read one of its trackers in time. */
  readonly isStale: boolean;
};

/** The part of a stored rollup that a summary needs. */
export type Summarisable = Omit<TrainSummary, "verdict" | "conflictsNow" | "decisionsDue" | "isStale"> & {
  readonly decisionsDue?: number | undefined;
  readonly verdict: {
    readonly level: TrainSummary["verdict"];
    readonly reasons: readonly { readonly kind: string; readonly count: number }[];
  };
  readonly dataQuality: { readonly sources: readonly { readonly isStale: boolean }[] };
};

export function summaryOf({ verdict, dataQuality, ...rollup }: Summarisable): TrainSummary {
  const { train, name, at, increment, inIncrement, calendar, decisions, decisionsDue = decisions.length } = rollup;
  return {
    train,
    name,
    at,
    increment,
    inIncrement,
    calendar,
    decisions,
    decisionsDue,
    verdict: verdict.level,
    conflictsNow: verdict.reasons.find(({ kind }) => kind === "conflicts-now")?.count ?? 0,
    isStale: dataQuality.sources.some(({ isStale }) => isStale),
  };
}
