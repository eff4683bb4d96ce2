import { advanceConflicts } from "../domain/conflicts/conflict-life.ts";
import { rollUp } from "../domain/rollup/roll-up.ts";
import { changesSince, comparisonAt, type Changes, type PastRollup } from "../domain/rollup/changes.ts";
import type { ConflictRecord } from "../domain/conflicts/conflict.ts";
import type { Model } from "../domain/model/model.ts";
import type { KnownName } from "../domain/items/names.ts";
import type { TrainForecast } from "../domain/forecast/train-forecast.ts";
import { byUrgency } from "../domain/conflicts/urgency.ts";
import { once } from "../domain/tracking/once.ts";
import type { TrainView } from "../domain/model/train-plan.ts";
import type { Rollup } from "../domain/rollup/rollup.ts";
import { setupOf, type Setup } from "../domain/setup/setup.ts";
import { visibilityOf, type Visibility } from "../domain/conflicts/visibility.ts";
import type { Train } from "../domain/model/train.ts";

/** One train's state at one instant: the input of every report, plan and command. */
export type Evaluation = {
  readonly view: TrainView;
  /** Every conflict so far, with its life. */
  readonly records: readonly ConflictRecord[];
  readonly rollup: Rollup;
  /** Since last Monday, or since the first known rollup; null for the first one. */
  readonly changes: Changes | null;
  readonly setup: Setup;
  readonly visibility: Visibility;
  /** The day's forecast; absent if nothing asked for it, or the train's calendar is over. See `withForecast`. */
  readonly forecast?: TrainForecast;
  /** Present and former names; absent if nothing was renamed. */
  readonly names?: readonly KnownName[];
};

export type EvaluationInput = {
  readonly model: Model;
  readonly train: Train;
  readonly previous: readonly ConflictRecord[];
  /** The rollup to compare with (`comparisonAt`); null if none is known. */
  readonly past: PastRollup | null;
  /** Epoch milliseconds. */
  readonly at: number;
};

/** Pure: the same view, model, earlier conflicts and earlier rollup give the same evaluation. @param view of that model */
export function evaluateView(view: TrainView, { model, train, previous, past, at }: EvaluationInput): Evaluation {
  const { conflicts } = view;
  const setup = setupOf(view);
  const visibility = visibilityOf({ view, model, setup });
  const records = advanceConflicts(previous, conflicts, { train: train.key, at, isOver: visibility.isOver });
  const unseen = records.filter((record) => isUnseen(record)).length;
  const rollup = rollUp({ view, conflicts, model, setup, unseen });
  const comparison = comparisonAt(at, train.timeZone);
  const changes = past && changesSince({ past, comparison, rollup, records });
  return { view, records, rollup, changes, setup, visibility, names: model.names };
}

/** The most severe first; of equal ones the nearest. See docs/rules.md, "Order". */
export function openRecords({ records }: Pick<Evaluation, "records">): readonly ConflictRecord[] {
  return openIn(records);
}

/** Open conflicts that are not visible at present, with their last state, in the same order. */
export function unseenRecords({ records }: Pick<Evaluation, "records">): readonly ConflictRecord[] {
  return unseenIn(records);
}

const openIn = once((records: Evaluation["records"]) =>
  inOrder(records.filter((record) => record.state === "open" && !isUnseen(record))),
);
const unseenIn = once((records: Evaluation["records"]) => inOrder(records.filter((record) => isUnseen(record))));

function inOrder(records: readonly ConflictRecord[]): readonly ConflictRecord[] {
  return records.toSorted((a, b) => byUrgency(a.conflict, b.conflict));
}

function isUnseen({ unseenSince }: ConflictRecord): boolean {
  return unseenSince !== null;
}
