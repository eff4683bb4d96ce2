/** Compares by code units, so that an order never depends on a locale. */
export function byText(a: string, b: string): number {
  if (a < b) return -1;
  return a > b ? 1 : 0;
}

/** A sorted copy. Keys should be unique: equal ones keep the order of arrival. */
export function sortedBy<T>(values: Iterable<T>, key: (value: T) => string): T[] {
  return [...values].toSorted((a, b) => byText(key(a), key(b)));
}

/** A copy without repeats, in the order of the first appearance. */
export function distinct<T>(values: Iterable<T>): T[] {
  return [...new Set(values)];
}
