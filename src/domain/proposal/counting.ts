/** The values with their counts, the most frequent first; of equal counts, the first in order. */
export function byCount<T extends string | number>(values: Iterable<T>): readonly (readonly [T, number])[] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
}

/** The most frequent value; of equal counts, the first in order. Null for no values. */
export function mostFrequent<T extends string | number>(values: Iterable<T>): T | null {
  const [most] = byCount(values);
  return most === undefined ? null : most[0];
}

/** Each value with the next one. */
export function pairsOf<T>(list: readonly T[]): readonly (readonly [T, T])[] {
  return list.slice(1).flatMap((next, place) => list.slice(place, place + 1).map((one) => [one, next] as const));
}

/** The most frequent value; of equal counts, the greatest. Null for no values. */
export function modeOf(values: readonly number[]): number | null {
  const counts = byCount(values);
  const [most] = counts;
  if (most === undefined) return null;
  return Math.max(...counts.filter(([, count]) => count === most[1]).map(([value]) => value));
}

/** The middle value, of an even number the lower one. @param values at least one */
export function medianOf(values: readonly number[]): number {
  const upTo = Math.ceil(values.length / 2);
  return Math.max(...values.toSorted((a, b) => a - b).slice(0, upTo));
}

/** `60 %` */
export function percent(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.round((100 * part) / whole)} %`;
}
