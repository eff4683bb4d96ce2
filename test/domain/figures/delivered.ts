import { deliveryOf } from "../../../src/domain/figures/delivery.ts";
import type { Delivery, PeriodFigures } from "../../../src/domain/figures/delivery-figures.ts";
import type { Commitment } from "../../../src/domain/history/commitment.ts";
import { modelAt } from "../../support/model-at.ts";
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

/** The figures at an instant. */
export function delivered({ on = train(), stored = [], unreadable = 0, ...told }: Described, at: number): Delivery {
  return atOneGo(deliveryOf({ ...told, train: on, stored, unreadable, at }));
}

/** After everything that a test tells. */
export const later = day(1000);

export function figuresOf({ figures }: PeriodFigures) {
  if ("because" in figures) throw new TypeError(figures.because);
  return figures;
}

export function firstPeriod(periods: readonly PeriodFigures[], iteration: string | null): PeriodFigures {
  const found = periods.find(({ period }) => period.iteration === iteration);
  if (found === undefined) throw new TypeError("no such period");
  return found;
}
