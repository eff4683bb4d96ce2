import { dayMs } from "../forecast/finishes.ts";
import { zoneOf, type DayEnd } from "../schedule/civil-day.ts";

const weeksLong = 12;
const weekMs = 7 * dayMs;

/** A week of the window, epoch milliseconds: after `from`, until `until`. */
export type FlowWeek = { readonly from: number; readonly until: number };

/** The time that flow figures look at: the last 84 times 24 hours. Instants in epoch milliseconds. */
export type FlowWindow = FlowWeek & {
  /** The ends of the train's days in it, ascending. */
  readonly dayEnds: readonly DayEnd[];
  /** The oldest first; each ends a multiple of seven times 24 hours before the window's end. */
  readonly weeks: readonly FlowWeek[];
};

/** @param until epoch milliseconds */
export function flowWindow(until: number, timeZone: string): FlowWindow {
  const from = until - weeksLong * weekMs;
  const weeks = Array.from({ length: weeksLong }, (_, week) => {
    const start = from + week * weekMs;
    return { from: start, until: start + weekMs };
  });
  return { from, until, dayEnds: zoneOf(timeZone).endsBetween(from, until), weeks };
}

/** Whether an instant lies in it; the one at its beginning does not. */
export function isWithin(instant: number, { from, until }: FlowWeek): boolean {
  return instant > from && instant <= until;
}
