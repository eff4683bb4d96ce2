/** An increment of about a quarter (days): its number counts quarters of a year. */
const shortestQuarter = 55;
const longestQuarter = 125;

/** `Q4`, `FY27Q4`, `Quarter 4`: a number of a quarter, by its word. */
const quarterWord = /(?:^|[^\p{L}])(?:q|quarter|quartal|trimestre)[\s-]?$/iu;

/**
 * The key after a key: `PI 3` → `PI 4`, `2026.4` → `2027.1`, `Q4 2026` → `Q1 2027`, `FY27Q4` → `FY28Q1`.
 * @param days the length of an increment
 */
export function followingKey(key: string, days: number): string {
  const numbers = [...key.matchAll(/\d+/gu)];
  const quarter = numbers.find(({ 0: text, index }) => /^[1-4]$/u.test(text) && quarterWord.test(key.slice(0, index)));
  const years = numbers.filter((one) => one !== quarter);
  const year =
    years.find(([text]) => text.length === 4 && /^(?:19|20|21)/u.test(text)) ??
    years.find(([text]) => quarter !== undefined && text.length === 2);
  const last = quarter ?? years.findLast((number) => number !== year) ?? year;
  if (last === undefined) return `${key} 2`;
  const next = Number(last[0]) + 1;
  const isQuarter = last !== year && days >= shortestQuarter && days <= longestQuarter;
  if (next <= 4 || !isQuarter || (quarter === undefined && year === undefined)) return replaced(key, [[last, next]]);
  return replaced(key, [[last, 1], ...(year === undefined ? [] : [[year, Number(year[0]) + 1] as const])]);
}

function replaced(key: string, changes: readonly (readonly [RegExpExecArray, number])[]): string {
  let text = key;
  // From the end, so that the other places stay.
  for (const [match, number] of changes.toSorted(([a], [b]) => b.index - a.index)) {
    const written = String(number).padStart(match[0].startsWith("0") ? match[0].length : 0, "0");
    text = `${text.slice(0, match.index)}${written}${text.slice(match.index + match[0].length)}`;
  }
  return text;
}
