/** Compares by code units, so that an order never depends on a locale. */
export function byText(a: string, b: string): number {
  if (a < b) return -1;
  return a > b ? 1 : 0;
}

/** A sorted copy. Keys should be unique: equal ones keep the order of arrival. */
export function sortedBy<T>(values: Iterable<T>, key: (value: T) => string): T[] {
  return Array.from(values, (value) => ({ key: key(value), value }))
    .toSorted((a, b) => byText(a.key, b.key))
    .map(({ value }) => value);
}

/** A copy without repeats, in the order of the first appearance. */
export function distinct<T>(values: Iterable<T>): T[] {
  return [...new Set(values)];
}
