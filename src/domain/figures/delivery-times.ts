import { periodsOf, type Period } from "../history/scope.ts";
import { incrementAt, iterationsOf, type Iteration, type Train } from "../model/train.ts";
import { zoneOf } from "../schedule/civil-day.ts";

/** A day of the increment, `yyyy-mm-dd`, and the instant of its figures: its end, today that of the report. */
export type DayInstant = { readonly day: string; readonly at: number };

/** What figures of delivery look at. Instants in epoch milliseconds. */
export type DeliveryTimes = {
  /** The instant of the report. */
  readonly at: number;
  readonly increment: string;
  /** The last increment that has ended and the present one, then iterations; those that have begun. */
  readonly periods: readonly Period[];
  /** The last iterations that have ended, of any increment, the earliest first. */
  readonly ended: readonly Iteration[];
  /** Days of the present increment until the report. */
  readonly days: readonly DayInstant[];
};

/** Number of ended iterations in a velocity. */
const iterationsAveraged = 5;

/** @param at epoch milliseconds, of the report */
export function deliveryTimes(train: Train, at: number): DeliveryTimes {
  const increment = incrementAt(train, at);
  const ended = iterationsOf(train)
    .filter(({ endsAt }) => endsAt <= at)
    .slice(-iterationsAveraged);
  const isLooked = ({ increment: of, iteration }: Period) =>
    of === increment || ended.some((one) => one.increment === of && one.key === iteration);
  const before = train.increments.findLast((one) => one.key !== increment && one.endsAt <= at)?.key;
  const all = train.increments.flatMap(({ key }) => periodsOf(train, key));
  const wholes = all.filter(
    (one) => one.iteration === null && (one.increment === increment || one.increment === before),
  );
  const parts = all.filter((one) => one.iteration !== null && isLooked(one));
  return {
    at,
    increment,
    periods: [...wholes, ...parts].filter(({ startsAt }) => startsAt <= at),
    ended,
    days: daysOf(train, increment, at),
  };
}

/** The instant of a period's figures: its end, or that of the report before it. */
export function instantOf({ endsAt }: Pick<Period, "endsAt">, at: number): number {
  return Math.min(endsAt, at);
}

function daysOf(train: Train, key: string, at: number): readonly DayInstant[] {
  const increment = train.increments.find((one) => one.key === key);
  if (increment === undefined || at < increment.startsAt) return [];
  const zone = zoneOf(train.timeZone);
  const days: DayInstant[] = [];
  const until = instantOf(increment, at);
  let day = zone.dayAt(increment.startsAt);
  for (;;) {
    const end = zone.endOf(day) ?? Number.POSITIVE_INFINITY;
    days.push({ day, at: Math.min(end, until) });
    if (end >= increment.endsAt || end > at) return days;
    day = zone.dayAt(end);
  }
}

/** Every instant that the figures look at, ascending, the report's last. */
export function instantsOf({ at, periods, ended, days }: DeliveryTimes): readonly number[] {
  const all = [
    at,
    ...periods.flatMap((period) => [period.startsAt, instantOf(period, at)]),
    ...ended.map(({ endsAt }) => endsAt),
    ...days.map((day) => day.at),
  ];
  return [...new Set(all)].toSorted((a, b) => a - b);
}
