import type { ConflictRecord, ConflictSeverity } from "../domain/conflicts/conflict.ts";
import type { LinkEnd } from "../domain/ids.ts";
import type { FixSearch } from "../domain/fixes/smallest-fix.ts";
import { isBlind } from "../domain/setup/setup-fault.ts";
import { asOfLines } from "../reporting/as-of-words.ts";
import { answerWords } from "../reporting/answer-words.ts";
import { openIds, type ConflictRow } from "../reporting/conflict-rows.ts";
import { conflictSentence, endsOf, plain } from "../reporting/conflict-sentence.ts";
import { instantOf, lastDayBefore } from "../reporting/dates.ts";
import { openRows } from "../reporting/open-rows.ts";
import { answeredRecords, openRecords, unseenRecords, type Evaluation } from "../reporting/evaluate.ts";
import { datesWords, iterationWords, keyOf, plannedOf, teamName, titleOf } from "../reporting/item-words.ts";
import { setupFaultWords } from "../reporting/setup-words.ts";
import { counted } from "../domain/counted.ts";
import { reasonsWords } from "../reporting/verdict-words.ts";
import { fixWords } from "./fix-words.ts";

/** `15 conflicts, 10 risks, 2 for information` */
export function severityWords({ conflict, risk, info }: Readonly<Record<ConflictSeverity, number>>): string {
  return `${counted(conflict, "conflict")}, ${counted(risk, "risk")}, ${info} for information`;
}

const margin = " ".repeat("conflict ".length);

/**
 * Everything open, for a person: the conflict, the items and their teams, dates, and steps.
 * @param joint fixes of two moves, by the conflict's fingerprint
 */
export function conflictLines(evaluation: Evaluation, joint: ReadonlyMap<string, FixSearch>): readonly string[] {
  const rows = openRows(evaluation);
  const records = new Map(visibleRecords(evaluation).map((record) => [record.fingerprint, record]));
  const shown = rows.flatMap((row) => {
    const record = records.get(row.fingerprint);
    return [
      `${row.severity.padEnd(margin.length)}${row.says}${"id" in row ? ` [${row.id}]` : ""}`,
      ...(record === undefined ? [] : endsOf(record.conflict).map((end) => `${margin}${endWords(evaluation, end)}`)),
      ...(record?.answer == null ? [] : [`${margin}${answerWords(record.answer, evaluation.view.train.timeZone)}`]),
      `${margin}fix${row.rule === "over-capacity" ? "" : byWhen(evaluation, row)}: ${row.fix}`,
      ...[joint.get(row.fingerprint)].flatMap((fix) => (fix ? `${margin}together: ${fixWords(evaluation, fix)}` : [])),
    ];
  });
  const count = (severity: ConflictSeverity) => rows.filter((row) => row.severity === severity).length;
  const counts = { conflict: count("conflict"), risk: count("risk"), info: count("info") };
  return [
    ...shown,
    ...unseenLines(evaluation),
    rows.length === 0 ? "No open conflicts." : `${severityWords(counts)}${knownWords(evaluation)}.`,
    ...blindLines(evaluation),
    ...asOfLines(evaluation).map((line) => `note: ${line}`),
  ];
}

function visibleRecords(evaluation: Evaluation): readonly ConflictRecord[] {
  return [...openRecords(evaluation), ...answeredRecords(evaluation)];
}

/** `; people acknowledged 2 of them and snoozed 1` */
function knownWords(evaluation: Evaluation): string {
  const kinds = answeredRecords(evaluation).map(({ answer }) => answer.kind);
  const snoozed = kinds.filter((kind) => kind === "snoozed").length;
  const known = kinds.length - snoozed;
  return kinds.length === 0 ? "" : `; people acknowledged ${known} of them and snoozed ${snoozed}`;
}

/** Conflicts of which Signalbox cannot tell whether they have ended. */
function unseenLines(evaluation: Evaluation): readonly string[] {
  const { view, rollup, records } = evaluation;
  return unseenRecords(evaluation).flatMap(({ fingerprint, conflict, unseenSince }) => [
    `${"unseen".padEnd(margin.length)}${plain(conflictSentence(view, conflict, rollup.increment))} [${openIds(records)(fingerprint)}]`,
    `${margin}as of ${instantOf(unseenSince ?? view.at, view.train.timeZone)}: Signalbox cannot read part of it since then`,
  ]);
}

/** Reasons why an empty list may be wrong. */
function blindLines({ setup, view, rollup }: Evaluation): readonly string[] {
  const faults = setup.faults.filter((fault) => isBlind(fault));
  const nothing = rollup.verdict.level === "unknown" ? [`Unknown: ${reasonsWords(rollup.verdict.reasons)}.`] : [];
  return [...nothing, ...faults.map((fault) => `note: ${setupFaultWords(fault, view.train.timeZone)}`)];
}

/** `PAY-1 “Pay by invoice” (Checkout): iteration 3, 23 Nov – 6 Dec 2026` */
function endWords({ view, rollup }: Evaluation, end: LinkEnd): string {
  const title = titleOf(view, end);
  const name = title === "" ? keyOf(view, end) : `${keyOf(view, end)} “${title}”`;
  const planned = plannedOf(view, end);
  const team = `(${teamName(view, end)})`;
  if (planned === null || planned.item.presence === "stub") return `${name} ${team}`;
  const { iteration } = planned;
  const place = { iteration: iteration?.key ?? null, increment: iteration?.increment ?? null };
  return `${name} ${team}: ${iterationWords(place, rollup.increment)}, ${datesWords(planned, view.train.timeZone)}`;
}

/** The last day before the conflict takes effect. */
function byWhen({ view }: Evaluation, { dueAt }: ConflictRow): string {
  if (dueAt === null) return "";
  const at = Date.parse(dueAt);
  return at > view.at ? ` by ${lastDayBefore(at, view.train.timeZone)}` : " now";
}
