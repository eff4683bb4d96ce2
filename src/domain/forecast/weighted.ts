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
  const order = Uint32Array.from(values.keys()).toSorted((a, b) => at(values, a) - at(values, b));
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
