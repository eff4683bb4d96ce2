import type { ItemName } from "../items/item-name.ts";
import { finishDaysOf, finishedBy, finishedCounts } from "./finish-days.ts";
import { horizons, type Refusal } from "./forecast.ts";
import type { Simulation } from "./simulate.ts";
import { levelAllowed } from "./stated-range.ts";
import type { Outcome, TrackRecord } from "./track-record.ts";

/** The share of cases in which a printed promise is meant to hold. */
export const said = 0.85;

/** A promise and its record. */
export type Stated<T> = {
  readonly kind: "stated";
  /** Meant to hold in the share `record.said` of all cases. */
  readonly likely: T;
  /** Holds in half of all cases. */
  readonly half: T;
  /** The level that it took to hold as often as said; greater than `record.said` if the range had to be widened. */
  readonly level: number;
  readonly record: TrackRecord;
  /** Days ahead of the past ranges that the record counts. */
  readonly horizonDays: number;
};

/** Why there is no promise. */
export type Because =
  | Refusal
  | { readonly kind: "bad-record"; readonly record: TrackRecord; readonly horizonDays: number }
  /** All of the work waits for work without a forecast, or is of teams without one. */
  | { readonly kind: "waits"; readonly items: number }
  /** Some work has no iteration, or belongs to no team of the train. */
  | { readonly kind: "unplanned"; readonly items: number };

export type CannotForecast = { readonly kind: "cannot-forecast"; readonly because: Because };

/** How much of some work is done by the increment's end, and when the rest is. */
export type Outlook = {
  /** Open items that are planned until the increment's end. */
  readonly left: number;
  /** Those without a day: they wait for work without a forecast, or for each other. The statements leave them out. */
  readonly without: number;
  /** The number of them that the team finishes at least by the increment's end. */
  readonly byEnd: Stated<number> | CannotForecast;
  /** All are done by the end of that day, `yyyy-mm-dd`; null if not within the simulated days. */
  readonly rest: Stated<string | null> | CannotForecast;
};

export type TeamOutlook = Outlook & { readonly team: string; readonly name: string };

export type FeatureOutlook = {
  readonly item: ItemName;
  readonly left: number;
  /** The last day of its planned open work; null if none is planned. */
  readonly plannedUntil: string | null;
  readonly rest: Outlook["rest"];
};

/** What an outlook is read from: a simulation, and who has which record. */
export type OutlookBasis = {
  readonly simulation: Simulation;
  /** Ids of the items that can have a day. */
  readonly datable: ReadonlySet<string>;
  /** The last day of the increment, counted from 0. */
  readonly lastDay: number;
  /** `yyyy-mm-dd` of a day counted from 0. */
  readonly dayOf: (day: number) => string;
};

/** Whose past promises count: a team's own, if there are enough of them. */
export type RecordBasis = { readonly team: string; readonly outcomes: readonly Outcome[] };

/** Each step is short. */
export function* outlookOf(
  basis: OutlookBasis,
  ids: ReadonlySet<string>,
  record: RecordBasis,
): Generator<void, Outlook> {
  const dated = new Set([...ids].filter((id) => basis.datable.has(id)));
  const [left, without] = [ids.size, ids.size - dated.size];
  if (left > 0 && dated.size === 0) {
    const waits = { kind: "cannot-forecast", because: { kind: "waits", items: without } } as const;
    return { left, without, byEnd: waits, rest: waits };
  }
  return { left, without, byEnd: yield* byEndOf(basis, dated, record), rest: restOf(basis, dated, record) };
}

function* byEndOf(
  basis: OutlookBasis,
  ids: ReadonlySet<string>,
  record: RecordBasis,
): Generator<void, Outlook["byEnd"]> {
  const counts = yield* finishedCounts(basis.simulation, ids, basis.lastDay);
  // The share `level` of the trials finishes this number or more.
  const atLevel = (level: number) => counts[Math.floor((1 - level) * (counts.length - 1))] ?? 0;
  return stated(atLevel, horizonOf(basis.lastDay + 1), record);
}

/** By the record of counts: all are done by a day exactly if the team finishes that number of items by then. */
export function restOf(basis: OutlookBasis, ids: ReadonlySet<string>, record: RecordBasis): Outlook["rest"] {
  const days = finishDaysOf(basis.simulation, ids);
  const atLevel = (level: number) => {
    const day = finishedBy(days, level);
    return day === null ? null : basis.dayOf(day);
  };
  return stated(atLevel, horizonOf((finishedBy(days, said) ?? Infinity) + 1), record);
}

/** The horizon whose record counts for a number of days ahead: the next longer one, or the longest. */
function horizonOf(days: number): number {
  return horizons.find((horizon) => horizon >= days) ?? Math.max(...horizons);
}

function stated<T>(
  atLevel: (level: number) => T,
  horizonDays: number,
  { team, outcomes }: RecordBasis,
): Stated<T> | CannotForecast {
  const { record, level } = levelAllowed(outcomes, { team, horizonDays, promised: "at-least" }, said);
  if (level === null) return { kind: "cannot-forecast", because: { kind: "bad-record", record, horizonDays } };
  return { kind: "stated", likely: atLevel(level), half: atLevel(0.5), level, record, horizonDays };
}
