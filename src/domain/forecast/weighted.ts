import { at, columnAt, type Numbers } from "./numbers.ts";

/** Values with weights; equal places belong together. */
export type Weighted = { readonly values: Float64Array; readonly weights: Float64Array };

/**
 * Quantiles at `count` evenly spaced shares (½/count, 1½/count, …) of weighted values: each value stands at the middle
 * of its weight, linear in between, constant outside.
 * @param ascending by value
 * @param total of the weights
 */
export function evenQuantiles(ascending: Weighted, total: number, count: number): Float64Array {
  const { weights } = ascending;
  const found = new Float64Array(count);
  let [place, passed] = [0, 0];
  for (let index = 0; index < count; index += 1) {
    const wanted = ((index + 0.5) / count) * total;
    while (place < weights.length - 1 && passed + columnAt(weights, place) / 2 < wanted) {
      passed += columnAt(weights, place);
      place += 1;
    }
    found[index] = between(ascending, place, { passed, wanted });
  }
  return found;
}

/** Linear between the value at `place` and the one before it. */
function between(
  { values, weights }: Weighted,
  place: number,
  { passed, wanted }: { readonly passed: number; readonly wanted: number },
): number {
  const weight = columnAt(weights, place);
  const middle = passed + weight / 2;
  if (place === 0 || wanted >= middle) return columnAt(values, place);
  const before = columnAt(values, place - 1);
  const step = (columnAt(weights, place - 1) + weight) / 2;
  const share = 1 - (middle - wanted) / step;
  return before + share * (columnAt(values, place) - before);
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
