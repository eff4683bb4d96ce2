/** Any list of numbers; typed arrays where there are many. */
export type Numbers = ArrayLike<number>;

/** The number at a place inside the list. NaN outside, so that a wrong place shows in every figure made from it. */
export function at(values: Numbers, place: number): number {
  return values[place] ?? Number.NaN;
}

/** The same for long columns: code that only ever meets one kind of list runs several times as fast. */
export function columnAt(values: Float64Array, place: number): number {
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

/** Two ascending columns as one. */
export function merged(one: Float64Array, other: Float64Array): Float64Array<ArrayBuffer> {
  const both = new Float64Array(one.length + other.length);
  let taken = 0;
  for (let place = 0; place < one.length; place += 1) {
    const value = columnAt(one, place);
    for (; taken < other.length && columnAt(other, taken) < value; taken += 1)
      both[place + taken] = columnAt(other, taken);
    both[place + taken] = value;
  }
  both.set(other.subarray(taken), one.length + taken);
  return both;
}
