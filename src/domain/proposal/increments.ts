import type { Cadence, Period } from "./cadence.ts";
import { byCount, modeOf, mostFrequent } from "./counting.ts";
import { quarterOf, yearOf } from "./days.ts";
import { followingKey } from "./increment-keys.ts";
import { numberingIn, numbersWithinIncrements, withWholeYear } from "./sprint-names.ts";
import type { TeamBox } from "./team-boxes.ts";

/** `isNew`: continued from the cadence; no box shows it. */
export type ProposedIteration = {
  readonly key: string;
  readonly startsOn: number;
  readonly endsOn: number;
  readonly isNew: boolean;
};

export type ProposedIncrement = {
  readonly key: string;
  readonly iterations: readonly ProposedIteration[];
  /** Names of sprints that gave the key; empty for a quarter. */
  readonly named: readonly string[];
};

type Labelled = Period & { readonly label: string | null; readonly number: number | null; readonly isNew: boolean };

const yearDays = 366;

/**
 * Groups periods into increments and continues them: to the end of the increment of `today`, and through the next one. The
 * names of their boxes group them, quarters those before the first name of an increment.
 */
export function incrementsOf(
  { periods, length }: Pick<Cadence, "periods" | "length">,
  boxes: readonly TeamBox[],
  today: number,
): readonly ProposedIncrement[] {
  const labelled = labelPeriods(periods, boxes);
  const first = labelled.findIndex(({ label }) => label !== null);
  // The periods that the number of the first label leaves room for belong to its increment.
  const early = first === -1 ? periods.length : Math.max(0, first - Math.max(0, (labelled[first]?.number ?? 1) - 1));
  const quarters = grouped(byQuarter(periods.slice(0, early)));
  const named = grouped(labelled.slice(early));
  const increments =
    first === -1
      ? continued(quarters, { today, length, isByName: false })
      : [...quarters, ...continued(named, { today, length, isByName: true, lengths: lengthsOf(named) })];
  return withoutTwins(increments.map(toIncrement));
}

type Group = { readonly key: string; readonly periods: readonly Labelled[] };

function labelPeriods(periods: readonly Period[], boxes: readonly TeamBox[]): readonly Labelled[] {
  const series = Map.groupBy(boxes, ({ series }) => series);
  const numbered = [...series.values()].filter((own) => numbersWithinIncrements(own.map(({ name }) => name))).flat();
  return periods.map((period) => {
    const own = numbered.filter(({ startsOn }) => startsOn >= period.startsOn - 2 && startsOn < period.endsOn - 2);
    const found = own.flatMap(({ name }) => numberingIn(name) ?? []);
    const names = own.length === 0 ? period.names : [...new Set(own.map(({ name }) => name))].toSorted();
    const label = mostFrequent(found.map((one) => withWholeYear(one, yearOf(period.startsOn))));
    const number = mostFrequent(found.map(({ iteration }) => iteration));
    return { ...period, names, label, number, isNew: period.names.length === 0 };
  });
}

function byQuarter(periods: readonly Period[]): readonly Labelled[] {
  return periods.map((period) => ({
    ...period,
    label: quarterKey(period),
    number: null,
    isNew: period.names.length === 0,
  }));
}

/** A period belongs to the quarter in which its middle lies. */
function quarterKey({ startsOn, endsOn }: Pick<Period, "startsOn" | "endsOn">): string {
  const middle = Math.floor((startsOn + endsOn - 1) / 2);
  return `${yearOf(middle)}Q${quarterOf(middle)}`;
}

/** A period without a label, or with one of an earlier increment, belongs to the increment before it, or else to the first. */
function grouped(periods: readonly Labelled[]): readonly Group[] {
  const [first] = periods.flatMap(({ label }) => label ?? []);
  if (first === undefined) return [];
  const groups = new Map<string, Labelled[]>([[first, []]]);
  let present: Labelled[] = [];
  let key = first;
  for (const period of periods) {
    if (period.label !== null && period.label !== key && !groups.has(period.label)) {
      key = period.label;
      present = [];
    }
    present.push(period);
    groups.set(key, present);
  }
  return [...groups].map(([label, own]) => ({ key: label, periods: own }));
}

type Frame = {
  readonly today: number;
  readonly length: number;
  readonly isByName: boolean;
  /** Days of an iteration, by its number in an increment, where increments agree on them. */
  readonly lengths?: ReadonlyMap<number, number>;
};

function continued(groups: readonly Group[], frame: Frame): readonly Group[] {
  const size = sizeOf(groups);
  const all = groups.slice(0, -1);
  for (const last of groups.slice(-1)) {
    let present = completed(last, size, frame);
    all.push(present);
    const proceed = () => {
      present = following(present, size, frame);
      all.push(present);
    };
    // A calendar that ended long ago is continued by one increment, not up to the present.
    if (frame.today - endOf(present) <= yearDays) while (endOf(present) <= frame.today) proceed();
    if (startOf(present) <= frame.today) proceed();
  }
  return all;
}

/** Of iterations that two increments show with the same length. */
function lengthsOf(groups: readonly Group[]): ReadonlyMap<number, number> {
  const shown = groups.flatMap(({ periods }) => periods.map((one, place) => ({ ...one, place })));
  const known = Map.groupBy(shown, ({ number, place }) => number ?? place + 1);
  return new Map(
    [...known].flatMap(([number, own]): readonly (readonly [number, number])[] => {
      const counts = byCount(own.filter(({ isNew }) => !isNew).map(({ startsOn, endsOn }) => endsOn - startsOn));
      const [most] = counts;
      return most === undefined || most[1] < 2 ? [] : [[number, most[0]]];
    }),
  );
}

/** The usual number of iterations; the first and the last increment may not be whole. */
function sizeOf(groups: readonly Group[]): number {
  const whole = groups.slice(1, -1).map(({ periods }) => periods.length);
  const numbers = groups.map((group) => Math.max(group.periods.length, ...numbersOf(group)));
  return modeOf(whole) ?? Math.max(...numbers);
}

function completed({ key, periods }: Group, size: number, frame: Frame): Group {
  const group = { key, periods: [...periods] };
  const isDone = () =>
    frame.isByName
      ? Math.max(group.periods.length, ...numbersOf(group)) >= size
      : quarterKey(after(group, frame)) !== key;
  while (!isDone()) group.periods.push(after(group, frame));
  return group;
}

function following(present: Group, size: number, frame: Frame): Group {
  const first = after(present, frame);
  if (!frame.isByName) return completed({ key: quarterKey(first), periods: [first] }, size, frame);
  const key = followingKey(present.key, size * frame.length);
  return completed({ key, periods: [{ ...first, number: Math.min(1, ...numbersOf(present)) }] }, size, frame);
}

/** The next period in the rhythm. */
function after(group: Group, { length, lengths }: Frame): Labelled {
  const startsOn = endOf(group);
  const last = Math.max(-1, ...numbersOf(group));
  const number = last === -1 ? null : last + 1;
  const days = (number === null ? undefined : lengths?.get(number)) ?? length;
  return { startsOn, endsOn: startsOn + days, names: [], label: null, number, isNew: true };
}

function numbersOf({ periods }: Group): readonly number[] {
  return periods.flatMap(({ number }) => number ?? []);
}

function startOf({ periods }: Group): number {
  return Math.min(...periods.map(({ startsOn }) => startsOn));
}

function endOf({ periods }: Group): number {
  return Math.max(...periods.map(({ endsOn }) => endsOn));
}

/** Iterations are numbered as the sprints are, if their numbers begin with zero or later than one. */
function toIncrement({ key, periods }: Group): ProposedIncrement {
  const offsets = periods.flatMap(({ number }, place) => (number === null ? [] : number - place - 1));
  const least = Math.min(1, ...numbersOf({ key, periods }));
  const offset = Math.max(least - 1, ...offsets.slice(0, 1));
  return {
    key,
    iterations: periods.map(({ startsOn, endsOn, isNew }, place) => ({
      key: String(place + 1 + offset),
      startsOn,
      endsOn,
      isNew,
    })),
    named: periods.flatMap(({ names, label }) => (label === null ? [] : names)).slice(0, 3),
  };
}

/** Keys as the train file accepts them, each once. */
function withoutTwins(increments: readonly ProposedIncrement[]): readonly ProposedIncrement[] {
  const used = new Set<string>();
  return increments.map((increment) => {
    const plain = increment.key.replaceAll(/[^\p{L}\p{N} ._/+-]/gu, "-").replace(/^[^\p{L}\p{N}]+/u, "");
    const base = plain.slice(0, 50);
    let key = base;
    for (let n = 2; used.has(key); n += 1) key = `${base}-${n}`;
    used.add(key);
    return { ...increment, key };
  });
}
