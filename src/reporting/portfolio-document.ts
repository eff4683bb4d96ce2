import type { TrainSummary } from "../domain/rollup/kept-rollup.ts";
import { byText } from "../domain/ordering.ts";
import type { VerdictLevel } from "../domain/rollup/rollup.ts";
import type { Block, Document, Inline } from "../ports/document.ts";
import type { PublicationRecord } from "../ports/publication-ledger.ts";
import { instantOf, lastDayBefore } from "./dates.ts";
import { strong, text } from "./item-words.ts";
import { progressWords } from "./verdict-panel.ts";
import { counted } from "../domain/counted.ts";
import { verdictName, verdictTones } from "./verdict-words.ts";

/** One train in the portfolio. `summary`: null if no rollup is stored yet; `rollups`: existing ones. */
export type PortfolioTrain = {
  readonly name: string;
  readonly timeZone: string;
  readonly summary: TrainSummary | null;
  readonly rollups: readonly (Pick<PublicationRecord, "connection"> & { readonly url: string })[];
};

type Known = PortfolioTrain & { readonly summary: TrainSummary };

const levels = ["off-track", "at-risk", "unknown", "on-track"] as const satisfies readonly VerdictLevel[];

/** Number of decisions in the portfolio; each train's rollup has its own. */
const shownDecisions = 10;

/**
 * One line for each train, then the decisions of all trains that are due first. Links go to rollups in the reader's own
 * tracker.
 */
export function portfolioDocument(trains: readonly PortfolioTrain[], connection: string): Document {
  const known = trains.filter((train): train is Known => train.summary !== null);
  return {
    title: `Portfolio: ${summaryWords(trains, known)}`,
    labels: ["signalbox", "portfolio"],
    blocks: [
      verdictPanel(trains, known),
      { type: "heading", level: 2, content: [text("Trains")] },
      { type: "list", items: trains.map((train) => trainLine(train, connection)), omitted: 0 },
      ...decisionBlocks(known),
    ],
    stamp: stampOf(known),
  };
}

function verdictPanel(trains: readonly PortfolioTrain[], known: readonly Known[]): Block {
  const worst = levels.find((level) => known.some(({ summary }) => summary.verdict === level));
  const words = `${counted(trains.length, "release train")}: ${summaryWords(trains, known)}.`;
  return { type: "panel", tone: worst === undefined ? "neutral" : verdictTones[worst], paragraphs: [[text(words)]] };
}

/** `2 off track, 1 on track, 1 not known yet`. */
function summaryWords(trains: readonly PortfolioTrain[], known: readonly Known[]): string {
  const counts = levels.map((level) => {
    const count = known.filter(({ summary }) => summary.verdict === level).length;
    return count === 0 ? "" : `${count} ${verdictName(level).toLowerCase()}`;
  });
  const unknown = trains.length - known.length;
  return [...counts, unknown === 0 ? "" : `${unknown} not known yet`].filter((words) => words !== "").join(", ");
}

function trainLine(train: PortfolioTrain, connection: string): readonly Inline[] {
  const { summary, timeZone } = train;
  const name = nameOf(train, connection);
  if (summary === null) return [name, text(": not known yet.")];
  const { verdict, inIncrement, increment, conflictsNow, decisionsDue, isStale } = summary;
  const facts = [
    increment === "" ? "" : `increment ${increment}: ${progressWords(inIncrement)}`,
    endWords(summary, timeZone),
    `${counted(conflictsNow, "conflict")} now`,
    `${counted(decisionsDue, "decision")} due`,
    isStale ? "part of its data is old, see its rollup" : "",
  ];
  return [
    { type: "badge", text: verdictName(verdict).toLowerCase(), tone: verdictTones[verdict] },
    text(" "),
    name,
    text(`: ${facts.filter((fact) => fact !== "").join("; ")}.`),
  ];
}

function nameOf({ name, rollups }: PortfolioTrain, connection: string): Inline {
  const rollup = rollups.find((one) => one.connection === connection) ?? rollups[0];
  return rollup === undefined ? strong(name) : { type: "link", text: name, url: rollup.url };
}

function endWords({ calendar: { endsAt, state } }: TrainSummary, timeZone: string): string {
  if (endsAt === null) return "no calendar";
  const end = lastDayBefore(endsAt, timeZone);
  return state === "over" ? `its calendar ended on ${end}` : `ends on ${end}`;
}

function decisionBlocks(known: readonly Known[]): readonly Block[] {
  const all = known
    .flatMap(({ name, summary }) => summary.decisions.map((decision) => ({ name, ...decision })))
    .toSorted((a, b) => byText(a.dueAt ?? "", b.dueAt ?? ""));
  const due = known.reduce((sum, { summary }) => sum + summary.decisionsDue, 0);
  const once = withoutRepeats(all);
  const rest = due - (all.length - once.length) - shownDecisions;
  const heading = { type: "heading", level: 2, content: [text("To decide this week")] } as const;
  if (all.length === 0) return [heading, { type: "paragraph", content: [text("Nothing.")] }];
  const items = once.slice(0, shownDecisions).map(({ name, says }) => [strong(`${name}: `), text(says)]);
  return [
    heading,
    { type: "list", items, omitted: 0 },
    ...(rest > 0
      ? [{ type: "paragraph", content: [text(`+${rest} more in the rollups of the trains.`)] } as const]
      : []),
  ];
}

/** A dependency between two trains makes a decision in each: the first of them stays. */
function withoutRepeats<D extends Known["summary"]["decisions"][number]>(decisions: readonly D[]): readonly D[] {
  const seen = new Set<string>();
  return decisions.filter(({ between = [] }) => {
    const names = between.map((items) => items.join(" "));
    const isRepeat = names.length > 0 && names.every((name) => seen.has(name));
    for (const name of names) seen.add(name);
    return !isRepeat;
  });
}

/** The oldest of them: all figures hold up to then. */
function stampOf(known: readonly Known[]): readonly Inline[] {
  const [oldest] = known.toSorted((a, b) => a.summary.at - b.summary.at);
  return oldest === undefined ? [] : [text(`Figures as of ${instantOf(oldest.summary.at, oldest.timeZone)}.`)];
}
