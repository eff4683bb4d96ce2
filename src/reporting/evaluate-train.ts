import { begunPeriods, type Commitment } from "../domain/history/commitment.ts";
import { modelAt } from "../domain/history/model-at.ts";
import type { Model } from "../domain/model/model.ts";
import { calendarAt } from "../domain/schedule/calendar-state.ts";
import { comparisonAt } from "../domain/rollup/changes.ts";
import type { Train } from "../domain/model/train.ts";
import { zoneOf } from "../domain/schedule/civil-day.ts";
import type { EvaluationLedger } from "../ports/evaluation-ledger.ts";
import type { ModelReader } from "../ports/model-store.ts";
import type { PublicationLedger } from "../ports/publication-ledger.ts";
import { keptRollup } from "./decision-rows.ts";
import { evaluateView, type Evaluation, type EvaluationInput } from "./evaluate.ts";
import { commitmentsOf, type Committed } from "./commitments.ts";
import { dayForecast } from "./day-forecast.ts";
import { storePresentConnections } from "./follow-connections.ts";
import { inTurns } from "./in-turns.ts";
import { applyProposalTicks, type TickContext } from "./proposal-ticks.ts";
import { withDelivery } from "./with-delivery.ts";
import { withHints } from "./with-hints.ts";
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
  return (await evaluateWithInput(context, train, at)).evaluation;
}

/** An evaluation, and the input that it was made from: its model is that of the instant. */
export type Evaluated = { readonly evaluation: Evaluation; readonly input: EvaluationInput };

/** Like `evaluateStored`: for those who compute more from the same input. */
export async function evaluateWithInput(context: EvaluateContext, train: Train, at: number): Promise<Evaluated> {
  const { input, present: model } = await inputOf(context, train, at);
  const { stored, made } = await commitmentsOf(context, train, { model, at, fill: "increment" });
  const whole = { ...input, commitments: [...stored, ...made] };
  const evaluation = await withDelivery(context, await evaluateWithForecast(context, whole));
  return { evaluation: await withHints(context, evaluation), input };
}

/** Like `evaluateStored`, without commitments, figures of delivery and hints, and with a forecast only if one is kept: for those who show none of them. */
export async function evaluateConflicts(context: EvaluateContext, train: Train, at: number): Promise<Evaluation> {
  return evaluateInput(context, await storedInput(context, train, at));
}

/** With the forecast of the day, which tells what is likely to slip. */
async function evaluateWithForecast(
  context: Pick<EvaluateContext, "views">,
  input: EvaluationInput,
): Promise<Evaluation> {
  const evaluation = await evaluateInput(context, input);
  const forecast = await dayForecast(evaluation, input, context.views);
  return forecast === input.forecast ? evaluation : evaluateInput(context, { ...input, forecast });
}

/** The train's state from that input. Stores nothing. */
export function evaluateInput({ views }: Pick<EvaluateContext, "views">, input: EvaluationInput): Promise<Evaluation> {
  return views.look(input, (view) => evaluateView(view, input));
}

export type UpdateContext = EvaluateContext &
  TickContext & { readonly store: Pick<PublicationLedger, "savePublication"> };

/**
 * Evaluates a train with its forecast, figures of delivery and hints: stores its conflicts, the day's snapshot and the
 * connections of its texts, and checks a proposal's boxes.
 * @throws Failure of the database
 */
export async function updateEvaluation(context: UpdateContext, train: Train, at: number): Promise<Evaluation> {
  const evaluated = await withDelivery(context, await evaluateAndStore(context, train, at));
  const evaluation = await withHints(context, evaluated);
  await context.store.saveSnapshot(keptRollup(evaluation), zoneOf(train.timeZone).dayAt(at));
  await storePresentConnections(context.store, evaluation);
  await applyProposalTicks(context, evaluation);
  return evaluation;
}

/**
 * Like `evaluateStored`, but stores the conflicts, and what stood in a period that began. If another process stored
 * other conflicts meanwhile, evaluates again from those.
 */
export async function evaluateAndStore(context: EvaluateContext, train: Train, at: number): Promise<Evaluation> {
  let forecast: EvaluationInput["forecast"];
  for (;;) {
    const { input, present: model } = await inputOf(context, train, at);
    const { stored, made } = await commitmentsOf(context, train, { model, at, fill: "iterations" });
    const evaluation = await evaluateWithForecast(context, {
      ...input,
      forecast: forecast ?? input.forecast,
      commitments: await kept(context, train, { stored, made, at }),
    });
    forecast = evaluation.forecast;
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

async function inputOf({ store, views, asked }: EvaluateContext, train: Train, at: number): Promise<Read> {
  const [model, previous, past, forecast, history] = await Promise.all([
    store.loadModel(),
    store.conflicts(train.key),
    store.pastRollup(train.key, comparisonAt(at, train.timeZone)),
    calendarAt(train, at).state === "over" ? null : store.keptForecast(train.key, zoneOf(train.timeZone).dayAt(at)),
    asked === undefined ? null : store.history(at),
  ]);
  const input = { train, previous, past, at, forecast: forecast ?? undefined };
  if (asked === undefined || history === null) return { input: { ...input, model }, present: model };
  const { model: modelThen, ...uncertainties } = await inTurns(modelAt(model, history.events, at), views.pause);
  const uncertain = modelThen === model ? null : { past: uncertainties, unreadable: history.unreadable };
  return { input: { ...input, model: modelThen, asked: { ...asked, uncertain } }, present: model };
}
