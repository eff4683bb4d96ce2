import { dayMs } from "./finishes.ts";
import { at, countUpTo } from "./numbers.ts";
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

/** Groups of stays that may slip alike. */
const groups = {
  team: ({ team }: SprintStay) => team,
  carried: bandOf,
  teamCarried: (stay: SprintStay) => `${stay.team} ${bandOf(stay)}`,
  container: ({ container }: SprintStay) => container,
  age: ({ from, createdAt }: SprintStay) => String(Math.floor(Math.log2(1 + Math.max(0, from - createdAt) / dayMs))),
};

/**
 * Describes stays with what was known at the beginning of each: slip rates count only sprints that had ended by then.
 * @param stays in any order; the result is ascending by beginning
 */
export function describeStays(stays: readonly SprintStay[]): readonly DescribedStay[] {
  const inOrder = stays.toSorted((a, b) => a.from - b.from);
  const ending = stays.toSorted((a, b) => a.sprintEndsAt - b.sprintEndsAt);
  const all = newRates();
  const team = newRatesBy(groups.team);
  const carried = newRatesBy(groups.carried);
  const teamCarried = newRatesBy(groups.teamCarried);
  const container = newRatesBy(groups.container);
  const age = newRatesBy(groups.age);
  const inSprint = new Map<string, number>();
  let ended = 0;
  for (const { sprint, from, sprintStartsAt } of stays) {
    if (from <= sprintStartsAt) inSprint.set(sprint, (inSprint.get(sprint) ?? 0) + 1);
  }
  return inOrder.map((stay) => {
    for (let next = ending[ended]; next !== undefined && next.sprintEndsAt <= stay.from; next = ending[ended]) {
      all.add(next);
      for (const ratesOf of [team, carried, teamCarried, container, age]) ratesOf(next).add(next);
      ended += 1;
    }
    const isAdded = stay.from > stay.sprintStartsAt;
    const items = (inSprint.get(stay.sprint) ?? 0) + Number(isAdded);
    inSprint.set(stay.sprint, items);
    const { from } = stay;
    const baseRate = all.rate(from, "base", all.overall());
    const teamRate = team(stay).rate(from, "team", baseRate);
    const alikeRate = carried(stay).rate(from, "alike", baseRate);
    const around: Surroundings = {
      teamRate,
      teamRateLately: team(stay).rate(from, "lately", teamRate),
      alikeRate,
      teamAlikeRate: teamCarried(stay).rate(from, "alike", alikeRate),
      containerRate: container(stay).rate(from, "team", baseRate),
      ageRate: age(stay).rate(from, "alike", baseRate),
      teamFinished: team(stay).finished(from, "lately"),
      items,
    };
    return { stay, row: rowOf(stay, around), baseRate };
  });
}

function bandOf({ carried }: SprintStay): string {
  return `carried ${Math.min(mostCarried, carried)}`;
}

function newRatesBy(groupOf: (stay: SprintStay) => string): (stay: SprintStay) => Rates {
  const known = new Map<string, Rates>();
  return (stay) => {
    const group = groupOf(stay);
    const rates = known.get(group) ?? newRates();
    known.set(group, rates);
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
    const place = countUpTo(ends, since);
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
