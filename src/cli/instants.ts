import { zoneOf } from "../domain/schedule/civil-day.ts";
import type { Train } from "../domain/model/train.ts";

/** An instant (epoch milliseconds), or a day (`2026-11-24`) in the train's time zone. */
export type When = number | { readonly day: string };

/** Epoch milliseconds; now by default. A day means its beginning. */
export function instantFor({ timeZone }: Pick<Train, "timeZone">, when: When | undefined): number {
  if (when === undefined) return Date.now();
  if (typeof when === "number") return when;
  const start = zoneOf(timeZone).startOf(when.day);
  if (start === null) throw new RangeError(`${when.day} is not a valid day`);
  return start;
}
