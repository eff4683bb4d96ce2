import { modelAt as stepsOf, type ModelThen } from "../../src/domain/history/model-at.ts";
import { atOneGo } from "../../src/domain/tracking/in-steps.ts";

/** `modelAt` to its end. */
export function modelAt(...asked: Parameters<typeof stepsOf>): ModelThen {
  return atOneGo(stepsOf(...asked));
}
