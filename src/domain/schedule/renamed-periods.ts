import type { PeriodName } from "../history/scope.ts";
import type { Train } from "../model/train.ts";

type Calendar = Pick<Train, "increments">;
type Increment = Train["increments"][number];

/** A period of a calendar with its former and its present name. */
export type RenamedPeriod = { readonly from: PeriodName; readonly to: PeriodName };

/** Periods that a changed calendar calls by another name: those that start at the same instant. */
export function renamedPeriods(before: Calendar, now: Calendar): readonly RenamedPeriod[] {
  return before.increments.flatMap((was) => {
    const is = now.increments.find(({ startsAt }) => startsAt === was.startsAt);
    return is === undefined ? [] : [...renamedIn(was, is)].filter(({ from, to }) => !isSame(from, to));
  });
}

function* renamedIn(was: Increment, is: Increment): Generator<RenamedPeriod> {
  yield { from: { increment: was.key, iteration: null }, to: { increment: is.key, iteration: null } };
  for (const { key, startsAt } of was.iterations) {
    const present = is.iterations.find((one) => one.startsAt === startsAt);
    if (present === undefined) continue;
    yield { from: { increment: was.key, iteration: key }, to: { increment: is.key, iteration: present.key } };
  }
}

function isSame(a: PeriodName, b: PeriodName): boolean {
  return a.increment === b.increment && a.iteration === b.iteration;
}
