import { zoneOf } from "./civil-day.ts";
import type { DigestPolicy } from "../model/train.ts";

const dayMs = 86_400_000;
const daysPerWeek = 7;

/** ISO weekday of a day since 1970-01-01, which was a Thursday; 1 is Monday. */
function weekdayOf(dayNumber: number): number {
  return ((dayNumber + 3) % daysPerWeek) + 1;
}

/**
 * The last due time of a weekly digest.
 * @param at epoch milliseconds
 * @returns epoch milliseconds, at most a week and a day before `at`
 */
export function digestDueAt({ weekday, minutes }: DigestPolicy, timeZone: string, at: number): number {
  const zone = zoneOf(timeZone);
  // One more than today, because a day may begin here before it begins in UTC.
  const tomorrow = Math.floor(at / dayMs) + 1;
  const dueOn = (dayNumber: number) => zone.timeOnUtcDay(dayNumber * dayMs, minutes);
  let day = tomorrow - ((weekdayOf(tomorrow) - weekday + daysPerWeek) % daysPerWeek);
  while (dueOn(day) > at) day -= daysPerWeek;
  return dueOn(day);
}
