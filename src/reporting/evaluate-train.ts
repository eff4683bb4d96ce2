import { begunPeriods, type Commitment } from "../domain/history/commitment.ts";
import { modelAt } from "../domain/history/model-at.ts";
import type { Model } from "../domain/model/model.ts";
import { comparisonAt } from "../domain/rollup/changes.ts";
import type { Train } from "../domain/model/train.ts";
import { zoneOf } from "../domain/schedule/civil-day.ts";
import type { EvaluationLedger } from "../ports/evaluation-ledger.ts";
import type { ModelReader } from "../ports/model-store.ts";
import { keptRollup } from "./decision-rows.ts";
import { evaluateView, type Evaluation, type EvaluationInput } from "./evaluate.ts";
import { commitmentsOf, type Committed } from "./commitments.ts";
import { applyProposalTicks, type TickContext } from "./proposal-ticks.ts";
import { withDelivery } from "./with-delivery.ts";
import { withForecast } from "./with-forecast.ts";
import type { TrainViews } from "./train-views.ts";

/** What an evaluation needs. */
export type EvaluateContext = {
  readonly store: ModelReader & EvaluationLedger;
  readonly views: TrainViews;
  /**
   * Set if a person asked for the instant: the evaluation then looks at the items as they stood at it. `now`: epoch
   * milliseconds. Else it looks at the items as they were last read.
   */
  readonly asked?: { readonly now: number } | undefined;
};

/** The train's state at an instant, from the stored model, conflicts, rollups and figures of the day. Stores nothing. */
export async function evaluateStored(context: EvaluateContext, train: Train, at: number): Promise<Evaluation> {
  const { input, present: model } = await inputOf(context, train, at);
  const { stored, made } = await commitmentsOf(context, train, { model, at, fill: "increment" });
  return withFigures(context, await evaluateInput(context, { ...input, commitments: [...stored, ...made] }));
}

/** With what one evaluation of a day makes for all others of it. */
async function withFigures(context: EvaluateContext, evaluation: Evaluation): Promise<Evaluation> {
  return withDelivery(context, await withForecast(context, evaluation));
}

/** Like `evaluateStored`, without forecast, figures of delivery and commitments: for those who do not show them. */
export async function evaluateConflicts(context: EvaluateContext, train: Train, at: number): Promise<Evaluation> {
  return evaluateInput(context, await storedInput(context, train, at));
}

/** The train's state from that input. Stores nothing. */
export function evaluateInput({ views }: Pick<EvaluateContext, "views">, input: EvaluationInput): Promise<Evaluation> {
  return views.look(input, (view) => evaluateView(view, input));
}

export type UpdateContext = EvaluateContext & TickContext;

/**
 * Evaluates a train with its forecast and figures of delivery: stores its conflicts and the day's snapshot, and checks a proposal's boxes.
 * @throws Failure of the database
 */
export async function updateEvaluation(context: UpdateContext, train: Train, at: number): Promise<Evaluation> {
  const evaluation = await withFigures(context, await evaluateAndStore(context, train, at));
  await context.store.saveSnapshot(keptRollup(evaluation), zoneOf(train.timeZone).dayAt(at));
  await applyProposalTicks(context, evaluation);
  return evaluation;
}

/**
 * Like `evaluateConflicts`, but stores the conflicts, and what stood in a period that began. If another process stored
 * other conflicts meanwhile, evaluates again from those.
 */
export async function evaluateAndStore(context: EvaluateContext, train: Train, at: number): Promise<Evaluation> {
  for (;;) {
    const { input, present: model } = await inputOf(context, train, at);
    const { stored, made } = await commitmentsOf(context, train, { model, at, fill: "iterations" });
    const evaluation = await evaluateInput(context, {
      ...input,
      commitments: await kept(context, train, { stored, made, at }),
    });
    if (await context.store.saveConflicts(train.key, evaluation.records, input.previous)) return evaluation;
  }
}

/** Stores commitments that were made. Of two processes the first one's stay. */
async function kept(
  { store }: EvaluateContext,
  train: Train,
  { stored, made, at }: Committed & { readonly at: number },
): Promise<readonly Commitment[]> {
  if (made.length === 0) return stored;
  await store.saveCommitments(made);
  return store.commitments(train.key, begunPeriods(train, at));
}

/** What the store has for an evaluation, without commitments. @param at epoch milliseconds */
export async function storedInput(context: EvaluateContext, train: Train, at: number): Promise<EvaluationInput> {
  return (await inputOf(context, train, at)).input;
}

/** An evaluation's input, and the model as it was last read. */
type Read = { readonly input: EvaluationInput; readonly present: Model };

async function inputOf({ store, asked }: EvaluateContext, train: Train, at: number): Promise<Read> {
  const [model, previous, past, history] = await Promise.all([
    store.loadModel(),
    store.conflicts(train.key),
    store.pastRollup(train.key, comparisonAt(at, train.timeZone)),
    asked === undefined ? null : store.history(at),
  ]);
  const input = { train, previous, past, at };
  if (asked === undefined || history === null) return { input: { ...input, model }, present: model };
  const { model: modelThen, ...uncertainties } = modelAt(model, history.events, at);
  const uncertain = modelThen === model ? null : { past: uncertainties, unreadable: history.unreadable };
  return { input: { ...input, model: modelThen, asked: { ...asked, uncertain } }, present: model };
}
