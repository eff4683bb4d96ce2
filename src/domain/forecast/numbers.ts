/** Any list of numbers; typed arrays where there are many. */
export type Numbers = ArrayLike<number>;

/** The number at a place inside the list. NaN outside, so that a wrong place shows in every figure made from it. */
export function at(values: Numbers, place: number): number {
  return values[place] ?? Number.NaN;
}

export function sum(values: Numbers): number {
  let total = 0;
  for (let place = 0; place < values.length; place += 1) total += at(values, place);
  return total;
}

/** Arithmetic mean; NaN of nothing. */
export function mean(values: Numbers): number {
  return sum(values) / values.length;
}

/**
 * The quantile of an ascending list, linear between neighbours (Hyndman and Fan, "Sample Quantiles in Statistical
 * Packages", 1996, type 7; the default of R and NumPy).
 * @param share 0 to 1
 */
export function quantile(ascending: Numbers, share: number): number {
  const place = share * (ascending.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, ascending.length - 1);
  return at(ascending, below) + (place - below) * (at(ascending, above) - at(ascending, below));
}

/** Number of values of an ascending list that are at most `limit`. */
export function countUpTo(ascending: Numbers, limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(ascending, middle) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
