/** A line in pieces that no cut may divide: words, or one with its markup. */
export type Line = readonly string[];

/**
 * As many lines as fit into `length` characters, and the number of omitted ones. A line that takes more than half of
 * them ends after as many whole pieces as fit into the half. Whole lines and pieces keep the markup intact.
 */
export function cutLines(lines: readonly Line[], length: number): string {
  const whole = lines.map((line) => cutLine(line, length / 2));
  let kept = whole.length;
  while (kept > 0 && textOf(whole, kept).length > length) kept -= 1;
  return textOf(whole, kept);
}

function cutLine(pieces: Line, length: number): string {
  const whole = pieces.join("");
  if (whole.length <= length) return whole;
  let kept = "";
  for (const piece of pieces) {
    if (kept.length + piece.length >= length) break;
    kept += piece;
  }
  return `${kept.trimEnd()}…`;
}

function textOf(lines: readonly string[], kept: number): string {
  const left = lines.length - kept;
  return [...lines.slice(0, kept), ...(left > 0 ? [`+${left} more`] : [])].join("\n");
}

/** Where the whole is, and as of when. */
const lastParts = 2;

/**
 * As many parts of a message as fit. The last two stay, because they lead to the whole; before them, a part says how
 * many are left out.
 * @param partOf a part with these words
 */
export function cutParts<Part>(
  parts: readonly Part[],
  fits: (kept: readonly Part[]) => boolean,
  partOf: (words: string) => Part,
): readonly Part[] {
  if (fits(parts)) return parts;
  const last = parts.slice(-lastParts);
  const shortened = (kept: number) => {
    const left = parts.length - last.length - kept;
    const words = `Left out of this message: ${left} ${left === 1 ? "part" : "parts"}.`;
    return [...parts.slice(0, kept), partOf(words), ...last];
  };
  let kept = parts.length - last.length - 1;
  while (kept > 0 && !fits(shortened(kept))) kept -= 1;
  return shortened(Math.max(kept, 0));
}
