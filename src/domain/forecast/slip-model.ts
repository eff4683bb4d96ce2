import { dayMs } from "./finishes.ts";
import { dot, fitLogistic, logOddsOf, probabilityOf } from "./logistic.ts";
import { at } from "./numbers.ts";
import type { DescribedStay } from "./slip-rates.ts";
import { columns, hasSlipped } from "./sprint-stay.ts";
import { weightedMean } from "./weighted.ts";

/** Half a year, as the span of the rates: how items slip changes faster than how many are finished. */
const halfLifeMs = 182 * dayMs;

/** What a column adds to the log-odds of a slip. */
export type Coefficient = {
  readonly column: string;
  /** Per one unit of the column. */
  readonly perUnit: number;
  /** Per one standard deviation of the column: comparable between columns. */
  readonly perDeviation: number;
};

export type SlipModel = {
  readonly ridge: number;
  readonly coefficients: readonly Coefficient[];
  /** Log-odds of a slip. */
  logOdds(row: Float64Array): number;
};

/** Weights of stays at an instant: the newer, the more. */
export function weightsAt(stays: readonly DescribedStay[], now: number): Float64Array {
  return Float64Array.from(stays, ({ stay }) => 0.5 ** ((now - stay.sprintEndsAt) / halfLifeMs));
}

export function cameOf(stays: readonly DescribedStay[]): Float64Array {
  return Float64Array.from(stays, ({ stay }) => Number(hasSlipped(stay)));
}

/**
 * Fits models to stays whose sprints have ended, by their ridge: per standard deviation of a column, in cases. The greater
 * it is, the nearer are probabilities to the mean rate.
 */
export function slipFitter(ended: readonly DescribedStay[], now: number): (ridge: number) => SlipModel {
  const weights = weightsAt(ended, now);
  const scales = columns.map((column, place): Scale => ({
    column,
    ...scaleOf(
      Float64Array.from(ended, ({ row }) => at(row, place)),
      weights,
    ),
  }));
  const standard = (row: Float64Array) =>
    Float64Array.from(scales, ({ mean, deviation }, column) => (at(row, column) - mean) / deviation);
  const rows = ended.map(({ row }) => standard(row));
  const came = cameOf(ended);
  const mean = weightedMean(came, weights);
  const start = new Float64Array(columns.length);
  start[0] = logOddsOf(Math.min(0.99, Math.max(0.01, mean)));
  const cases = { rows, came, weights, offsets: new Float64Array(rows.length) };
  return (ridge) => {
    const penalties = new Float64Array(columns.length).fill(ridge);
    penalties[0] = 0;
    const fitted = fitLogistic(cases, { ridge: penalties, start });
    return {
      ridge,
      coefficients: scales.map(({ column, deviation }, place) => {
        const perDeviation = at(fitted, place);
        return { column, perDeviation, perUnit: perDeviation / deviation };
      }),
      logOdds: (row) => dot(standard(row), fitted),
    };
  };
}

type Scale = { readonly column: string; readonly mean: number; readonly deviation: number };

/** A constant column stays as it is if it is the first, else it becomes zero. */
function scaleOf(values: Float64Array, weights: Float64Array): Omit<Scale, "column"> {
  const mean = weightedMean(values, weights);
  const variance = weightedMean(
    values.map((value) => (value - mean) ** 2),
    weights,
  );
  return variance < 1e-12 ? { mean: 0, deviation: 1 } : { mean, deviation: Math.sqrt(variance) };
}

/** Corrects probabilities by how earlier ones came out. */
export type Correction = (logOdds: number) => number;

/** Belief, in cases, that earlier probabilities were right: in the mean, and in their spread. */
const trust = { mean: 1, spread: 10 };

/**
 * Learns a shift and a stretch of log-odds from predictions whose outcome is known (Platt, "Probabilistic Outputs",
 * 1999), made before that outcome.
 * @param predicted log-odds, one per stay
 */
export function correctionFrom(predicted: Float64Array, ended: readonly DescribedStay[], now: number): Correction {
  const [shift = 0, stretch = 0] = fitLogistic(
    {
      rows: Array.from(predicted, (logOdds) => Float64Array.of(1, logOdds)),
      came: cameOf(ended),
      weights: weightsAt(ended, now),
      offsets: predicted,
    },
    { ridge: Float64Array.of(trust.mean, trust.spread), start: new Float64Array(2) },
  );
  return (logOdds) => probabilityOf(logOdds + shift + stretch * logOdds);
}
