import { incrementAt } from "../model/train.ts";
import type { Train } from "../model/train.ts";

/** Instants in epoch milliseconds, ends exclusive. */
export type CalendarState = {
  /** The present increment's; null for a train without increments. */
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  /** `ends-soon`: the last increment has fourteen days or less to go; `over`: it has ended. */
  readonly state: "planned" | "ends-soon" | "over";
};

const soonMs = 14 * 86_400_000;

/** The state of the train's calendar. */
export function calendarAt(train: Train, at: number): CalendarState {
  const present = train.increments.find(({ key }) => key === incrementAt(train, at));
  if (present === undefined) return { startsAt: null, endsAt: null, state: "planned" };
  const { startsAt, endsAt } = present;
  if (at >= endsAt) return { startsAt, endsAt, state: "over" };
  const isLast = train.increments.at(-1) === present;
  return { startsAt, endsAt, state: isLast && endsAt - at <= soonMs ? "ends-soon" : "planned" };
}
