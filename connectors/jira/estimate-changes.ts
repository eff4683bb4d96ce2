import type { HistoryChange } from "../../src/domain/items/history.ts";
import { estimateIn, estimateInWords, firstOf } from "./estimate.ts";
import type { Change } from "./schema.ts";

type PointsChange = Extract<HistoryChange, { readonly field: "points" }>;

/** The estimate field that a change is about; null for other changes. A field of Jira's own may lack an id. */
export function estimateFieldOf({ field, fieldId }: Change, pointsFields: readonly string[]): string | null {
  const id = fieldId ?? field;
  return pointsFields.includes(id) ? id : null;
}

/**
 * What changes of an issue's estimate fields changed in its estimate. Of several fields the first with a number counts,
 * at each time: so it goes back from the present values.
 * @param changes all of the issue, the oldest first
 */
export function estimateChanges(
  pointsFields: readonly string[],
  fields: Readonly<Record<string, unknown>>,
  changes: readonly Change[],
): ReadonlyMap<Change, PointsChange> {
  const values = new Map(pointsFields.map((field) => [field, estimateIn([fields[field]])]));
  const estimate = () => {
    const { points, pointsWords } = firstOf([...values.values()]);
    return points ?? pointsWords;
  };
  const found = new Map<Change, PointsChange>();
  for (const change of changes.toReversed()) {
    const field = estimateFieldOf(change, pointsFields);
    if (field === null) continue;
    values.set(field, estimateInWords(change.toText ? [change.toText] : []));
    const to = estimate();
    values.set(field, estimateInWords(change.fromString ? [change.fromString] : []));
    const from = estimate();
    if (from !== to) found.set(change, { field: "points", from, to });
  }
  return found;
}
