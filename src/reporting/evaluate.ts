import { advanceConflicts, findConflicts, rollUp, viewTrain } from "../domain/analysis.ts";
import type { ConflictRecord } from "../domain/conflict.ts";
import type { Model } from "../domain/model.ts";
import { byGravity } from "../domain/nearness.ts";
import type { TrainView } from "../domain/planned-item.ts";
import type { Rollup } from "../domain/rollup.ts";
import { setupOf, type Setup } from "../domain/setup.ts";
import type { Train } from "../domain/train.ts";

/** One train's state at one instant: what every report, plan and command is made from. */
export type Evaluation = {
  readonly view: TrainView;
  /** Every conflict there ever was, with its life. */
  readonly records: readonly ConflictRecord[];
  readonly rollup: Rollup;
  readonly setup: Setup;
};

export type EvaluationInput = {
  readonly model: Model;
  readonly train: Train;
  readonly previous: readonly ConflictRecord[];
  /** Epoch milliseconds. */
  readonly at: number;
};

/** Pure: the same model, train, earlier conflicts and instant give the same evaluation. */
export function evaluate({ model, train, previous, at }: EvaluationInput): Evaluation {
  const view = viewTrain(model, train, at);
  const conflicts = findConflicts(view);
  return {
    view,
    records: advanceConflicts(previous, conflicts, { train: train.key, at }),
    rollup: rollUp({ view, conflicts, model }),
    setup: setupOf(view, model),
  };
}

/** The gravest first; of equally grave ones the nearest. See docs/rules.md, "Order". */
export function openRecords(evaluation: Pick<Evaluation, "records">): readonly ConflictRecord[] {
  return evaluation.records
    .filter(({ state }) => state === "open")
    .toSorted((a, b) => byGravity(a.conflict, b.conflict));
}
