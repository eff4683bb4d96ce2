/** Words to compare: in lower case, letters and digits with single spaces between them. */
export function plainWords(words: string): string {
  return words
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** @param list phrases with commas between them */
export function phraseSet(list: string): ReadonlySet<string> {
  return new Set(list.split(",").map(plainWords));
}
