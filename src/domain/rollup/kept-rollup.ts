import type { CalendarState } from "../schedule/calendar-state.ts";
import type { Progress, Rollup } from "./rollup.ts";

/** A decision in words, as it stands on the page. */
export type KeptDecision = {
  readonly says: string;
  /** ISO 8601; null where no date tells. */
  readonly dueAt: string | null;
  /** Whether it falls in the present or the next iteration, or is late already. */
  readonly due: boolean;
  /** Keys of the teams that can take it. */
  readonly teams: readonly string[];
  /** Fingerprints of the conflicts that it ends. */
  readonly conflicts: readonly string[];
};

/** A rollup as it is kept by the day: what is told of a train without evaluating it again. */
export type KeptRollup = Rollup & {
  /** What is to be decided this week, the nearest first. */
  readonly decisions: readonly Pick<KeptDecision, "says" | "dueAt">[];
};

/** What the portfolio tells of one train, by the rollup that was kept last. */
export type TrainSummary = Pick<Rollup, "train" | "name" | "at" | "increment"> & {
  readonly verdict: Rollup["verdict"]["level"];
  /** Conflicts in work that is under way or comes next. */
  readonly conflictsNow: number;
  readonly inIncrement: Pick<Progress, "items" | "done" | "points" | "pointsDone">;
  readonly calendar: CalendarState;
  readonly decisions: readonly Pick<KeptDecision, "says" | "dueAt">[];
  /** Whether a tracker that it is made from was not read when it should have been. */
  readonly isStale: boolean;
};

/** What has to be known of a kept rollup to sum it up. */
export type Summarisable = Omit<TrainSummary, "verdict" | "conflictsNow" | "isStale"> & {
  readonly verdict: {
    readonly level: TrainSummary["verdict"];
    readonly reasons: readonly { readonly kind: string; readonly count: number }[];
  };
  readonly dataQuality: { readonly sources: readonly { readonly isStale: boolean }[] };
};

export function summaryOf({ verdict, dataQuality, ...rollup }: Summarisable): TrainSummary {
  const { train, name, at, increment, inIncrement, calendar, decisions } = rollup;
  return {
    train,
    name,
    at,
    increment,
    inIncrement,
    calendar,
    decisions,
    verdict: verdict.level,
    conflictsNow: verdict.reasons.find(({ kind }) => kind === "conflicts-now")?.count ?? 0,
    isStale: dataQuality.sources.some(({ isStale }) => isStale),
  };
}
