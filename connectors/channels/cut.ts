/**
 * As many whole lines as fit into `length` characters, and the number of omitted ones. Whole lines keep the markup
 * intact.
 */
export function cutLines(lines: readonly string[], length: number): string {
  let kept = lines.length;
  while (kept > 0 && textOf(lines, kept).length > length) kept -= 1;
  return textOf(lines, kept);
}

function textOf(lines: readonly string[], kept: number): string {
  const left = lines.length - kept;
  return [...lines.slice(0, kept), ...(left > 0 ? [`+${left} more`] : [])].join("\n");
}
