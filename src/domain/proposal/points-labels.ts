import { sortedBy } from "../ordering.ts";
import type { Decision } from "./decision.ts";

/** Words of labels that are estimates, and of numbered labels that are not. */
const estimates =
  /point|size|estimate|effort|story|complex|\bpts?\b|\bsp\b|aufwand|größe|punkte|taille|talla|puntos|pontos/iu;
const others = /prio|sever|version|release|milestone|sprint|iteration|phase|level|tier|rank|\bp\b|\bv\b|\bs\b|\bq\b/iu;

/** Numbers on cards that teams estimate with. */
const cards = new Set([0, 0.5, 1, 2, 3, 4, 5, 8, 13, 16, 20, 21, 32, 34, 40, 55, 64, 89, 100]);

type Found = { readonly pattern: string; readonly numbers: ReadonlySet<number>; readonly uses: number };

/**
 * The labels with which a repository estimates, such as `points/3` and `size: 5`; null for none.
 * @param labels of all items of the sample, each as often as it is used
 */
export function pointsPattern(labels: readonly string[]): Decision<string> | null {
  const groups = Map.groupBy(labels.flatMap(split), ({ pattern }) => pattern);
  const found = [...groups].map(([pattern, all]): Found => {
    return { pattern, numbers: new Set(all.map(({ number }) => number)), uses: all.length };
  });
  const [best] = sortedBy(found.filter(isEstimate), ({ pattern }) => pattern).toSorted((a, b) => b.uses - a.uses);
  if (best === undefined) return null;
  const numbers = [...best.numbers].toSorted((a, b) => a - b);
  const why = `labels with ${numbers.slice(0, 6).join(", ")} on ${best.uses} of the sample`;
  return { value: `label:${best.pattern}`, confidence: estimates.test(best.pattern) ? "sure" : "guess", why };
}

const numbered = /^([^\d*]*)(\d{1,3}(?:\.\d)?)([^\d*]*)$/u;

/** `points/3` is 3 in `points/*`; nothing for a label without a number, with several, or with a star of its own. */
function split(label: string): readonly { readonly pattern: string; readonly number: number }[] {
  const number = label.replace(numbered, "$2");
  const pattern = label.replace(numbered, "$1*$3");
  return !numbered.test(label) || pattern === "*" ? [] : [{ pattern, number: Number(number) }];
}

function isEstimate({ pattern, numbers }: Found): boolean {
  if (estimates.test(pattern)) return true;
  if (others.test(pattern) || numbers.size < 3) return false;
  // 1, 2, 3 may be anything; from 5 on, cards have gaps.
  return Math.max(...numbers) >= 5 && [...numbers].every((number) => cards.has(number));
}
