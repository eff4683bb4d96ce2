import { blockDays, dayMs } from "./finishes.ts";
import { blockTotals, expected, halfItem, opinions, type Levels } from "./levels.ts";
import { at, mean, sum } from "./numbers.ts";
import { below, type Random } from "./random.ts";
import { concatenated, evenQuantiles, join, type Weighted } from "./weighted.ts";

/** A year of past forecasts, one per block: how long an error is remembered, and how many of a team's own outweigh the others'. */
const yearBlocks = 26;
const halfLifeMs = yearBlocks * blockDays * dayMs;

/** Values that stand for one opinion's distribution. Enough for a 1 % quantile. */
const valuesPerOpinion = 101;
/** Draws of blocks that stand for what is expected before any error is known. */
const priorDraws = 100;

/** At most `e^6` times the level: a guard against overflow, far outside of any range that is printed. */
const farthest = 6;

/** One past forecast whose horizon has ended: who made it, when, from which levels, and how many items came. */
export type EndedForecast = {
  readonly team: string;
  /** Epoch milliseconds. */
  readonly madeAt: number;
  readonly levels: Levels;
  readonly came: number;
};

/** What a team looks like at the instant of a forecast. `blocks`: its last ones, the newest first, at least one. */
export type Present = {
  readonly team: string;
  readonly now: number;
  readonly levels: Levels;
  readonly blocks: readonly Float64Array[];
};

/**
 * The numbers of items that a team may finish within a horizon: ascending, all equally likely. Each opinion on the level
 * is multiplied with the errors that it made before; the result holds all opinions with equal weight. Fractions are
 * meant: of `2.3` at a share of 15 %, "at least 3" held in 85 % of past cases, "at least 2" in more.
 *
 * An error is `log((came + ½) / (expected + ½))`, divided by its own standard deviation `√(1/(expected + ½) + φ)`: a
 * count's own noise (Poisson), which small numbers have more of, plus the level's uncertainty φ, estimated from the errors.
 * See docs/figures.md, "Forecast".
 */
export function totalsWithin(horizonDays: number, present: Present, ended: Ended): Float64Array {
  const weights = weightsFor(present, ended);
  const prior = drawnErrors(present.blocks, horizonDays, ended.random);
  const widening = wideningFor(horizonDays, weights, present.blocks.length);
  const pooled = Array.from({ length: opinions }, (_, opinion) =>
    totalsOf({ opinion, horizonDays, weights, prior, widening }, present, ended.forecasts),
  );
  return concatenated(pooled).toSorted();
}

/** Forecasts of this horizon that have ended by now, of all teams. */
export type Ended = { readonly forecasts: readonly EndedForecast[]; readonly random: Random };

/**
 * Newer errors weigh more. The team's own errors get the share n / (n + 26) of the weight, n being their number (by
 * weight): with few of its own, a team borrows from the others (shrinkage, as in the James–Stein estimator).
 */
function weightsFor({ team, now }: Present, { forecasts }: Ended): Float64Array {
  const byAge = Float64Array.from(forecasts, ({ madeAt }) => 0.5 ** ((now - madeAt) / halfLifeMs));
  const isOwn = forecasts.map((one) => one.team === team);
  const all = sum(byAge);
  const own = sum(byAge.filter((_, place) => isOwn[place]));
  const share = own / (own + yearBlocks);
  const ofOwn = own === 0 ? 0 : (share * all) / own;
  return byAge.map((weight, place) => weight * (1 - share) + (isOwn[place] === true ? weight * ofOwn : 0));
}

/** Below this, the formula has no meaning. */
const fewest = 4;

/**
 * Factor of the variance for knowing few errors: `(n + 1) / (n − 2)`, the variance of Student's predictive distribution
 * for n independent errors over the variance in the sample. n: Kish's effective number of weighted errors, and the blocks
 * of the prior; errors of overlapping horizons count in part.
 */
function wideningFor(horizonDays: number, weights: Float64Array, blocks: number): number {
  const squares = sum(weights.map((weight) => weight ** 2));
  const effective = (sum(weights) + blocks) ** 2 / (squares + blocks);
  const independent = Math.max(fewest, (effective * blockDays) / horizonDays);
  return (independent + 1) / (independent - 2);
}

/** Errors of draws with replacement from the team's blocks against their mean; weigh as much as the blocks they come from. */
type DrawnErrors = Weighted & { readonly expects: number };

function drawnErrors(blocks: readonly Float64Array[], horizonDays: number, random: Random): DrawnErrors {
  const totals = blockTotals(blocks);
  const rounds = horizonDays / blockDays;
  const expects = mean(totals) * rounds;
  const values = Float64Array.from({ length: priorDraws }, () => {
    let drawn = 0;
    for (let round = 0; round < rounds; round += 1) drawn += at(totals, below(totals.length, random));
    return errorOf(drawn, expects);
  });
  return { values, weights: new Float64Array(priorDraws).fill(totals.length / priorDraws), expects };
}

function errorOf(came: number, expects: number): number {
  return Math.log((came + halfItem) / (expects + halfItem));
}

type OpinionCase = {
  readonly opinion: number;
  readonly horizonDays: number;
  readonly weights: Float64Array;
  readonly prior: DrawnErrors;
  readonly widening: number;
};

function totalsOf(
  { opinion, horizonDays, weights, prior, widening }: OpinionCase,
  present: Present,
  forecasts: readonly EndedForecast[],
): Float64Array {
  const expects = Float64Array.from(forecasts, ({ levels }) => expected(levels, opinion, horizonDays));
  const values = Float64Array.from(forecasts, ({ came }, place) => errorOf(came, at(expects, place)));
  const noise = expects.map(countNoise);
  const uncertainty = levelUncertainty({ values, weights, noise }, prior);
  const standard = join(
    { values: values.map((error, place) => error / Math.sqrt(at(noise, place) + uncertainty)), weights },
    {
      values: prior.values.map((error) => error / Math.sqrt(countNoise(prior.expects) + uncertainty)),
      weights: prior.weights,
    },
  );
  const now = expected(present.levels, opinion, horizonDays);
  const deviation = Math.sqrt((countNoise(now) + uncertainty) * widening);
  return evenQuantiles(standard, valuesPerOpinion).map((error) =>
    Math.max(0, (now + halfItem) * Math.exp(Math.min(farthest, error * deviation)) - halfItem),
  );
}

/** Variance of a count's logarithm by its own noise alone. */
function countNoise(expects: number): number {
  return 1 / (expects + halfItem);
}

/** φ: the mean squared error beyond the counts' own noise (method of moments); never quite zero. */
function levelUncertainty(known: Weighted & { readonly noise: Float64Array }, prior: DrawnErrors): number {
  let total = 0;
  for (let place = 0; place < known.values.length; place += 1) {
    total += at(known.weights, place) * (at(known.values, place) ** 2 - at(known.noise, place));
  }
  const priorWeight = sum(prior.weights);
  const priorSquare = mean(prior.values.map((error) => error ** 2)) - countNoise(prior.expects);
  return Math.max(0.001, (total + priorWeight * Math.max(0, priorSquare)) / (sum(known.weights) + priorWeight));
}
