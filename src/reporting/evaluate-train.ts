import { comparisonAt } from "../domain/rollup/changes.ts";
import type { Train } from "../domain/model/train.ts";
import { zoneOf } from "../domain/schedule/civil-day.ts";
import type { EvaluationLedger } from "../ports/evaluation-ledger.ts";
import type { ModelReader } from "../ports/model-store.ts";
import { keptRollup } from "./decision-rows.ts";
import { evaluateView, type Evaluation, type EvaluationInput } from "./evaluate.ts";
import { applyProposalTicks, type TickContext } from "./proposal-ticks.ts";
import type { TrainViews } from "./train-views.ts";

/** What an evaluation needs. */
export type EvaluateContext = {
  readonly store: ModelReader & EvaluationLedger;
  readonly views: TrainViews;
};

/** The train's state at an instant, from the stored model, conflicts and rollups. Stores nothing. */
export async function evaluateStored(context: EvaluateContext, train: Train, at: number): Promise<Evaluation> {
  return evaluateInput(context, await storedInput(context.store, train, at));
}

/** The same from an input in memory, for example with another model than the stored one. */
export function evaluateInput({ views }: Pick<EvaluateContext, "views">, input: EvaluationInput): Promise<Evaluation> {
  return views.look(input, (view) => evaluateView(view, input));
}

export type UpdateContext = EvaluateContext & TickContext;

/**
 * Evaluates a train: stores its conflicts and the day's snapshot, and checks a proposal's boxes.
 * @throws Failure of the database
 */
export async function updateEvaluation(context: UpdateContext, train: Train, at: number): Promise<Evaluation> {
  const evaluation = await evaluateAndStore(context, train, at);
  await context.store.saveSnapshot(keptRollup(evaluation), zoneOf(train.timeZone).dayAt(at));
  await applyProposalTicks(context, evaluation);
  return evaluation;
}

/** Like `evaluateStored`, but stores the conflicts. If another process stored others meanwhile, evaluates again from those. */
export async function evaluateAndStore(context: EvaluateContext, train: Train, at: number): Promise<Evaluation> {
  for (;;) {
    const input = await storedInput(context.store, train, at);
    const evaluation = await evaluateInput(context, input);
    if (await context.store.saveConflicts(train.key, evaluation.records, input.previous)) return evaluation;
  }
}

/** What the store has for an evaluation. @param at epoch milliseconds */
export async function storedInput(store: EvaluateContext["store"], train: Train, at: number): Promise<EvaluationInput> {
  const [model, previous, past] = await Promise.all([
    store.loadModel(),
    store.conflicts(train.key),
    store.pastRollup(train.key, comparisonAt(at, train.timeZone)),
  ]);
  return { model, train, previous, past, at };
}
