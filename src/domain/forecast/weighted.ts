import { at, sum, type Numbers } from "./numbers.ts";

/** Values with weights; equal places belong together. */
export type Weighted = { readonly values: Float64Array; readonly weights: Float64Array };

export function join(one: Weighted, other: Weighted): Weighted {
  return { values: concatenated([one.values, other.values]), weights: concatenated([one.weights, other.weights]) };
}

export function concatenated(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let begin = 0;
  for (const part of parts) {
    all.set(part, begin);
    begin += part.length;
  }
  return all;
}

/**
 * Quantiles at `count` evenly spaced shares (½/count, 1½/count, …) of weighted values: each value stands at the middle
 * of its weight, linear in between, constant outside.
 */
export function evenQuantiles({ values, weights }: Weighted, count: number): Float64Array {
  const order = ascendingOrder(values);
  const total = sum(weights);
  const found = new Float64Array(count);
  let [place, passed] = [0, 0];
  for (let index = 0; index < count; index += 1) {
    const wanted = ((index + 0.5) / count) * total;
    while (place < order.length - 1 && passed + at(weights, at(order, place)) / 2 < wanted) {
      passed += at(weights, at(order, place));
      place += 1;
    }
    found[index] = between({ values, weights, order }, place, { passed, wanted });
  }
  return found;
}

/**
 * The places of the values in ascending order; values that are equal to six digits stand in any order. Sorts numbers that
 * carry their place in their last 32 bits: several times faster than a function that compares, and most of a forecast's
 * time.
 */
function ascendingOrder(values: Float64Array): Uint32Array {
  const keys = values.slice();
  const words = new Uint32Array(keys.buffer);
  for (let place = 0; place < keys.length; place += 1) words[lowWord + 2 * place] = place;
  keys.sort();
  const order = new Uint32Array(keys.length);
  for (let place = 0; place < order.length; place += 1) order[place] = at(words, lowWord + 2 * place);
  return order;
}

/** Where a number's last 32 bits are: first, except on machines that store the highest byte first. */
const lowWord = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 0 : 1;

type Sorted = Weighted & { readonly order: Uint32Array };

/** Linear between the value at `place` and the one before it. */
function between(
  { values, weights, order }: Sorted,
  place: number,
  { passed, wanted }: { readonly passed: number; readonly wanted: number },
): number {
  const here = at(order, place);
  const middle = passed + at(weights, here) / 2;
  if (place === 0 || wanted >= middle) return at(values, here);
  const before = at(order, place - 1);
  const step = (at(weights, before) + at(weights, here)) / 2;
  const share = 1 - (middle - wanted) / step;
  return at(values, before) + share * (at(values, here) - at(values, before));
}

/** Weighted mean of a column. */
export function weightedMean(values: Numbers, weights: Numbers): number {
  let [total, weight] = [0, 0];
  for (let place = 0; place < values.length; place += 1) {
    total += at(values, place) * at(weights, place);
    weight += at(weights, place);
  }
  return total / weight;
}
