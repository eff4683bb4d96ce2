import { blockDays, dayMs } from "./finishes.ts";
import { blockTotals, expected, halfItem, opinions, type Levels } from "./levels.ts";
import { at, mean, sum, type Numbers } from "./numbers.ts";
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

/**
 * The errors of past forecasts of one horizon, in columns: each later forecast of any team looks at all of them, so that
 * they are computed once.
 */
export class PastErrors {
  readonly horizonDays: number;
  readonly #teams: string[] = [];
  readonly #madeAt: number[] = [];
  /** By opinion. */
  readonly #errors: readonly number[][] = columns();
  readonly #noise: readonly number[][] = columns();
  #aged: { readonly now: number; readonly weights: Float64Array; readonly sum: number } | null = null;

  constructor(horizonDays: number) {
    this.horizonDays = horizonDays;
  }

  add({ team, madeAt, levels, came }: EndedForecast): void {
    this.#aged = null;
    this.#teams.push(team);
    this.#madeAt.push(madeAt);
    for (const [opinion, errors] of this.#errors.entries()) {
      const expects = expected(levels, opinion, this.horizonDays);
      errors.push(errorOf(came, expects));
      this.#noise[opinion]?.push(countNoise(expects));
    }
  }

  errorsOf(opinion: number): readonly number[] {
    return this.#errors[opinion] ?? [];
  }

  noiseOf(opinion: number): readonly number[] {
    return this.#noise[opinion] ?? [];
  }

  /**
   * Newer errors weigh more. The team's own errors get the share n / (n + 26) of the weight, n being their number (by
   * weight): with few of its own, a team borrows from the others (shrinkage, as in the James–Stein estimator).
   */
  weightsFor({ team, now }: Pick<Present, "team" | "now">): Float64Array {
    const { weights: byAge, sum: all } = this.#agedAt(now);
    let own = 0;
    for (const [place, one] of this.#teams.entries()) if (one === team) own += at(byAge, place);
    const share = own / (own + yearBlocks);
    const ofOwn = own === 0 ? 0 : (share * all) / own;
    const weights = byAge.map((weight) => weight * (1 - share));
    for (const [place, one] of this.#teams.entries()) {
      if (one === team) weights[place] = at(weights, place) + at(byAge, place) * ofOwn;
    }
    return weights;
  }

  /** The same for all teams of a date. */
  #agedAt(now: number): { readonly weights: Float64Array; readonly sum: number } {
    if (this.#aged?.now === now) return this.#aged;
    const weights = Float64Array.from(this.#madeAt, (madeAt) => 0.5 ** ((now - madeAt) / halfLifeMs));
    this.#aged = { now, weights, sum: sum(weights) };
    return this.#aged;
  }
}

function columns(): readonly number[][] {
  return Array.from({ length: opinions }, () => []);
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
  const prior = drawnErrors(present.blocks, past.horizonDays, random);
  const widening = wideningFor(past.horizonDays, weights, present.blocks.length);
  const pooled = Array.from({ length: opinions }, (_, opinion) =>
    totalsOf({ opinion, weights, prior, widening }, present, past),
  );
  return concatenated(pooled).toSorted();
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
  readonly weights: Float64Array;
  readonly prior: DrawnErrors;
  readonly widening: number;
};

function totalsOf(
  { opinion, weights, prior, widening }: OpinionCase,
  present: Present,
  past: PastErrors,
): Float64Array {
  const values = past.errorsOf(opinion);
  const noise = past.noiseOf(opinion);
  const uncertainty = levelUncertainty({ values, weights, noise }, prior);
  const standardised = new Float64Array(values.length);
  for (let place = 0; place < values.length; place += 1) {
    standardised[place] = at(values, place) / Math.sqrt(at(noise, place) + uncertainty);
  }
  const standard = join(
    { values: standardised, weights },
    {
      values: prior.values.map((error) => error / Math.sqrt(countNoise(prior.expects) + uncertainty)),
      weights: prior.weights,
    },
  );
  const now = expected(present.levels, opinion, past.horizonDays);
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
function levelUncertainty(
  known: { readonly values: Numbers; readonly weights: Numbers; readonly noise: Numbers },
  prior: DrawnErrors,
): number {
  let total = 0;
  for (let place = 0; place < known.values.length; place += 1) {
    total += at(known.weights, place) * (at(known.values, place) ** 2 - at(known.noise, place));
  }
  const priorWeight = sum(prior.weights);
  const priorSquare = mean(prior.values.map((error) => error ** 2)) - countNoise(prior.expects);
  return Math.max(0.001, (total + priorWeight * Math.max(0, priorSquare)) / (sum(known.weights) + priorWeight));
}
