import type { ConflictRecord, ConflictSeverity } from "../domain/conflict.ts";
import type { Block, Inline } from "../ports/document.ts";
import { actorNames, fixWords, severityTones, titledSentence } from "./conflict-words.ts";
import { openRecords, type Evaluation } from "./evaluate.ts";
import { strong, text } from "./item-words.ts";

/** Conflicts by the team that has to act; risks and what is only worth knowing are folded away. */
export function conflictSections(evaluation: Evaluation): readonly Block[] {
  const open = openRecords(evaluation);
  const of = (severity: ConflictSeverity) => open.filter(({ conflict }) => conflict.severity === severity);
  const conflicts = of("conflict");
  return [
    { type: "heading", level: 2, content: [text("Open conflicts by team")] },
    ...(conflicts.length === 0 ? [none] : byTeam(evaluation, conflicts)),
    ...folded(evaluation, "At risk", of("risk")),
    ...folded(evaluation, "Worth knowing", of("info")),
  ];
}

const none: Block = { type: "paragraph", content: [text("None.")] };

function byTeam(evaluation: Evaluation, records: readonly ConflictRecord[]): readonly Block[] {
  const { teams } = evaluation.view.train;
  const groups = Map.groupBy(records, ({ conflict }) => conflict.actors[0] ?? "");
  const order = [...teams.map(({ key }) => key), ""];
  return order.flatMap((key) => {
    const group = groups.get(key) ?? [];
    if (group.length === 0) return [];
    const name = teams.find((team) => team.key === key)?.name ?? "No team of this train";
    return [
      { type: "heading", level: 3, content: [text(`${name} (${group.length})`)] } as const,
      list(evaluation, group),
    ];
  });
}

function folded(evaluation: Evaluation, title: string, records: readonly ConflictRecord[]): readonly Block[] {
  if (records.length === 0) return [];
  return [{ type: "details", summary: `${title} (${records.length})`, blocks: [list(evaluation, records)] }];
}

/** A list, not a table: what a conflict has to say is a sentence, and in Jira's format a table is three times its size. */
function list(evaluation: Evaluation, records: readonly ConflictRecord[]): Block {
  return { type: "list", items: records.map((record) => line(evaluation, record)), omitted: 0 };
}

function line({ view, rollup }: Evaluation, { conflict }: ConflictRecord): readonly Inline[] {
  const grouped = conflict.severity === "conflict" && conflict.actors.length < 2;
  const actors = grouped ? "" : ` (${actorNames(view, conflict)})`;
  return [
    { type: "badge", text: conflict.severity, tone: severityTones[conflict.severity] },
    text(" "),
    ...titledSentence(view, conflict, rollup.increment),
    text(" "),
    strong("Fix:"),
    text(` ${fixWords(view, conflict, rollup.increment)}${actors}.`),
  ];
}
