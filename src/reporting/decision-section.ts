import type { Conflict } from "../domain/conflicts/conflict.ts";
import { isDueBy, type Decision } from "../domain/conflicts/decisions.ts";
import { iterationsOf } from "../domain/model/train.ts";
import { once } from "../domain/tracking/once.ts";
import type { TrainView } from "../domain/model/train-plan.ts";
import type { Block, Inline } from "../ports/document.ts";
import { lastDayBefore } from "./dates.ts";
import { answeredRecords, type Evaluation } from "./evaluate.ts";
import { keyLink, strong, text, titledLink } from "./item-words.ts";
import { stepsByTeam } from "./remedy-words.ts";
import { counted } from "../domain/counted.ts";

/** Number of decisions at the top; the list of conflicts has them all. */
const shown = 10;

/**
 * Urgent decisions: one line each, the nearest first, with the teams that can take it and the deadline.
 * @param listed where the reader finds the list of all conflicts
 */
export function decisionSection(evaluation: Evaluation, listed: "below" | "in the whole rollup"): readonly Block[] {
  const due = dueDecisions(evaluation);
  const rest = due.length - shown;
  const answered = answeredRecords(evaluation).filter(
    ({ conflict }) => conflict.severity === "conflict" && isDue(evaluation, conflict),
  ).length;
  return [
    { type: "heading", level: 2, content: [text("To decide this week")] },
    due.length === 0
      ? { type: "paragraph", content: [text(nothingWords(evaluation, answered))] }
      : {
          type: "list",
          items: due.slice(0, shown).map((one) => decisionLine(evaluation, one)),
          omitted: 0,
          keep: "always",
        },
    ...(rest > 0 ? [more(rest, listed)] : []),
    ...(answered > 0 ? [leftOut(answered)] : []),
  ];
}

const dueDecisions = once((evaluation: Evaluation): readonly Decision[] =>
  evaluation.decisions.filter((decision) => isDue(evaluation, decision)),
);

/** The decision at the top of the page that ends a conflict; undefined if it is not among those. */
export const decisionAbove = once(
  (evaluation: Evaluation): ReadonlyMap<Conflict, Decision> =>
    new Map(
      dueDecisions(evaluation)
        .slice(0, shown)
        .flatMap((decision) => decision.conflicts.map((conflict) => [conflict, decision] as const)),
    ),
);

/** In the words of `isDueBy`: not all instants lie in an iteration that has a next one. */
function nothingWords({ view: { train, at } }: Evaluation, answered: number): string {
  const none = `Nothing: no ${answered > 0 ? "other " : ""}conflict`;
  const [first, ...later] = iterationsOf(train).filter(({ endsAt }) => endsAt > at);
  if (first === undefined) return `${none} is due.`;
  if (first.startsAt > at) return `${none} touches the next iteration.`;
  return `${none} touches this iteration${later.length === 0 ? "" : " or the next one"}.`;
}

function leftOut(answered: number): Block {
  return {
    type: "paragraph",
    content: [text(`Left out: ${counted(answered, "conflict")} that people acknowledged or snoozed.`)],
  };
}

/** Whether it is due in the present or the next iteration, or late already. */
export function isDue({ view }: Pick<Evaluation, "view">, due: Pick<Decision, "dueAt">): boolean {
  return isDueBy(due, view.train, view.at);
}

function more(rest: number, listed: string): Block {
  return { type: "paragraph", content: [text(`+${rest} more ${listed}, under “Open conflicts by team”.`)] };
}

/** `By 6 Dec 2026: Ledger: move LED-378 to iteration 3. MOB-422 “…” needs LED-378 “…”.` */
export function decisionLine({ view, rollup }: Evaluation, decision: Decision): readonly Inline[] {
  return [
    ...dueWords(decision, view),
    text(`${whoDoesWhat(view, decision, rollup.increment)}. `),
    ...whyWords(view, decision),
  ];
}

/** `Now: `, or the last day on which the decision still helps; nothing without any date. */
function dueWords({ dueAt }: Decision, { train, at }: TrainView): readonly Inline[] {
  if (dueAt === null) return [];
  return [strong(dueAt <= at ? "Now: " : `By ${lastDayBefore(dueAt, train.timeZone)}: `)];
}

/** `Ledger: move LED-378 to iteration 3; or Mobile App: move MOB-422 to iteration 5`. */
function whoDoesWhat(view: TrainView, { steps, conflicts }: Decision, home: string): string {
  return stepsByTeam({ view, conflict: { ...conflicts[0], fix: steps }, home, reader: null });
}

function whyWords(view: TrainView, { conflicts, steps }: Decision): readonly Inline[] {
  const [first, ...others] = conflicts;
  if (others.length === 0) return [...oneReason(view, first), text(".")];
  // What people decide, or what Signalbox then reads, need not end them.
  const isTried = steps.every((step) => step.do !== "decide-scope" && step.do !== "grant-access");
  return [
    text(`That ${isTried ? "ends" : "concerns"} ${conflicts.length} conflicts: `),
    ...conflicts.flatMap((conflict, place) => [...(place === 0 ? [] : [text("; ")]), ...edgeWords(view, conflict)]),
    text("."),
  ];
}

function oneReason(view: TrainView, conflict: Conflict): readonly Inline[] {
  const { rule, consumer, provider } = conflict;
  if (rule === "cycle" || provider === null) return edgeWords(view, conflict);
  return [...titledLink(view, consumer), text(" needs "), ...titledLink(view, provider)];
}

/** `PAY-1 needs api#2` by keys alone, for a list of several. */
export function edgeWords(view: TrainView, { rule, consumer, provider, evidence }: Conflict): readonly Inline[] {
  if (rule === "cycle") {
    const chain = [...evidence.cycle, ...evidence.cycle.slice(0, 1)];
    return chain.flatMap((id, place) => [...(place === 0 ? [] : [text(" → ")]), keyLink(view, id)]);
  }
  const needed = provider === null ? text("an unknown item") : keyLink(view, provider);
  return [keyLink(view, consumer), text(" needs "), needed];
}
