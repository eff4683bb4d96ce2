import { zoneOf } from "../domain/schedule/civil-day.ts";
import type { EvaluateContext } from "../reporting/evaluate-train.ts";
import type { Train } from "../domain/model/train.ts";

/** An instant (epoch milliseconds), or a day (`2026-11-24`) in the train's time zone. */
export type When = number | { readonly day: string };

/**
 * The arguments of an evaluation at the instant that a person asked for; without one, as the trackers were last read, at
 * the present.
 */
export function askedAt(
  context: EvaluateContext,
  train: Train,
  when: When | undefined,
): readonly [context: EvaluateContext, train: Train, at: number] {
  const now = Date.now();
  return when === undefined ? [context, train, now] : [{ ...context, asked: { now } }, train, instantOf(train, when)];
}

/** Epoch milliseconds. A day means its beginning. */
function instantOf({ timeZone }: Pick<Train, "timeZone">, when: When): number {
  if (typeof when === "number") return when;
  const start = zoneOf(timeZone).startOf(when.day);
  if (start === null) throw new RangeError(`${when.day} is not a valid day`);
  return start;
}
