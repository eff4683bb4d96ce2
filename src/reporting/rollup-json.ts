import type { TrainForecast } from "../domain/forecast/train-forecast.ts";
import type { Changes } from "../domain/rollup/changes.ts";
import { asOfLines } from "./as-of-words.ts";
import { commitmentsJson } from "./commitment-section.ts";
import { answeredRows, conflictRows } from "./conflict-rows.ts";
import { decisionRows } from "./decision-rows.ts";
import type { Evaluation } from "./evaluate.ts";
import type { TrainFlow } from "./flow.ts";
import { flowJson } from "./flow-json.ts";

/** The rollup as `report --as json` prints it: every figure of the page, and flow figures; instants as ISO 8601. */
export function rollupJson(evaluation: Evaluation, flow: TrainFlow | null): Readonly<Record<string, unknown>> {
  const { rollup, changes, asOf, forecast = null } = evaluation;
  const { calendar, openFeatures, dataQuality } = rollup;
  const sources = dataQuality.sources.map(({ completedAt, asOf, ...source }) => ({
    ...source,
    completedAt: instant(completedAt),
    asOf: instant(asOf),
  }));
  return {
    ...rollup,
    at: instant(rollup.at),
    asOf: asOf === undefined ? null : { ...asOf, says: asOfLines(evaluation) },
    calendar: { ...calendar, startsAt: instant(calendar.startsAt), endsAt: instant(calendar.endsAt) },
    openFeatures: openFeatures.map(({ ends, ...feature }) => ({
      ...feature,
      ends: ends === null ? null : { ...ends, endsAt: instant(ends.endsAt) },
    })),
    dataQuality: { ...dataQuality, sources },
    forecast: forecast === null ? null : forecastJson(forecast),
    decisions: decisionRows(evaluation),
    changes: changes === null ? null : changesJson(changes),
    commitments: commitmentsJson(evaluation),
    ...flowJson(flow, evaluation.view),
    openConflicts: [...conflictRows(evaluation), ...answeredRows(evaluation)],
  };
}

function forecastJson({ slips, ...forecast }: TrainForecast): unknown {
  if (slips.kind !== "learned") return { ...forecast, slips };
  const items = slips.items.map(({ endsAt, ...slip }) => ({ ...slip, endsAt: instant(endsAt) }));
  return { ...forecast, slips: { ...slips, items } };
}

function changesJson({ since, opened, worsened, resolved, ...changes }: Changes): unknown {
  const fingerprints = (records: Changes["opened"]) => records.map(({ fingerprint }) => fingerprint);
  return {
    since: instant(since),
    ...changes,
    opened: fingerprints(opened),
    worsened: fingerprints(worsened),
    resolved: fingerprints(resolved),
  };
}

function instant(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
