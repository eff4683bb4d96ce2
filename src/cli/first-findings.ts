import { verdictName, reasonsWords } from "../reporting/verdict-words.ts";
import type { Evaluation } from "../reporting/evaluate.ts";
import { openRows } from "../reporting/open-rows.ts";
import type { PlannedWrite } from "../reporting/planned-writes.ts";
import { planTrain } from "../reporting/publish.ts";
import { displayedOwners } from "./team-samples.ts";
import { severityWords } from "./conflict-lines.ts";
import { readableOf } from "./displayed-text.ts";
import { evaluating } from "./evaluate-context.ts";
import type { OpenedApp } from "./wiring.ts";

/** Conflicts that init shows as the comments that Signalbox would write. */
const shownComments = 3;

export type Findings = { readonly lines: readonly string[]; readonly conflicts: readonly unknown[] };

/** What the trains show at once: verdict, counts, and the first comments as text. Writes nothing. */
export async function withoutWrites(app: OpenedApp, evaluations: readonly Evaluation[]): Promise<Findings> {
  const found = await Promise.all(evaluations.map((evaluation) => findingsOf(app, evaluation)));
  return {
    lines: [
      ...found.flatMap(({ lines }) => lines),
      "",
      "Nothing was written into the trackers. Next: `signalbox plan` shows every text that Signalbox would write, `signalbox conflicts` lists all conflicts.",
    ],
    conflicts: found.flatMap(({ conflicts }) => conflicts),
  };
}

async function findingsOf(app: OpenedApp, evaluation: Evaluation): Promise<Findings> {
  const rows = openRows(evaluation);
  const { level, reasons } = evaluation.rollup.verdict;
  const count = (severity: "conflict" | "risk" | "info") => rows.filter((row) => row.severity === severity).length;
  const why = reasons.length === 0 ? "" : `: ${reasonsWords(reasons)}`;
  const counts = { conflict: count("conflict"), risk: count("risk"), info: count("info") };
  return {
    lines: [
      ...displayedOwners(evaluation),
      "",
      `${evaluation.view.train.name} is ${verdictName(level).toLowerCase()}${why}.`,
      `${severityWords(counts)}.`,
      ...(await commentLines(app, evaluation)),
    ],
    conflicts: rows,
  };
}

/** The comments of the first conflicts, as their readers would see them. */
async function commentLines(app: OpenedApp, evaluation: Evaluation): Promise<readonly string[]> {
  const { connectors, render, store } = app;
  const plan = await planTrain({ ...evaluating(store), connectors: new Set(connectors.keys()), render }, evaluation);
  const drafts = [...plan.writes, ...plan.waiting.flatMap(({ draft }) => draft ?? [])];
  const byItem = new Map(drafts.flatMap((draft) => commentOn(draft)));
  const readable = readableOf(await store.connections());
  const first = [...new Set(openRows(evaluation).flatMap(({ consumer }) => consumer?.key ?? []))]
    .flatMap((key) => byItem.get(key) ?? [])
    .slice(0, shownComments);
  return first.flatMap(({ key, write }) => [
    "",
    `== the comment that ${key} would get`,
    ...readable(write.connection, write.text.rendered),
  ]);
}

function commentOn(write: PlannedWrite): readonly (readonly [string, { key: string; write: PlannedWrite }])[] {
  return write.place.kind === "comment" ? [[write.place.item.key, { key: write.place.item.key, write }]] : [];
}
