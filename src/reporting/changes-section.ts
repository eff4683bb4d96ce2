import type { Changes } from "../domain/rollup/changes.ts";
import type { ConflictRecord } from "../domain/conflicts/conflict.ts";
import { betweenRecords } from "../domain/conflicts/same-problem.ts";
import { isKeyRef } from "../domain/ids.ts";
import { conflictEnds } from "../domain/rollup/dependency-figures.ts";
import type { Block, Inline } from "../ports/document.ts";
import { dayOf, weekdayOf } from "./dates.ts";
import { edgeWords } from "./decision-section.ts";
import type { Evaluation } from "./evaluate.ts";
import { text } from "./item-words.ts";
import { counted } from "../domain/counted.ts";
import { verdictName } from "./verdict-words.ts";

/** Number of conflicts in one line. */
const named = 5;

/** Changes since last Monday; nothing in the first report. */
export function changesSection(evaluation: Evaluation): readonly Block[] {
  const { changes, view } = evaluation;
  if (changes === null) return [];
  const lines = linesOf(evaluation, changes);
  return [
    { type: "heading", level: 2, content: [text(`Changed since ${sinceWords(changes, view.train.timeZone)}`)] },
    lines.length === 0
      ? { type: "paragraph", content: [text("Nothing.")] }
      : { type: "list", items: lines, omitted: 0, keep: "always" },
  ];
}

function sinceWords({ since, isFirstKnown }: Changes, timeZone: string): string {
  const day = `${weekdayOf(since, timeZone)}, ${dayOf(since, timeZone)}`;
  return isFirstKnown ? `${day}, the first day known` : day;
}

function linesOf(evaluation: Evaluation, changes: Changes): readonly (readonly Inline[])[] {
  const { rollup } = evaluation;
  const { verdict, increment, opened, worsened, resolved } = changes;
  const size = sizeWords(changes);
  return [
    ...(verdict === null
      ? []
      : [[text(`${verdictName(rollup.verdict.level)}; it was ${verdictName(verdict).toLowerCase()}.`)]]),
    ...(increment === null ? [] : [[text(`Increment ${rollup.increment} is the present one; it was ${increment}.`)]]),
    ...(size === "" ? [] : [[text(`Increment ${rollup.increment}: ${size}.`)]]),
    ...namedConflicts(evaluation, "Opened", opened),
    ...namedConflicts(evaluation, "Worsened", worsened),
    ...namedConflicts(evaluation, "Resolved", resolved),
  ];
}

function sizeWords({ done, items }: Changes): string {
  return [
    ...(done === null || done === 0 ? [] : [`${differenceWords(done)} done`]),
    ...(items === null || items === 0 ? [] : [`${differenceWords(items)} planned`]),
  ].join(", ");
}

/** `3 more items`, `1 item fewer`. */
function differenceWords(difference: number): string {
  const size = Math.abs(difference);
  return difference > 0 ? `${size} more ${size === 1 ? "item" : "items"}` : `${counted(size, "item")} fewer`;
}

/** A conflict's items may have left the train since: then it only counts. */
function namedConflicts(
  { view }: Evaluation,
  what: string,
  records: readonly ConflictRecord[],
): readonly (readonly Inline[])[] {
  if (records.length === 0) return [];
  const known = records
    .map(({ conflict }) => betweenRecords(conflict, view.plan.recordOf))
    .filter((conflict) => conflictEnds(conflict).every((end) => isKeyRef(end) || view.items.has(end)));
  const names = known.slice(0, named).map((conflict) => edgeWords(view, conflict));
  const rest = records.length - names.length;
  const more = rest === 0 ? [] : [[text(names.length === 0 ? "of items that left this train" : `${rest} more`)]];
  const list = [...names, ...more].flatMap((words, place) => (place === 0 ? words : [text("; "), ...words]));
  return [[text(`${what} (${records.length}): `), ...list, text(".")]];
}
