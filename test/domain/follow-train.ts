import { rollUp } from "../../src/domain/rollup/roll-up.ts";
import { atOneGo } from "../../src/domain/tracking/in-steps.ts";
import type { Model } from "../../src/domain/model/model.ts";
import type { TrainView } from "../../src/domain/model/train-plan.ts";
import { setupOf } from "../../src/domain/setup/setup.ts";
import { TrainState } from "../../src/domain/model/train-state.ts";
import type { Train } from "../../src/domain/model/train.ts";
import { viewTrain } from "../support/look-once.ts";

function said(view: TrainView, facts: Model) {
  const { plan: _live, items, ...rest } = view;
  const setup = setupOf(view);
  const rollup = rollUp({ view, conflicts: view.conflicts, model: facts, setup, unseen: 0 });
  return { items: [...items], ...rest, setup, rollup };
}

/** One train that is looked at again and again. */
export function follower(on: Train, first: Model) {
  let state = new TrainState(on, first);
  return (facts: Model, at: number) => {
    if (!state.isFor(facts)) state = new TrainState(on, facts);
    return said(atOneGo(state.follow(facts, at)), facts);
  };
}

/** A look at everything. */
export function anew(on: Train, facts: Model, at: number) {
  return said(viewTrain(facts, on, at), facts);
}
