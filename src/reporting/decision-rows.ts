import type { Conflict } from "../domain/conflicts/conflict.ts";
import type { Decision } from "../domain/conflicts/decisions.ts";
import type { KeptDecision, KeptRollup } from "../domain/rollup/kept-rollup.ts";
import { byText } from "../domain/ordering.ts";
import { plain } from "./conflict-sentence.ts";
import { decisionLine, isDue } from "./decision-section.ts";
import type { Evaluation } from "./evaluate.ts";

/** Every decision for the open conflicts, the nearest first. */
export function decisionRows(evaluation: Evaluation): readonly KeptDecision[] {
  return evaluation.decisions.map((decision) => row(evaluation, decision));
}

function row(evaluation: Evaluation, decision: Decision): KeptDecision {
  const { dueAt, teams, conflicts } = decision;
  return {
    says: plain(decisionLine(evaluation, decision)),
    dueAt: dueAt === null ? null : new Date(dueAt).toISOString(),
    due: isDue(evaluation, decision),
    teams,
    conflicts: conflicts.map(({ fingerprint }) => fingerprint),
  };
}

/** Number of stored decisions per day: more than any page shows. */
const kept = 20;

/** The rollup with the decisions due this week, the forecast, the figures of delivery and the hints. */
export function keptRollup(evaluation: Evaluation): KeptRollup {
  const due = evaluation.decisions.filter((decision) => isDue(evaluation, decision));
  return {
    ...evaluation.rollup,
    ...(evaluation.forecast === undefined ? {} : { forecast: evaluation.forecast }),
    ...(evaluation.delivery === undefined ? {} : { delivery: evaluation.delivery }),
    ...(evaluation.hints === undefined ? {} : { hints: evaluation.hints }),
    decisionsDue: due.length,
    decisions: due.slice(0, kept).map((decision) => {
      const { says, dueAt } = row(evaluation, decision);
      return { says, dueAt, between: decision.conflicts.map(itemsOf) };
    }),
  };
}

/** Consumer and provider, or the members of a cycle: ids alone, so that they follow a renamed connection. */
function itemsOf({ rule, consumer, provider, evidence }: Conflict): readonly string[] {
  if (rule === "cycle") return evidence.cycle.toSorted(byText);
  return provider === null ? [consumer] : [consumer, provider];
}
