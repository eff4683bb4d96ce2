/** At most `length` characters, with an ellipsis where something was cut; never half of a pair. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const kept = text.slice(0, length - 1);
  return `${/[\uD800-\uDBFF]$/u.test(kept) ? kept.slice(0, -1) : kept}…`;
}

/** Whole lines, as many as fit into `length` characters, and how many were left out: markup is never cut in the middle. */
export function cutLines(lines: readonly string[], length: number): string {
  let kept = lines.length;
  while (kept > 0 && textOf(lines, kept).length > length) kept -= 1;
  return textOf(lines, kept);
}

function textOf(lines: readonly string[], kept: number): string {
  const left = lines.length - kept;
  return [...lines.slice(0, kept), ...(left > 0 ? [`+${left} more`] : [])].join("\n");
}
