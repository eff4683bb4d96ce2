import type { Stretch } from "./status-stretches.ts";

/** A time from one instant until before another. Lists of them are disjoint and ascending. Instants in epoch milliseconds. */
export type Span = { readonly from: number; readonly until: number };

/** The times that lie in any of them. @param spans in any order, overlapping or not */
export function unionOf(spans: readonly Span[]): readonly Span[] {
  const union: { from: number; until: number }[] = [];
  for (const { from, until } of spans.toSorted((a, b) => a.from - b.from)) {
    if (from >= until) continue;
    const last = union.at(-1);
    if (last === undefined || last.until < from) union.push({ from, until });
    else last.until = Math.max(last.until, until);
  }
  return union;
}

/** The times that lie in both. */
export function overlapOf(some: readonly Span[], others: readonly Span[]): readonly Span[] {
  return unionOf(
    some.flatMap((one) =>
      others.map((other) => ({ from: Math.max(one.from, other.from), until: Math.min(one.until, other.until) })),
    ),
  );
}

/** In milliseconds. */
export function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((total, { from, until }) => total + (until - from), 0);
}

/** The times with a status. */
export function spansWith(stretches: readonly Stretch[], isMeant: (stretch: Stretch) => boolean): readonly Span[] {
  return stretches.flatMap((stretch, place) =>
    isMeant(stretch) ? { from: stretch.from, until: stretches[place + 1]?.from ?? Number.POSITIVE_INFINITY } : [],
  );
}
