import { deliveryOf } from "../../../src/domain/figures/delivery.ts";
import type { Delivery } from "../../../src/domain/figures/delivery-figures.ts";
import type { Commitment } from "../../../src/domain/history/commitment.ts";
import { modelAt } from "../../../src/domain/history/model-at.ts";
import type { HistoryEvent } from "../../../src/domain/items/history.ts";
import type { Model } from "../../../src/domain/model/model.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import { viewTrain } from "../../support/look-once.ts";
import { day, train } from "../plan.ts";

export type Described = {
  readonly model: Model;
  readonly events: readonly HistoryEvent[];
  readonly on?: Train;
  readonly stored?: readonly Commitment[];
  readonly unreadable?: number;
};

/** The model with both trackers read to their end at an instant. */
export function readAt(facts: Model, completedAt: number): Model {
  const streams = ["j", "g"].map((connection) => ({
    connection,
    stream: "issues",
    watermark: null,
    completedAt,
    rejected: 0,
    token: null,
    failure: null,
  }));
  return { ...facts, streams };
}

export function stateAt({ model, events, on = train() }: Described, at: number) {
  return viewTrain(modelAt(model, events, at).model, on, at);
}

/** The figures at an instant, with the view of that instant or of a later one. */
export function delivered(told: Described, at: number, viewedAt = at): Delivery {
  const { model, events, on = train(), stored = [], unreadable = 0 } = told;
  const view = stateAt(told, viewedAt);
  return atOneGo(deliveryOf({ train: on, model, events, unreadable, stored, view, at }));
}

/** After everything that a test tells. */
export const later = day(1000);
