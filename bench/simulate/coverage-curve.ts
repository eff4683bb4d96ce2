import type { Played } from "./played.ts";

export type CoverageCurve = {
  /** Number of distinct pairs of a running operation and the fault that hit it. */
  readonly pairs: number;
  /** The seed that last added one; null for none. */
  readonly lastNewAt: number | null;
  /** Pairs after 1, 2, 5, 10, 20, 50 … seeds: a flat end means that more seeds show little. */
  readonly curve: Readonly<Record<number, number>>;
};

/** How coverage grew, in order of the seeds, in whatever order they were played. */
export function coverageCurve(played: readonly Pick<Played, "seed" | "pairs">[]): CoverageCurve {
  const seen = new Set<string>();
  let lastNewAt: number | null = null;
  const curve: Record<number, number> = {};
  for (const [place, { seed, pairs }] of played.toSorted((a, b) => a.seed - b.seed).entries()) {
    const before = seen.size;
    for (const pair of pairs) seen.add(pair);
    if (seen.size > before) lastNewAt = seed;
    if (isMark(place + 1)) curve[place + 1] = seen.size;
  }
  return { pairs: seen.size, lastNewAt, curve };
}

function isMark(count: number): boolean {
  return /^[125]0*$/u.test(String(count));
}
