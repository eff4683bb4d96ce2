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

/**
 * Stores what stood in the present increment and in each of its iterations when it started, unless that is stored already.
 * Waits until each of the train's connections was read to the end after the start. Costs nothing while no period begins.
 * @param at epoch milliseconds
 */
export async function freezeCommitments({ store, views }: FreezeContext, train: Train, at: number): Promise<void> {
  const begun = begunPeriods(train, at);
  const stored = await store.commitments(train.key, begun);
  if (stored.length === begun.length) return;
  const model = await store.loadModel();
  const names = new Set(stored.map(({ iteration }) => iteration));
  const missing = begun.filter(
    ({ iteration, startsAt }) => !names.has(iteration) && isReadSince(train, model.streams, startsAt),
  );
  for (const [startsAt, periods] of Map.groupBy(missing, (period) => period.startsAt)) {
    const frozen = await stateAt({ store, views }, { train, model, at: startsAt });
    await store.saveCommitments(periods.map((period) => frozen(period, at)));
  }
}

type Instant = { readonly train: Train; readonly model: Model; readonly at: number };

async function stateAt({ store, views }: FreezeContext, { train, model, at }: Instant) {
  const { events, unreadable } = await store.history(at);
  const { model: modelThen, ...past } = modelAt(model, events, at);
  const view = await inTurns(new TrainState(train, modelThen).follow(modelThen, at), views.pause);
  const fromHistory = modelThen !== model;
  const unknown = fromHistory ? unknownIn({ view, past, unreadable }) : [];
  return (period: Period, frozenAt: number): Commitment => {
    return { ...period, train: train.key, frozenAt, fromHistory, unknown, items: scopeIn(view, period) };
  };
}
