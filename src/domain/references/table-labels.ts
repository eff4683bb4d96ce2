import { dependencyPhrasesIn, type DependencyPhrase } from "./dependency-phrase.ts";
import { isLabelRest } from "./keys-below.ts";
import { isStated, sentenceBefore } from "./statement.ts";
import type { WrittenLine } from "./written-line.ts";

/** The phrase of a column's heading, for the keys below it. */
export type Columns = ReadonlyMap<number, DependencyPhrase>;

/** A cell with only `Blocked by`, or Jira's own words for a link, `is blocked by`. */
export function labelOf(cell: WrittenLine): DependencyPhrase | null {
  for (const phrase of dependencyPhrasesIn(cell)) {
    const rest = cell.text.slice(phrase.at);
    const isLabel = /^\s*(?:is )?$/iu.test(sentenceBefore(phrase.before));
    const isStating = isStated({ before: phrase.before, after: "", isHeading: true });
    if (isLabel && isStating && !rest.includes("\n") && isLabelRest(rest, true)) return phrase;
  }
  return null;
}
