import type { TrainView } from "../domain/planned-item.ts";
import type { Rollup, VerdictLevel, VerdictReason } from "../domain/rollup.ts";
import type { Block, Document, Inline, Tone } from "../ports/document.ts";
import { conflictSections } from "./conflict-sections.ts";
import { daysOf, instantOf } from "./dates.ts";
import type { Evaluation } from "./evaluate.ts";
import { strong, text } from "./item-words.ts";
import { progressTable } from "./progress-table.ts";
import { qualitySection } from "./quality-section.ts";

/** The one living issue per train: verdict first, then progress, conflicts by team, and how far the data can be trusted. */
export function rollupDocument(evaluation: Evaluation): Document {
  const { rollup, view } = evaluation;
  return {
    title: `Release train ${rollup.name}: rollup`,
    labels: [],
    blocks: [
      verdictPanel(rollup, view),
      { type: "heading", level: 2, content: [text("Progress")] },
      progressTable(rollup, view.train),
      ...conflictSections(evaluation),
      ...qualitySection(rollup),
    ],
    stamp: [text(`Figures as of ${instantOf(rollup.at, view.train.timeZone)}.`)],
  };
}

const verdictWords: Readonly<Record<VerdictLevel, string>> = {
  "on-track": "On track",
  "at-risk": "At risk",
  "off-track": "Off track",
};

const verdictTones: Readonly<Record<VerdictLevel, Tone>> = {
  "on-track": "good",
  "at-risk": "warning",
  "off-track": "bad",
};

/** The verdict in two words, as people say it. */
export function verdictName(level: VerdictLevel): string {
  return verdictWords[level];
}

function verdictPanel(rollup: Rollup, view: TrainView): Block {
  const { level, reasons } = rollup.verdict;
  const why = reasons.length === 0 ? "no dependency is in conflict" : reasons.map(reasonWords).join("; ");
  return {
    type: "panel",
    tone: verdictTones[level],
    paragraphs: [[strong(`${verdictWords[level]}: `), text(`${why}.`)], whereWeAre(rollup, view), sizeWords(rollup)],
  };
}

function reasonWords(reason: VerdictReason): string {
  switch (reason.kind) {
    case "conflicts-now":
      return `${counted(reason.count, "dependency conflict")} in work that is under way or comes next`;
    case "conflicts-later":
      return `${counted(reason.count, "dependency conflict")} in later work`;
    case "risks":
      return counted(reason.count, "dependency at risk", "dependencies at risk");
  }
}

/** `1 conflict`, `2 conflicts`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function whereWeAre(rollup: Rollup, { train }: TrainView): readonly Inline[] {
  const increment = train.increments.find(({ key }) => key === rollup.increment);
  const iterations = increment?.iterations ?? [];
  const now = iterations.findIndex(({ key }) => key === rollup.iteration);
  const current = iterations[now];
  const place =
    current === undefined
      ? "between iterations"
      : `iteration ${current.key}, ${now + 1} of ${iterations.length} (${daysOf(current, train.timeZone)})`;
  return [text(`Increment ${rollup.increment}: ${place}.`)];
}

function sizeWords({ total, features, dependencies, teams }: Rollup): readonly Inline[] {
  const work = `${counted(teams.length, "team")}, ${counted(features, "feature")}, ${total.done} of ${counted(total.items, "item")} done`;
  const edges = `${counted(dependencies.total, "dependency", "dependencies")} (${dependencies.open} open, ${dependencies.crossTeam} between teams, ${dependencies.crossTracker} across trackers)`;
  return [text(`${work}; ${edges}.`)];
}
