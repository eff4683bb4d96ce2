import type { FixStep, ProposedStep } from "../domain/conflicts/conflict.ts";
import type { LinkEnd } from "../domain/ids.ts";
import type { ConflictInContext } from "./conflict-clauses.ts";
import { keyOf, plannedOf, teamName } from "./item-words.ts";
import { decisionWords, nameFor, stepWords, teamCalled, type Remedies } from "./step-words.ts";

/**
 * The steps as one phrase, alternatives by `or`; each with its team if teams differ, or if no team of the train can take
 * it, because the conflict is listed with the teams of its ends then: `API: move B to iteration 2; or
 * Checkout: move D to iteration 5`.
 */
export function stepsWords(context: Remedies): string {
  const { fix } = context.conflict;
  const teams = new Set(fix.map((step) => actorOf(context, step)));
  return teams.size > 1 || fix.some(({ by }) => by === null)
    ? stepsByTeam(context)
    : byTeam(context)
        .map(({ steps }) => steps)
        .join("");
}

/** The same, with the team even if only one can act. */
export function stepsByTeam(context: Remedies): string {
  return byTeam(context)
    .map(({ team, steps }) => `${team}: ${steps}`)
    .join("; or ");
}

/** One step: the team that can take it (its key; null if no team of the train can), and the step in words. */
export type StepRow = { readonly by: string | null; readonly says: string };

export function stepRows(context: Remedies): readonly StepRow[] {
  return context.conflict.fix.map((step) => ({ by: step.by, says: stepWords(context, step) }));
}

type Group = { readonly team: string; readonly steps: string };

/** Joins neighbouring steps of one team; keeps the order. */
function byTeam(context: Remedies): readonly Group[] {
  const groups: Group[] = [];
  for (const { team, steps } of [...sharedDecision(context), ...singleSteps(context)]) {
    const last = groups.at(-1);
    if (last?.team === team) groups.splice(-1, 1, { team, steps: `${last.steps}, or ${steps}` });
    else groups.push({ team, steps });
  }
  return groups;
}

function decisionsIn({ conflict }: ConflictInContext) {
  const decisions = conflict.fix.filter((step) => step.do === "decide-scope");
  return decisions.length > 1 ? decisions : [];
}

/**
 * A decision of several teams appears once, and first, because no other step is good then. Any of them can decide about
 * its item; a cycle takes all of them.
 */
function sharedDecision(context: Remedies): readonly Group[] {
  const decisions = decisionsIn(context);
  if (decisions.length === 0) return [];
  const teams = [...new Set(decisions.map((step) => actorOf(context, step)))];
  const team = series(teams, context.conflict.rule === "cycle" ? "and" : "or");
  const items = series(
    decisions.map(({ item }) => nameFor(context, item)),
    "or",
  );
  return [{ team, steps: decisionWords(context, items) }];
}

function singleSteps(context: Remedies): readonly Group[] {
  const decisions = new Set<ProposedStep>(decisionsIn(context));
  return context.conflict.fix
    .filter((step) => !decisions.has(step))
    .map((step) => ({ team: actorOf(context, step), steps: stepWords(context, step) }));
}

/** `A, B or C`. */
function series(names: readonly string[], last: "and" | "or"): string {
  return [names.slice(0, -1).join(", "), ...names.slice(-1)].filter((part) => part !== "").join(` ${last} `);
}

/** The team's name; if no team of the train can take the step, the owner of what it changes. */
function actorOf(context: Remedies, step: ProposedStep): string {
  if (step.by !== null) return teamCalled(context, step.by);
  const end = changedBy(step);
  const planned = plannedOf(context.view, end);
  if (planned?.elsewhere !== undefined) return teamName(context.view, end);
  return `the owners of ${planned?.item.container ?? keyOf(context.view, end)}`;
}

/** People can only remove a sentence where it is. */
function changedBy(step: FixStep): LinkEnd {
  if (step.do === "grant-access") return step.provider;
  if (step.do !== "drop-link") return step.item;
  const { consumer, written } = step;
  const writers = written.map((mention) => mention.in ?? consumer);
  return writers.find((writer) => writer === consumer) ?? writers[0] ?? consumer;
}
