import { atOneGo } from "../../src/domain/tracking/in-steps.ts";
import { ModelIndex } from "../../src/domain/model/model-index.ts";
import type { Model } from "../../src/domain/model/model.ts";
import type { TrainView } from "../../src/domain/model/train-plan.ts";
import { Cells } from "../../src/domain/tracking/cells.ts";
import { Rows } from "../../src/domain/tracking/rows.ts";
import { TrainState } from "../../src/domain/model/train-state.ts";
import type { Train } from "../../src/domain/model/train.ts";
import { evaluateView, type Evaluation, type EvaluationInput } from "../../src/reporting/evaluate.ts";

/* A service's first evaluation of a train, in one go and without keeping anything. */

/** @param at epoch milliseconds */
export function viewTrain(model: Model, train: Train, at: number): TrainView {
  return atOneGo(new TrainState(train, model).follow(model, at));
}

export function evaluate(input: EvaluationInput): Evaluation {
  return atOneGo(evaluateView(viewTrain(input.model, input.train, input.at), input));
}

export function indexOf(model: Model): ModelIndex {
  const index = new ModelIndex(model, { rows: new Rows(new Cells()), wantsWords: true });
  atOneGo(index.follow(model));
  return index;
}
