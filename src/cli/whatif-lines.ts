import { isScheduled } from "../domain/conflicts/rules/rule.ts";
import type { Conflict, ConflictSeverity } from "../domain/conflicts/conflict.ts";
import type { Continued } from "../domain/fixes/conflict-differences.ts";
import type { Landed } from "../domain/fixes/model-after-moves.ts";
import type { PlannedItem } from "../domain/model/planned-item.ts";
import { distinct } from "../domain/ordering.ts";
import { conflictSentence, endsOf, plain } from "../reporting/conflict-sentence.ts";
import type { Evaluation } from "../reporting/evaluate.ts";
import { datesWords, iterationWords } from "../reporting/item-words.ts";
import { reasonsWords, verdictName, workWords } from "../reporting/verdict-words.ts";
import { severityWords } from "./conflict-lines.ts";
import type { Effects, LoadChange, Shift } from "./whatif-effects.ts";

/** What moves clear, open and shift, for a person. */
export function effectLines(effects: Effects): readonly string[] {
  const { moved, followers, loads, before, after, conflicts } = effects;
  const home = before.rollup.increment;
  const touched = new Set(moved.map(({ planned }) => planned.item.id));
  const staying = conflicts.stays
    .map((one) => one.after)
    .filter((conflict) => endsOf(conflict).some((end) => [...touched].some((id) => id === end)));
  const levels = [before, after].map(({ rollup }) => verdictName(rollup.verdict.level));
  return [
    ...moved.flatMap((one) => [
      labelled(isScheduled(one.planned) ? "moves" : "plans", shiftWords(before, one)),
      ...boxLines(one),
    ]),
    ...labelledAll(
      "follows",
      followers.map((one) => shiftWords(before, one)),
    ),
    ...labelledAll("clears", orNothing(conflicts.cleared.map((one) => conflictWords(before, one)))),
    ...labelledAll("opens", orNothing(conflicts.opened.map((one) => conflictWords(after, one)))),
    ...labelledAll(
      "worsens",
      conflicts.worsened.map((one) => changeWords(after, one)),
    ),
    ...labelledAll(
      "eases",
      conflicts.eased.map((one) => changeWords(after, one)),
    ),
    ...labelledAll(
      "stays",
      staying.map((one) => conflictWords(after, one)),
    ),
    ...labelledAll(
      "load",
      loads.map((one) => loadWords(one, home)),
    ),
    labelled("verdict", `${distinct(levels).join(" → ")}: ${reasonsWords(after.rollup.verdict.reasons)}`),
    `${severityWords(countsOf(after))}.`,
  ];
}

/** `PAY-1 needs PAY-2, which is … (risk)` */
export function conflictWords({ view, rollup }: Evaluation, conflict: Conflict): string {
  return `${plain(conflictSentence(view, conflict, rollup.increment))} (${conflict.severity})`;
}

/** `Checkout in iteration 2: 3 → 4 items, about 3 finished per iteration lately` */
export function loadWords({ team, iteration, increment, before, after }: LoadChange, home: string): string {
  const { name, unit, finished } = team;
  const lately = finished === null ? "" : `, ${finished} finished per iteration lately`;
  return `${name} in ${iterationWords({ iteration, increment }, home)}: ${before} → ${workWords(after, unit)}${lately}`;
}

const margin = "conflict ".length;

export function labelled(label: string, words: string): string {
  return `${label.padEnd(margin)}${words}`;
}

/** The label once, at the first line. */
export function labelledAll(label: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, place) => labelled(place === 0 ? label : "", line));
}

function orNothing(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? ["nothing"] : lines;
}

function changeWords(after: Evaluation, { before, after: conflict }: Continued): string {
  return `${conflictWords(after, conflict)}, was ${before.severity === "info" ? "for information" : `a ${before.severity}`}`;
}

/** `PAY-2 “Check the credit” (Checkout): iteration 2, 30 Nov – 12 Dec 2026 → iteration 1, 16 – 28 Nov 2026` */
function shiftWords(evaluation: Evaluation, { before, after }: Shift): string {
  const { key, title } = before.item;
  const place = after === null ? "not on the train" : placeWords(evaluation, after);
  const owner = after !== null && after.team !== before.team ? `, ${ownerWords(after)}` : "";
  return `${key} “${title}” (${before.team?.name ?? before.item.container}): ${placeWords(evaluation, before)} → ${place}${owner}`;
}

function ownerWords({ team }: PlannedItem): string {
  return team === null ? "then of no team" : `then of ${team.name}`;
}

function placeWords({ view, rollup }: Evaluation, planned: PlannedItem): string {
  const { iteration, startsAt, endsAt } = planned;
  const place = { iteration: iteration?.key ?? null, increment: iteration?.increment ?? null };
  const words = iterationWords(place, rollup.increment);
  return startsAt === null && endsAt === null ? words : `${words}, ${datesWords(planned, view.train.timeZone)}`;
}

/** Says which timebox the item would be in, or that there is none yet. */
function boxLines({ planned, landing }: Landed): readonly string[] {
  if (landing === null) return [];
  const { box, isNew } = landing;
  const team = planned.team?.name ?? planned.item.container;
  return [
    isNew
      ? labelled("", `no ${box.kind} of ${team} lies there yet: Signalbox takes the days of the iteration`)
      : labelled("", `in ${box.kind} ${box.name}`),
  ];
}

function countsOf({ view }: Evaluation): Readonly<Record<ConflictSeverity, number>> {
  const count = (severity: ConflictSeverity) => view.conflicts.filter((one) => one.severity === severity).length;
  return { conflict: count("conflict"), risk: count("risk"), info: count("info") };
}
