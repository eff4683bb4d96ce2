import type { ConflictRecord } from "../domain/conflict.ts";
import type { Block, Inline } from "../ports/document.ts";
import { actorNames, fixWords, severityTones, titledSentence } from "./conflict-words.ts";
import { openRecords, type Evaluation } from "./evaluate.ts";
import { strong, text } from "./item-words.ts";

/** Open conflicts by the team that has to act, the gravest first; what is only worth knowing is folded away. */
export function conflictSections(evaluation: Evaluation): readonly Block[] {
  const open = openRecords(evaluation);
  const urgent = open.filter(({ conflict }) => conflict.severity !== "info");
  const known = open.filter(({ conflict }) => conflict.severity === "info");
  return [
    { type: "heading", level: 2, content: [text("Open conflicts by team")] },
    ...(urgent.length === 0 ? [none] : byTeam(evaluation, urgent)),
    ...(known.length === 0 ? [] : [folded(evaluation, known)]),
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

function folded(evaluation: Evaluation, records: readonly ConflictRecord[]): Block {
  return { type: "details", summary: `Worth knowing (${records.length})`, blocks: [list(evaluation, records)] };
}

/** A list, not a table: what a conflict has to say is a sentence, and in Jira's format a table is three times its size. */
function list(evaluation: Evaluation, records: readonly ConflictRecord[]): Block {
  return { type: "list", items: records.map((record) => line(evaluation, record)), omitted: 0 };
}

function line({ view, rollup }: Evaluation, { conflict }: ConflictRecord): readonly Inline[] {
  const others = conflict.actors.length > 1 ? ` (${actorNames(view, conflict)})` : "";
  return [
    { type: "badge", text: conflict.severity, tone: severityTones[conflict.severity] },
    text(" "),
    ...titledSentence(view, conflict, rollup.increment),
    text(" "),
    strong("Fix:"),
    text(` ${fixWords(view, conflict, rollup.increment)}${others}.`),
  ];
}
