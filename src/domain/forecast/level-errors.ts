import { blockDays, dayMs } from "./finishes.ts";
import { blockTotals, expected, halfItem, opinions, type Levels } from "./levels.ts";
import { columnAt, mean, merged, sum } from "./numbers.ts";
import { OpinionErrors, type Prior } from "./opinion-errors.ts";
import { below, type Random } from "./random.ts";

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

/** What all teams of a date share. `weights` and `sum`: by age alone. */
type AsOf = {
  readonly now: number;
  readonly weights: Float64Array;
  readonly sum: number;
  readonly opinions: readonly OpinionErrors[];
};

/**
 * The errors of past forecasts of one horizon, in columns: each later forecast of any team looks at all of them, so that
 * they are computed once.
 */
export class PastErrors {
  readonly horizonDays: number;
  /** By team. */
  readonly #places = new Map<string, number[]>();
  readonly #madeAt: number[] = [];
  /** By opinion. */
  readonly #columns = Array.from({ length: opinions }, () => ({ values: [] as number[], noise: [] as number[] }));
  #asOf: AsOf | null = null;

  constructor(horizonDays: number) {
    this.horizonDays = horizonDays;
  }

  add({ team, madeAt, levels, came }: EndedForecast): void {
    const own = this.#places.get(team);
    if (own === undefined) this.#places.set(team, [this.#madeAt.length]);
    else own.push(this.#madeAt.length);
    this.#madeAt.push(madeAt);
    for (const [opinion, { values, noise }] of this.#columns.entries()) {
      const expects = expected(levels, opinion, this.horizonDays);
      values.push(errorOf(came, expects));
      noise.push(countNoise(expects));
    }
  }

  /** By opinion, as of a date. */
  opinionsAt(now: number): readonly OpinionErrors[] {
    return this.#at(now).opinions;
  }

  /**
   * Newer errors weigh more. The team's own errors get the share n / (n + 26) of the weight, n being their number (by
   * weight): with few of its own, a team borrows from the others (shrinkage, as in the James–Stein estimator).
   */
  weightsFor({ team, now }: Pick<Present, "team" | "now">): Float64Array {
    const { weights: byAge, sum: all } = this.#at(now);
    const places = this.#places.get(team) ?? [];
    const own = places.reduce((total, place) => total + columnAt(byAge, place), 0);
    const share = own / (own + yearBlocks);
    const ofOwn = own === 0 ? 0 : (share * all) / own;
    const weights = new Float64Array(byAge.length);
    for (let place = 0; place < weights.length; place += 1) weights[place] = columnAt(byAge, place) * (1 - share);
    for (const place of places) weights[place] = columnAt(weights, place) + columnAt(byAge, place) * ofOwn;
    return weights;
  }

  #at(now: number): AsOf {
    const former = this.#asOf;
    if (former?.now === now && former.weights.length === this.#madeAt.length) return former;
    const weights = Float64Array.from(this.#madeAt, (madeAt) => 0.5 ** ((now - madeAt) / halfLifeMs));
    const errors = this.#columns.map((one, opinion) => new OpinionErrors(one, former?.opinions[opinion]));
    this.#asOf = { now, weights, sum: sum(weights), opinions: errors };
    return this.#asOf;
  }
}

/** What a team looks like at the instant of a forecast. `blocks`: its last ones, the newest first, at least one. */
export type Present = {
  readonly team: string;
  readonly now: number;
  readonly levels: Levels;
  readonly blocks: readonly Float64Array[];
};

/**
 * The numbers of items that a team may finish within the horizon of the errors: ascending, all equally likely. Each
 * opinion on the level is multiplied with the errors that it made before; the result holds all opinions with equal
 * weight. Fractions are meant: of `2.3` at a share of 15 %, "at least 3" held in 85 % of past cases, "at least 2" in more.
 *
 * An error is `log((came + ½) / (expected + ½))`, divided by its own standard deviation `√(1/(expected + ½) + φ)`: a
 * count's own noise (Poisson), which small numbers have more of, plus the level's uncertainty φ, estimated from the errors.
 * See docs/figures.md, "Forecast".
 * @param past forecasts of all teams that have ended by now
 */
export function totalsWithin(past: PastErrors, present: Present, random: Random): Float64Array {
  const weights = past.weightsFor(present);
  const known = sum(weights);
  const { prior, beyondNoise } = drawnErrors(present.blocks, past.horizonDays, random);
  const all = known + prior.weight;
  const widening = wideningFor(past.horizonDays, weights, present.blocks.length);
  let pooled = new Float64Array();
  for (const [opinion, errors] of past.opinionsAt(present.now).entries()) {
    // φ: the mean squared error beyond the counts' own noise (method of moments); never quite zero.
    const uncertainty = Math.max(0.001, (errors.beyondNoise(weights) + prior.weight * beyondNoise) / all);
    const now = expected(present.levels, opinion, past.horizonDays);
    const deviation = Math.sqrt((countNoise(now) + uncertainty) * widening);
    const totals = errors.quantiles({ weights, uncertainty, total: all }, prior, valuesPerOpinion);
    for (let place = 0; place < valuesPerOpinion; place += 1) {
      const factor = Math.exp(Math.min(farthest, columnAt(totals, place) * deviation));
      totals[place] = Math.max(0, (now + halfItem) * factor - halfItem);
    }
    pooled = merged(pooled, totals);
  }
  return pooled;
}

/** Below this, the formula has no meaning. */
const fewest = 4;

/**
 * Factor of the variance for knowing few errors: `(n + 1) / (n − 2)`, the variance of Student's predictive distribution
 * for n independent errors over the variance in the sample. n: Kish's effective number of weighted errors, and the blocks
 * of the prior; errors of overlapping horizons count in part.
 */
function wideningFor(horizonDays: number, weights: Float64Array, blocks: number): number {
  let squares = 0;
  for (const weight of weights) squares += weight ** 2;
  const effective = (sum(weights) + blocks) ** 2 / (squares + blocks);
  const independent = Math.max(fewest, (effective * blockDays) / horizonDays);
  return (independent + 1) / (independent - 2);
}

/**
 * Errors of draws with replacement from the team's blocks against their mean; weigh as much as the blocks they come from.
 * `beyondNoise`: their mean square beyond the counts' own noise.
 */
function drawnErrors(
  blocks: readonly Float64Array[],
  horizonDays: number,
  random: Random,
): { readonly prior: Prior; readonly beyondNoise: number } {
  const totals = blockTotals(blocks);
  const rounds = horizonDays / blockDays;
  const expects = mean(totals) * rounds;
  const errors = new Float64Array(priorDraws);
  let squares = 0;
  for (let place = 0; place < priorDraws; place += 1) {
    let drawn = 0;
    for (let round = 0; round < rounds; round += 1) drawn += columnAt(totals, below(totals.length, random));
    const error = errorOf(drawn, expects);
    errors[place] = error;
    squares += error ** 2;
  }
  const noise = countNoise(expects);
  return {
    prior: { errors: errors.toSorted(), noise, weight: totals.length },
    beyondNoise: Math.max(0, squares / priorDraws - noise),
  };
}

function errorOf(came: number, expects: number): number {
  return Math.log((came + halfItem) / (expects + halfItem));
}

/** Variance of a count's logarithm by its own noise alone. */
function countNoise(expects: number): number {
  return 1 / (expects + halfItem);
}
