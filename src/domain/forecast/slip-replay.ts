import { dayMs } from "./finishes.ts";
import { courseAt, whileOpen, type Course } from "./slip-course.ts";
import type { DescribedStay } from "./slip-rates.ts";
import { isForecaster, leastEnded, walkSlips, type SlipForecaster, type SlipRefusal } from "./slips.ts";
import { hasSlipped } from "./sprint-stay.ts";

/** What would have been said of past stays, each time with what was known then. */
export type SlipReplay = {
  /** The last forecaster, or why there is none. */
  readonly last: SlipForecaster | SlipRefusal;
  /** Ended stays from which it was learned. */
  readonly ended: readonly DescribedStay[];
  /** The probability of a slip at the beginning of each stay that began after the first forecaster was learned. */
  readonly beginnings: ReadonlyMap<DescribedStay, number>;
  /** Ascending. */
  readonly courses: readonly Course[];
};

/**
 * Learns anew at each date, and predicts the stays that begin before the next one. Each step is short; other work may
 * run between two of them.
 * @param stays ascending by beginning (`describeStays`)
 * @param dates ascending
 */
export function* replaySlips(stays: readonly DescribedStay[], dates: readonly number[]): Generator<void, SlipReplay> {
  const beginnings = new Map<DescribedStay, number>();
  const courses: Course[] = [];
  let last: SlipReplay["last"] = { kind: "too-few-ended", ended: 0, needed: leastEnded };
  let ended: readonly DescribedStay[] = [];
  for (const step of walkSlips(stays, dates)) {
    yield;
    if (step === null) continue;
    const { at, forecaster } = step;
    last = forecaster;
    if (!isForecaster(forecaster)) continue;
    const next = dates.find((date) => date > at) ?? Infinity;
    ended = stays.filter(({ stay }) => stay.sprintEndsAt <= at);
    courses.push(courseAt(ended, at));
    for (const one of stays) {
      if (one.stay.from >= at && one.stay.from < next) beginnings.set(one, forecaster.probability(one));
    }
  }
  return { last, ended, beginnings, courses };
}

/** The probability of a slip at an instant at which the item is still open; null if none was made at its beginning. */
export function probabilityAt(
  { beginnings, courses }: Pick<SlipReplay, "beginnings" | "courses">,
  described: DescribedStay,
  now: number,
): number | null {
  const course = courses.findLast(({ at }) => at <= now);
  const before = beginnings.get(described);
  if (course === undefined || before === undefined) return null;
  const { from, sprintEndsAt, team } = described.stay;
  return whileOpen(before, course.openAt(team, (now - from) / (sprintEndsAt - from)));
}

/** The first day on which the probability of a stay reached a level, and whether the item slipped. */
export type Warning = { readonly team: string; readonly isRight: boolean; readonly daysLeft: number };

/**
 * The warnings of stays that ended by an instant, looked at every 24 hours before it.
 * @param now epoch milliseconds
 */
export function warningsBy(replay: SlipReplay, now: number, level: number): readonly Warning[] {
  return [...replay.beginnings.keys()].flatMap((described): readonly Warning[] => {
    const { from, sprintEndsAt, closedAt, team } = described.stay;
    if (sprintEndsAt > now) return [];
    const openUntil = Math.min(sprintEndsAt, closedAt ?? Infinity);
    for (let look = now - Math.floor((now - from) / dayMs) * dayMs; look < openUntil; look += dayMs) {
      const probability = probabilityAt(replay, described, look);
      if (probability !== null && probability >= level)
        return [{ team, isRight: hasSlipped(described.stay), daysLeft: (sprintEndsAt - look) / dayMs }];
    }
    return [];
  });
}
