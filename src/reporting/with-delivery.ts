import { deliveryOf, earliest } from "../domain/figures/delivery.ts";
import type { Delivery } from "../domain/figures/delivery-figures.ts";
import { summaryOf } from "../domain/figures/delivery-summary.ts";
import { deliveryTimes } from "../domain/figures/delivery-times.ts";
import { comparisonAt } from "../domain/rollup/changes.ts";
import { zoneOf } from "../domain/schedule/civil-day.ts";
import type { EvaluationLedger } from "../ports/evaluation-ledger.ts";
import type { ModelReader } from "../ports/model-store.ts";
import type { Train } from "../domain/model/train.ts";
import type { Evaluation } from "./evaluate.ts";
import { dayBasis } from "./day-basis.ts";
import { inTurns } from "./in-turns.ts";
import type { TrainViews } from "./train-views.ts";

/** What figures of delivery need. */
export type DeliveryContext = {
  readonly store: Pick<ModelReader, "loadModel" | "historySince"> &
    Pick<EvaluationLedger, "commitments" | "keptDelivery">;
  readonly views: Pick<TrainViews, "pause">;
};

/** The figures of a train at an instant, from the stored history. @param at epoch milliseconds */
export async function deliveryAt({ store, views }: DeliveryContext, train: Train, at: number): Promise<Delivery> {
  const [model, history, stored] = await Promise.all([
    store.loadModel(),
    store.historySince(earliest(train, at)),
    store.commitments(train.key, deliveryTimes(train, at).periods),
  ]);
  return inTurns(deliveryOf({ train, model, ...history, stored, at }), views.pause);
}

/** Changes with the meaning of the figures. */
const version = 2;

/**
 * The evaluation with the summary of its day: the kept one, as long as it was made for the same train and calendar and no
 * other tracker was read since the day began. It tells the state at the day's beginning, so a day's work changes nothing
 * in it.
 */
export async function withDelivery(context: DeliveryContext, evaluation: Evaluation): Promise<Evaluation> {
  const { view, rollup, asOf } = evaluation;
  const { train } = view;
  const day = zoneOf(train.timeZone).dayAt(view.at);
  const { before: startsAt } = comparisonAt(view.at, train.timeZone);
  const { periods } = deliveryTimes(train, startsAt);
  if (periods.length === 0 || asOf?.kind === "later") return evaluation;
  const { sources } = rollup.dataQuality;
  const read = sources.filter(({ completedAt }) => completedAt !== null && completedAt >= startsAt).length;
  const basis = dayBasis({ version, read, train });
  const kept = await context.store.keptDelivery(train.key, day);
  if (kept?.basis === basis) return { ...evaluation, delivery: kept };
  const summary = summaryOf(await deliveryAt(context, train, startsAt), train);
  return { ...evaluation, delivery: { ...summary, basis } };
}
