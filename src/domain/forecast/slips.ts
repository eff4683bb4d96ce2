import { at, sum } from "./numbers.ts";
import { probabilityOf } from "./logistic.ts";
import { cameOf, correctionFrom, slipFitter, weightsAt, type Correction, type SlipModel } from "./slip-model.ts";
import type { DescribedStay } from "./slip-rates.ts";

/** Ended stays below which Signalbox gives no probability: ten for each tenth of the scale. */
export const leastEnded = 100;

/** Ridges to choose from: the past decides how much the columns may say. */
const ridges = [1, 10, 100] as const;

/** Why there is no probability. */
export type SlipRefusal = { readonly kind: "too-few-ended"; readonly ended: number; readonly needed: number };

/** What was learned by an instant. */
export type SlipForecaster = {
  readonly model: SlipModel;
  /** Probability that a stay ends with its item still open. */
  probability(described: DescribedStay): number;
};

export type SlipsAt = {
  readonly at: number;
  readonly forecaster: SlipForecaster | SlipRefusal;
};

export function isForecaster(one: SlipForecaster | SlipRefusal): one is SlipForecaster {
  return !("kind" in one);
}

/**
 * Learns anew at each date, from stays whose sprints had ended by then. The ridge, and a correction of the probabilities,
 * come from what was predicted before and how it came out. Null between two fits, so that other work may run there.
 * @param stays ascending by beginning (`describeStays`)
 * @param dates ascending; a forecaster serves the stays that begin before the next one
 */
export function* walkSlips(
  stays: readonly DescribedStay[],
  dates: readonly number[],
): Generator<SlipsAt | null, void, void> {
  const tracks = ridges.map((ridge) => ({ ridge, predicted: new Map<DescribedStay, number>() }));
  for (const [place, now] of dates.entries()) {
    const ended = stays.filter(({ stay }) => stay.sprintEndsAt <= now);
    if (ended.length < leastEnded) {
      yield { at: now, forecaster: { kind: "too-few-ended", ended: ended.length, needed: leastEnded } };
      continue;
    }
    const next = dates[place + 1] ?? Infinity;
    const begun = stays.filter(({ stay }) => stay.from >= now && stay.from < next);
    const fitted = slipFitter(ended, now);
    const judged = [];
    for (const { ridge, predicted } of tracks) {
      const model = fitted(ridge);
      judged.push({ model, ...judge(predicted, ended, now) });
      for (const stay of begun) predicted.set(stay, model.logOdds(stay.row));
      yield null;
    }
    const best = judged.reduce((one, other) => (other.score < one.score ? other : one));
    const { model, correction } = best;
    yield { at: now, forecaster: { model, probability: ({ row }) => correction(model.logOdds(row)) } };
  }
}

/** Weighted Brier score of earlier predictions that have ended, and the correction that they suggest. */
function judge(
  predicted: ReadonlyMap<DescribedStay, number>,
  ended: readonly DescribedStay[],
  now: number,
): { readonly score: number; readonly correction: Correction } {
  const pairs = ended.flatMap((stay) => {
    const logOdds = predicted.get(stay);
    return logOdds === undefined ? [] : [{ stay, logOdds }];
  });
  if (pairs.length === 0) return { score: 0, correction: probabilityOf };
  const known = pairs.map(({ stay }) => stay);
  const logOdds = Float64Array.from(pairs, (pair) => pair.logOdds);
  const [came, weights] = [cameOf(known), weightsAt(known, now)];
  const squares = logOdds.map((value, place) => at(weights, place) * (probabilityOf(value) - at(came, place)) ** 2);
  return { score: sum(squares), correction: correctionFrom(logOdds, known, now) };
}
