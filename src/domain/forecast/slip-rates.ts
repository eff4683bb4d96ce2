import { dayMs } from "./finishes.ts";
import { at } from "./numbers.ts";
import { hasSlipped, rowOf, type SprintStay, type Surroundings } from "./sprint-stay.ts";

/** A stay with its row of numbers and the rate of slips before it. */
export type DescribedStay = {
  readonly stay: SprintStay;
  readonly row: Float64Array;
  /** The share of all teams' stays that slipped, over the half year before: what one would say without a model. */
  readonly baseRate: number;
};

/** Spans over which rates count, in days: half a year, a quarter of six sprints, two sprints. */
const spans = { base: 182, alike: 182, team: 84, lately: 28 } as const;
/** Stays that a rate from a wider group is worth, until the narrower group has more of its own. */
const borrowed = { base: 4, alike: 8, team: 8, lately: 8 } as const;

/** Items carried over three times are like those carried over more often. */
const mostCarried = 3;

/**
 * Describes stays with what was known at the beginning of each: slip rates count only sprints that had ended by then.
 * @param stays in any order; the result is ascending by beginning
 */
export function describeStays(stays: readonly SprintStay[]): readonly DescribedStay[] {
  const inOrder = stays.toSorted((a, b) => a.from - b.from);
  const ending = stays.toSorted((a, b) => a.sprintEndsAt - b.sprintEndsAt);
  const all = newRates();
  const byTeam = newRatesByKey();
  const byCarried = newRatesByKey();
  const inSprint = new Map<string, number>();
  let ended = 0;
  for (const { sprint, from, sprintStartsAt } of stays) {
    if (from <= sprintStartsAt) inSprint.set(sprint, (inSprint.get(sprint) ?? 0) + 1);
  }
  return inOrder.map((stay) => {
    for (let next = ending[ended]; next !== undefined && next.sprintEndsAt <= stay.from; next = ending[ended]) {
      for (const rates of [all, byTeam(next.team), byCarried(bandOf(next))]) rates.add(next);
      ended += 1;
    }
    const isAdded = stay.from > stay.sprintStartsAt;
    const items = (inSprint.get(stay.sprint) ?? 0) + Number(isAdded);
    inSprint.set(stay.sprint, items);
    const own = byTeam(stay.team);
    const baseRate = all.rate(stay.from, "base", all.overall());
    const teamRate = own.rate(stay.from, "team", baseRate);
    const around: Surroundings = {
      teamRate,
      teamRateLately: own.rate(stay.from, "lately", teamRate),
      alikeRate: byCarried(bandOf(stay)).rate(stay.from, "alike", baseRate),
      teamFinished: own.finished(stay.from, "lately"),
      items,
    };
    return { stay, row: rowOf(stay, around), baseRate };
  });
}

function bandOf({ carried }: SprintStay): string {
  return `carried ${Math.min(mostCarried, carried)}`;
}

function newRatesByKey(): (key: string) => Rates {
  const known = new Map<string, Rates>();
  return (key) => {
    const rates = known.get(key) ?? newRates();
    known.set(key, rates);
    return rates;
  };
}

type Rates = {
  /** In the order of ends. */
  add(stay: SprintStay): void;
  /** Over all time; one of each kind is added, so that it is never 0 or 1. */
  overall(): number;
  rate(now: number, span: Span, wider: number): number;
  /** Stays that ended within the span without a slip. */
  finished(now: number, span: Span): number;
};

type Span = keyof typeof spans;

function newRates(): Rates {
  const ends: number[] = [];
  /** Slips before each place. */
  const slips: number[] = [0];
  const total = () => at(slips, slips.length - 1);
  const within = (now: number, span: Span) => {
    const since = now - spans[span] * dayMs;
    const place = ends.findLastIndex((end) => end <= since) + 1;
    return { slipped: total() - at(slips, place), ended: ends.length - place };
  };
  return {
    add(stay) {
      ends.push(stay.sprintEndsAt);
      slips.push(total() + Number(hasSlipped(stay)));
    },
    overall: () => (total() + 1) / (ends.length + 2),
    rate(now, span, wider) {
      const { slipped, ended } = within(now, span);
      return (slipped + borrowed[span] * wider) / (ended + borrowed[span]);
    },
    finished(now, span) {
      const { slipped, ended } = within(now, span);
      return ended - slipped;
    },
  };
}
