import { at } from "../tracking/integers.ts";
import { columnAt } from "./numbers.ts";
import { evenQuantiles, type Weighted } from "./weighted.ts";

/** Past errors of one opinion, with the variance that each has by a count's own noise. */
type Errors = { readonly values: readonly number[]; readonly noise: readonly number[] };

/** Errors that are equally likely, ascending, the noise that each has, and what all of them weigh. */
export type Prior = { readonly errors: Float64Array; readonly noise: number; readonly weight: number };

/** How errors are standardised for one team: by their own noise and the uncertainty φ of the level. */
export type Standard = {
  readonly weights: Float64Array;
  /** Of these weights and the prior's. */
  readonly total: number;
  readonly uncertainty: number;
};

/**
 * Past errors of one opinion as of a date. Each team weighs and standardises them in its own way, but finds almost the
 * order that the team before it found: sorting takes little time.
 */
export class OpinionErrors {
  readonly #errors: Float64Array;
  readonly #noise: Float64Array;
  /** Of each error, its square less its noise. */
  readonly #beyondNoise: Float64Array;
  /** The places of the errors by their standardised values, as of the last call. */
  readonly #order: Int32Array<ArrayBuffer>;
  readonly #ascending: Float64Array;
  /** Room for both kinds of errors, for each call anew. */
  #merged: Weighted | null = null;

  /** @param before at an earlier date, whose errors are the first of these */
  constructor({ values, noise }: Errors, before: OpinionErrors | undefined) {
    this.#errors = Float64Array.from(values);
    this.#noise = Float64Array.from(noise);
    this.#beyondNoise = this.#errors.map((error, place) => error ** 2 - columnAt(this.#noise, place));
    this.#order = Int32Array.from(values.keys());
    if (before !== undefined) this.#order.set(before.#order);
    this.#ascending = new Float64Array(values.length);
  }

  /** The weighted sum of the squares beyond the counts' own noise. */
  beyondNoise(weights: Float64Array): number {
    let total = 0;
    for (let place = 0; place < weights.length; place += 1)
      total += columnAt(weights, place) * columnAt(this.#beyondNoise, place);
    return total;
  }

  /** Quantiles at `count` evenly spaced shares of the standardised errors and those of a prior. */
  quantiles({ weights, total, uncertainty }: Standard, prior: Prior, count: number): Float64Array {
    this.#standardise(uncertainty);
    const deviation = Math.sqrt(prior.noise + uncertainty);
    const drawn = prior.errors.map((error) => error / deviation);
    return evenQuantiles(this.#mergedWith(drawn, prior.weight / drawn.length, weights), total, count);
  }

  /** @param drawn ascending, of the same number in each call @param each what one of them weighs */
  #mergedWith(drawn: Float64Array, each: number, weights: Float64Array): Weighted {
    const ascending = this.#ascending;
    const merged = (this.#merged ??= withRoomFor(ascending.length + drawn.length));
    let taken = 0;
    for (let rank = 0; rank < ascending.length; rank += 1) {
      const error = columnAt(ascending, rank);
      for (; taken < drawn.length && columnAt(drawn, taken) <= error; taken += 1) {
        merged.values[rank + taken] = columnAt(drawn, taken);
        merged.weights[rank + taken] = each;
      }
      merged.values[rank + taken] = error;
      merged.weights[rank + taken] = columnAt(weights, at(this.#order, rank));
    }
    merged.values.set(drawn.subarray(taken), ascending.length + taken);
    merged.weights.fill(each, ascending.length + taken);
    return merged;
  }

  /** By insertion. */
  #standardise(uncertainty: number): void {
    const [order, ascending] = [this.#order, this.#ascending];
    for (let rank = 0; rank < order.length; rank += 1) {
      const place = at(order, rank);
      const value = columnAt(this.#errors, place) / Math.sqrt(columnAt(this.#noise, place) + uncertainty);
      let next = rank;
      for (; next > 0 && columnAt(ascending, next - 1) > value; next -= 1) {
        ascending[next] = columnAt(ascending, next - 1);
        order[next] = at(order, next - 1);
      }
      ascending[next] = value;
      order[next] = place;
    }
  }
}

function withRoomFor(count: number): Weighted {
  return { values: new Float64Array(count), weights: new Float64Array(count) };
}
