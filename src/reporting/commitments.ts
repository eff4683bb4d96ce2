import { begunPeriods, isReadSince, type Commitment } from "../domain/history/commitment.ts";
import { modelAt } from "../domain/history/model-at.ts";
import { scopeIn, type Period } from "../domain/history/scope.ts";
import { unknownIn } from "../domain/history/unknown.ts";
import type { Model } from "../domain/model/model.ts";
import { TrainState } from "../domain/model/train-state.ts";
import type { Train } from "../domain/model/train.ts";
import type { EvaluationLedger } from "../ports/evaluation-ledger.ts";
import type { ModelReader } from "../ports/model-store.ts";
import { inTurns } from "./in-turns.ts";
import type { TrainViews } from "./train-views.ts";

type FreezeContext = { readonly store: ModelReader & EvaluationLedger; readonly views: Pick<TrainViews, "pause"> };

type Wanted = {
  /** The present one. */
  readonly model: Model;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The begun periods to make if they are not stored. */
  readonly fill: "increment" | "iterations";
};

/**
 * What stood in the present increment and its begun iterations when they started: as stored, else from history. Leaves out
 * a period until each of the train's connections was read to the end after its start. Costs a query if all are stored.
 */
export async function commitmentsOf(context: FreezeContext, train: Train, wanted: Wanted): Promise<Committed> {
  const { store } = context;
  const { model, at, fill } = wanted;
  const periods = begunPeriods(train, at);
  const stored = await store.commitments(train.key, periods);
  if (stored.length === periods.length) return { stored, made: [] };
  const names = new Set(stored.map(({ iteration }) => iteration));
  const missing = periods.filter(
    ({ iteration, startsAt }) =>
      (iteration === null || fill === "iterations") &&
      !names.has(iteration) &&
      isReadSince(train, model.streams, startsAt),
  );
  const made: Commitment[] = [];
  for (const [startsAt, same] of Map.groupBy(missing, (period) => period.startsAt)) {
    const freeze = await stateAt(context, { train, model, at: startsAt });
    for (const period of same) {
      await context.views.pause();
      made.push(freeze(period, at));
    }
  }
  return { stored, made };
}

/** `made`: not stored yet. */
export type Committed = { readonly stored: readonly Commitment[]; readonly made: readonly Commitment[] };

type Instant = { readonly train: Train; readonly model: Model; readonly at: number };

async function stateAt({ store, views }: FreezeContext, { train, model, at }: Instant) {
  const { events, unreadable } = await store.history(at);
  const { model: modelThen, ...past } = await inTurns(modelAt(model, events, at), views.pause);
  const view = await inTurns(new TrainState(train, modelThen).followPlan(modelThen, at), views.pause);
  const fromHistory = modelThen !== model;
  const unknown = fromHistory ? await inTurns(unknownIn({ view, past, unreadable }), views.pause) : [];
  return (period: Period, frozenAt: number): Commitment => {
    return { ...period, train: train.key, frozenAt, fromHistory, unknown, items: scopeIn(view, period) };
  };
}
