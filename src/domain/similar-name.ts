import { closest, distance } from "fastest-levenshtein";
import { sortedBy } from "./ordering.ts";

/** The word that a misspelled one probably means, without case; null if none is near. The order of the words does not matter. */
export function nearest(word: string, words: Iterable<string>): string | null {
  const spelled = new Map(sortedBy(words, String).map((candidate) => [candidate.toLowerCase(), candidate]));
  if (spelled.size === 0) return null;
  const asked = word.toLowerCase();
  const found = closest(asked, [...spelled.keys()]);
  const far = Math.max(2, Math.floor(asked.length * 0.4));
  return distance(asked, found) > far ? null : (spelled.get(found) ?? null);
}
