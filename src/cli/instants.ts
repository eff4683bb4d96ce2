import { zoneOf } from "../domain/schedule/civil-day.ts";
import type { Evaluation } from "../reporting/evaluate.ts";
import { evaluateStored, type EvaluateContext } from "../reporting/evaluate-train.ts";
import type { Train } from "../domain/model/train.ts";

/** An instant (epoch milliseconds), or a day (`2026-11-24`) in the train's time zone. */
export type When = number | { readonly day: string };

/** A train's state at an instant that a person asked for; without one, as the trackers were last read. */
export function evaluateAt(context: EvaluateContext, train: Train, when: When | undefined): Promise<Evaluation> {
  const now = Date.now();
  if (when === undefined) return evaluateStored(context, train, now);
  return evaluateStored({ ...context, asked: { now } }, train, instantOf(train, when));
}

/** Epoch milliseconds. A day means its beginning. */
function instantOf({ timeZone }: Pick<Train, "timeZone">, when: When): number {
  if (typeof when === "number") return when;
  const start = zoneOf(timeZone).startOf(when.day);
  if (start === null) throw new RangeError(`${when.day} is not a valid day`);
  return start;
}
