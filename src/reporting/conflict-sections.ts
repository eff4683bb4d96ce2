import type { ConflictAnswer } from "../domain/conflicts/answer.ts";
import type { Conflict, ConflictRecord, ConflictSeverity } from "../domain/conflicts/conflict.ts";
import { once } from "../domain/tracking/once.ts";
import type { Block, Inline, Keep } from "../ports/document.ts";
import { answerWords } from "./answer-words.ts";
import { conflictSentence, fixWords, severityTones, titledSentence } from "./conflict-sentence.ts";
import { decisionAbove, edgeWords } from "./decision-section.ts";
import { answeredRecords, openRecords, unseenRecords, type Evaluation } from "./evaluate.ts";
import { strong, text } from "./item-words.ts";
import { stepsByTeam, stepsWords } from "./remedy-words.ts";

/** The open conflicts of the highest severity, by the teams that can end them. */
export const conflictsByTeam = once((evaluation: Evaluation): readonly Block[] => {
  const conflicts = openRecords(evaluation).filter(({ conflict }) => conflict.severity === "conflict");
  return [
    { type: "heading", level: 2, content: [text(`Open conflicts by team (${conflicts.length})`)] },
    ...(conflicts.length === 0 ? [none] : byTeam(evaluation, conflicts)),
  ];
});

/** Conflicts by the teams that can end them; risks and information are folded. */
export const conflictSections = once((evaluation: Evaluation): readonly Block[] => {
  const open = openRecords(evaluation);
  const of = (severity: ConflictSeverity) => open.filter(({ conflict }) => conflict.severity === severity);
  return [
    ...conflictsByTeam(evaluation),
    ...folded(evaluation, { title: "At risk", records: of("risk"), keep: "long" }),
    ...folded(evaluation, {
      title: "Not visible at present, as last seen",
      records: unseenRecords(evaluation),
      keep: "long",
    }),
    ...folded(evaluation, { title: "Worth knowing", records: of("info"), keep: "short" }),
    ...answeredBlocks(evaluation, "Acknowledged", "acknowledged"),
    ...answeredBlocks(evaluation, "Snoozed", "snoozed"),
  ];
});

/** People know of these: the conflict and their words, without a step. */
function answeredBlocks(evaluation: Evaluation, title: string, kind: ConflictAnswer["kind"]): readonly Block[] {
  const { view, rollup } = evaluation;
  const records = answeredRecords(evaluation).filter(({ answer }) => answer.kind === kind);
  if (records.length === 0) return [];
  const items = records.map(({ conflict, answer }) => [
    ...badge(conflict),
    ...titledSentence(view, conflict, rollup.increment),
    text(` ${answerWords(answer, view.train.timeZone)}.`),
  ]);
  return [{ type: "details", summary: `${title} (${records.length})`, blocks: [list(records, items)], keep: "long" }];
}

const none: Block = { type: "paragraph", content: [text("None.")] };

/** A conflict that several teams could end is in full with the first of them, in short with the others. */
function byTeam(evaluation: Evaluation, records: readonly ConflictRecord[]): readonly Block[] {
  const { teams } = evaluation.view.train;
  const order = [...teams, { key: "", name: "No team of this train" }];
  return order.flatMap(({ key, name }) => {
    const group = records.filter(({ conflict }) => hands(conflict).includes(key));
    if (group.length === 0) return [];
    const shared = group.filter(({ conflict }) => hands(conflict).length > 1).length;
    return [
      {
        type: "heading",
        level: 3,
        content: [text(`${name} (${group.length}${alsoWords(shared, group.length)})`)],
      } as const,
      list(
        group,
        group.map((record) => teamLine(evaluation, record, key)),
      ),
    ];
  });
}

/** `, 1 also with another team` */
function alsoWords(shared: number, all: number): string {
  if (shared === 0) return "";
  const which = shared < all ? `${shared} ` : all === 1 ? "" : "all ";
  return `, ${which}also with another team`;
}

/** If not all fit, those that take effect last go first, over all teams. */
function list(records: readonly ConflictRecord[], items: readonly (readonly Inline[])[]): Block {
  return { type: "list", items, omitted: 0, distances: records.map(({ conflict }) => conflict.dueAt ?? Infinity) };
}

/** Keys of the teams that can end it; an empty key if there is none. */
function hands({ actors }: Conflict): readonly string[] {
  return actors.length === 0 ? [""] : actors;
}

function teamLine(evaluation: Evaluation, record: ConflictRecord, team: string): readonly Inline[] {
  const { conflict } = record;
  const [first, ...others] = hands(conflict);
  if (first !== team) return shortLine(evaluation, conflict, team);
  const { view, rollup } = evaluation;
  const isAbove = decisionAbove(evaluation).has(conflict);
  // The steps name the teams that take them.
  const unnamed = isAbove ? others : others.filter((key) => conflict.fix.every(({ by }) => by !== key));
  const also = unnamed.length === 0 ? "" : ` (also ${names(evaluation, unnamed)})`;
  return line(evaluation, conflict, `${isAbove ? "above" : fixWords(view, conflict, rollup.increment)}${also}`);
}

/** This team's option for a conflict listed with another team. */
function shortLine(evaluation: Evaluation, conflict: Conflict, team: string): readonly Inline[] {
  const { view, rollup } = evaluation;
  // A cycle takes all of its teams.
  const own = conflict.fix.filter(
    (step) => step.by === team || (step.do === "decide-scope" && conflict.rule === "cycle"),
  );
  const steps = decisionAbove(evaluation).has(conflict)
    ? "above"
    : stepsWords({ view, conflict: { ...conflict, fix: own }, home: rollup.increment, reader: null });
  const others = hands(conflict).filter((key) => key !== team);
  return [
    ...badge(conflict),
    ...edgeWords(view, conflict),
    text(` (also ${names(evaluation, others)})`),
    ...(own.length === 0 ? [] : [text(". "), strong("Fix:"), text(` ${steps}`)]),
    text("."),
  ];
}

function names({ view }: Evaluation, keys: readonly string[]): string {
  const teams = view.train.teams.filter(({ key }) => keys.includes(key));
  return teams.map(({ name }) => name).join(", ");
}

type Preview = { readonly title: string; readonly records: readonly ConflictRecord[]; readonly keep: Keep };

function folded(evaluation: Evaluation, { title, records, keep }: Preview): readonly Block[] {
  if (records.length === 0) return [];
  const { view, rollup } = evaluation;
  const items = records.map(({ conflict }) =>
    line(evaluation, conflict, stepsByTeam({ view, conflict, home: rollup.increment, reader: null })),
  );
  return [{ type: "details", summary: `${title} (${records.length})`, blocks: [list(records, items)], keep }];
}

/** A sentence, not a table row: in Jira's format that takes three times the size. A decision for one conflict has its titles. */
function line(evaluation: Evaluation, conflict: Conflict, steps: string): readonly Inline[] {
  const { view, rollup } = evaluation;
  const isTitled = decisionAbove(evaluation).get(conflict)?.conflicts.length === 1;
  const sentence = isTitled ? conflictSentence : titledSentence;
  return [
    ...badge(conflict),
    ...sentence(view, conflict, rollup.increment),
    text(" "),
    strong("Fix:"),
    text(` ${steps}.`),
  ];
}

function badge({ severity }: Conflict): readonly Inline[] {
  return [{ type: "badge", text: severity, tone: severityTones[severity] }, text(" ")];
}
