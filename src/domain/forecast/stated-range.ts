import { independence, rangeIn, recordOf } from "./track-record.ts";
import type { Asked, Outcome, Promised, Range, TrackRecord } from "./track-record.ts";
import type { HorizonForecast } from "./forecast.ts";

/** A promise that past ranges allow: the level at which to state it, and their record. Null if none held as often as said. */
export type Allowed = { readonly record: TrackRecord; readonly level: number | null };

/** A range as people read it, with the record of ranges made in the same way. */
export type StatedRange = Range & {
  readonly kind: "range";
  readonly record: TrackRecord;
  /** The level that it took to hold as often as said; greater than `record.said` if the range had to be widened. */
  readonly level: number;
};

/** No range: not even the widest held as often as said. */
export type BadRecord = { readonly kind: "bad-record"; readonly record: TrackRecord };

/** Levels that a range is widened to, one after the other. */
const wider = [0.9, 0.95, 0.98, 0.99];

/**
 * The level at which to state a promise. If past ranges of the said level held less often than chance allows, the first
 * wider level that did hold so often.
 */
export function levelAllowed(outcomes: readonly Outcome[], asked: Asked, said: number): Allowed {
  const record = recordOf(outcomes, asked, said);
  if (!isBad(record, asked.horizonDays)) return { record, level: said };
  for (const level of wider.filter((one) => one > said)) {
    const held = recordOf(outcomes, asked, level);
    if (held.held >= said * held.times) return { record: { ...held, said }, level };
  }
  return { record, level: null };
}

/** A range that is meant to hold in `said` of all cases, at the level that its record allows. */
export function stateRange(
  forecast: HorizonForecast,
  asked: { readonly team: string; readonly promised: Promised; readonly said: number },
  outcomes: readonly Outcome[],
): StatedRange | BadRecord {
  const { team, promised, said } = asked;
  const { record, level } = levelAllowed(outcomes, { team, promised, horizonDays: forecast.days }, said);
  if (level === null) return { kind: "bad-record", record };
  return { kind: "range", ...rangeIn(forecast.totals, promised, level), record, level };
}

/** Whether ranges held less often than said by more than two standard errors of as many independent ones. */
export function isBad({ said, held, times }: TrackRecord, horizonDays: number): boolean {
  if (times === 0) return false;
  const independent = Math.max(1, times * independence({ horizonDays }));
  return held / times < said - 2 * Math.sqrt((said * (1 - said)) / independent);
}
