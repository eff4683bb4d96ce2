import { periodsOf, type Period, type PeriodName } from "../history/scope.ts";
import type { Train } from "../model/train.ts";

type Calendar = Pick<Train, "increments">;

/** A period of a calendar with its former and its present name. */
export type RenamedPeriod = { readonly from: PeriodName; readonly to: PeriodName };

/** Periods that a changed calendar calls by another name: those that start at the same instant. */
export function renamedPeriods(before: Calendar, now: Calendar): readonly RenamedPeriod[] {
  const present = allOf(now);
  return allOf(before).flatMap((was) => {
    const is = present.find((one) => one.startsAt === was.startsAt && isWhole(one) === isWhole(was));
    return is === undefined || isSame(was, is) ? [] : { from: nameOf(was), to: nameOf(is) };
  });
}

function allOf(calendar: Calendar): readonly Period[] {
  return calendar.increments.flatMap(({ key }) => periodsOf(calendar, key));
}

function isWhole({ iteration }: PeriodName): boolean {
  return iteration === null;
}

function isSame(a: PeriodName, b: PeriodName): boolean {
  return a.increment === b.increment && a.iteration === b.iteration;
}

function nameOf({ increment, iteration }: PeriodName): PeriodName {
  return { increment, iteration };
}
