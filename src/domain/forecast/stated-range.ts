import type { Outcome } from "./track-record.ts";
import { independence, rangeIn, recordOf, type Promised, type Range, type TrackRecord } from "./track-record.ts";
import type { HorizonForecast } from "./forecast.ts";

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
 * A range that is meant to hold in `said` of all cases. If past ranges of that level held less often than chance allows,
 * the first wider level that did hold so often replaces it, and the range says so.
 */
export function stateRange(
  forecast: HorizonForecast,
  asked: { readonly team: string; readonly promised: Promised; readonly said: number },
  outcomes: readonly Outcome[],
): StatedRange | BadRecord {
  const { team, promised, said } = asked;
  const recordAt = (level: number) => recordOf(outcomes, { team, horizonDays: forecast.days, promised }, level);
  const state = (level: number, record: TrackRecord): StatedRange => ({
    kind: "range",
    ...rangeIn(forecast.totals, promised, level),
    record: { ...record, said },
    level,
  });
  const record = recordAt(said);
  if (!isBad(record, forecast.days)) return state(said, record);
  for (const level of wider.filter((one) => one > said)) {
    const held = recordAt(level);
    if (held.held >= said * held.times) return state(level, held);
  }
  return { kind: "bad-record", record };
}

/** Whether ranges held less often than said by more than two standard errors of as many independent ones. */
export function isBad({ said, held, times }: TrackRecord, horizonDays: number): boolean {
  if (times === 0) return false;
  const independent = Math.max(1, times * independence({ horizonDays }));
  return held / times < said - 2 * Math.sqrt((said * (1 - said)) / independent);
}
