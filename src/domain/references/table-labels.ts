import { connectorsIn, type Connector } from "./connector.ts";
import { isLabelRest } from "./keys-below.ts";
import { isStated, sentenceBefore } from "./statement.ts";
import type { WrittenLine } from "./written-line.ts";

/** The connector of a column's heading, for the keys below it. */
export type Columns = ReadonlyMap<number, Connector>;

/** A cell with only `Blocked by`, or Jira's own words for a link, `is blocked by`. */
export function labelOf(cell: WrittenLine): Connector | null {
  for (const connector of connectorsIn(cell)) {
    const rest = cell.text.slice(connector.at);
    const isLabel = /^\s*(?:is )?$/iu.test(sentenceBefore(connector.before));
    const isStating = isStated({ before: connector.before, after: "", isHeading: true });
    if (isLabel && isStating && !rest.includes("\n") && isLabelRest(rest, true)) return connector;
  }
  return null;
}
