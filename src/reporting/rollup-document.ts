import type { Block, Document } from "../ports/document.ts";
import { asOfBlocks } from "./as-of-words.ts";
import { changesSection } from "./changes-section.ts";
import { commitmentSection } from "./commitment-section.ts";
import { conflictSections } from "./conflict-sections.ts";
import { instantOf } from "./dates.ts";
import { decisionSection } from "./decision-section.ts";
import { deliverySection } from "./delivery-section.ts";
import type { Evaluation } from "./evaluate.ts";
import { featuresSection } from "./features-section.ts";
import { forecastSection } from "./forecast-section.ts";
import { text } from "./item-words.ts";
import { loadSection } from "./load-section.ts";
import { progressTable } from "./progress-table.ts";
import { qualitySection } from "./quality-section.ts";
import { rollupLabels } from "./rollup-labels.ts";
import { asFarAsRead, figuresAsOf, stalenessBlocks } from "./staleness.ts";
import { verdictPanel } from "./verdict-panel.ts";
import { verdictName } from "./verdict-words.ts";

/**
 * The one living issue per train, for a release train engineer on Monday: the verdict, decisions, changes, features,
 * over-full iterations, the forecast; then progress, delivery, conflicts by team, and data quality.
 */
export function rollupDocument(evaluation: Evaluation): Document {
  const { rollup, view } = evaluation;
  return {
    title: titleOf(evaluation),
    labels: rollupLabels(rollup),
    blocks: [
      ...asOfBlocks(evaluation),
      ...firstPart(evaluation, "below"),
      { type: "heading", level: 2, content: [text("Progress")] },
      progressTable(rollup, view.train),
      ...commitmentSection(evaluation),
      ...deliverySection(evaluation),
      ...conflictSections(evaluation),
      ...qualitySection(evaluation),
    ],
    stamp: [text(`Figures as of ${instantOf(figuresAsOf(rollup), view.train.timeZone)}.`)],
  };
}

/**
 * The part for Monday and for the weekly digest; figures and lists follow it.
 * @param listed where the reader finds the list of all conflicts
 */
export function firstPart(evaluation: Evaluation, listed: "below" | "in the whole rollup"): readonly Block[] {
  const { rollup, view } = evaluation;
  return [
    ...stalenessBlocks(rollup, view.train.timeZone),
    verdictPanel(rollup, view),
    ...decisionSection(evaluation, listed),
    ...changesSection(evaluation),
    ...featuresSection(evaluation),
    ...loadSection(rollup),
    ...forecastSection(evaluation),
  ];
}

/**
 * `Release train Payments: off track (2026.4)`: Signalbox finds the issue by its marker, so the title may change with
 * the verdict.
 */
function titleOf({ rollup }: Evaluation): string {
  const increment = rollup.increment === "" ? "" : ` (${rollup.increment})`;
  const verdict = `${verdictName(rollup.verdict.level).toLowerCase()}${asFarAsRead(rollup)}`;
  return `Release train ${rollup.name}: ${verdict}${increment}`;
}
