import type { Cadence, Period } from "./cadence.ts";
import { byCount, modeOf } from "./counting.ts";
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
 * Groups periods into increments, by the names of their boxes or else by quarters, and continues them: to the end of
 * the increment of `today`, and through the next one.
 */
export function incrementsOf(
  { periods, length }: Pick<Cadence, "periods" | "length">,
  boxes: readonly TeamBox[],
  today: number,
): readonly ProposedIncrement[] {
  const labelled = labelPeriods(periods, boxes);
  const groups = grouped(labelled.some(({ label }) => label !== null) ? labelled : byQuarter(periods));
  const isByName = labelled.some(({ label }) => label !== null);
  return withoutTwins(continued(groups, { today, length, isByName }).map(toIncrement));
}

type Group = { readonly key: string; readonly periods: readonly Labelled[] };

function labelPeriods(periods: readonly Period[], boxes: readonly TeamBox[]): readonly Labelled[] {
  const series = Map.groupBy(boxes, ({ series }) => series);
  const numbered = [...series.values()].filter((own) => numbersWithinIncrements(own.map(({ name }) => name))).flat();
  return periods.map((period) => {
    const own = numbered.filter(({ startsOn }) => startsOn >= period.startsOn - 2 && startsOn < period.endsOn - 2);
    const found = own.flatMap(({ name }) => numberingIn(name) ?? []);
    const [most] = byCount(found.map((one) => withWholeYear(one, yearOf(period.startsOn))));
    const [number] = byCount(found.map(({ iteration }) => iteration));
    const names = own.length === 0 ? period.names : [...new Set(own.map(({ name }) => name))].toSorted();
    return {
      ...period,
      names,
      label: most?.[0] ?? null,
      number: number?.[0] ?? null,
      isNew: period.names.length === 0,
    };
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

/** A period without a label belongs to the increment before it, else to the first one. */
function grouped(periods: readonly Labelled[]): readonly Group[] {
  const groups: { key: string; periods: Labelled[] }[] = [];
  const used = new Set<string>();
  const first = periods.find(({ label }) => label !== null)?.label ?? "";
  for (const period of periods) {
    const label = period.label ?? groups.at(-1)?.key ?? first;
    const present = groups.at(-1);
    // A label that comes again belongs to a sprint out of order.
    if (present !== undefined && (label === present.key || used.has(label))) present.periods.push(period);
    else groups.push({ key: label, periods: [period] });
    used.add(label);
  }
  return groups;
}

type Frame = { readonly today: number; readonly length: number; readonly isByName: boolean };

function continued(groups: readonly Group[], frame: Frame): readonly Group[] {
  const all = [...groups];
  const last = all.pop();
  if (last === undefined) return [];
  const size = sizeOf(groups);
  all.push(completed(last, size, frame));
  // A calendar that ended long ago is continued by one increment, not up to the present.
  if (frame.today - endOf(all) <= yearDays) {
    while (endOf(all) <= frame.today) all.push(following(all, size, frame));
  }
  if (startOf(all) <= frame.today) all.push(following(all, size, frame));
  return all;
}

/** The usual number of iterations; the first and the last increment may not be whole. */
function sizeOf(groups: readonly Group[]): number {
  const whole = groups.slice(1, -1).map(({ periods }) => periods.length);
  const numbers = groups.map(({ periods }) => Math.max(periods.length, ...periods.map(({ number }) => number ?? 0)));
  return modeOf(whole) ?? Math.max(...numbers);
}

function completed(group: Group, size: number, { length, isByName }: Frame): Group {
  const periods = [...group.periods];
  const done = () =>
    isByName
      ? Math.max(periods.length, numberOf(periods.at(-1), periods.length)) >= size
      : quarterKey(after(periods, length)) !== group.key;
  while (!done()) periods.push(after(periods, length));
  return { ...group, periods };
}

function numberOf(period: Labelled | undefined, otherwise: number): number {
  return period?.number ?? otherwise;
}

function following(groups: readonly Group[], size: number, frame: Frame): Group {
  const last = groups.at(-1);
  const first = after(last?.periods ?? [], frame.length);
  if (!frame.isByName) return completed({ key: quarterKey(first), periods: [first] }, size, frame);
  const key = followingKey(last?.key ?? "1", size * frame.length);
  return completed({ key, periods: [{ ...first, number: 1 }] }, size, frame);
}

/** The next period in the rhythm. */
function after(periods: readonly Labelled[], length: number): Labelled {
  const last = periods.at(-1);
  const startsOn = last?.endsOn ?? 0;
  const number = last?.number ?? null;
  return {
    startsOn,
    endsOn: startsOn + length,
    names: [],
    label: null,
    number: number === null ? null : number + 1,
    isNew: true,
  };
}

function startOf(groups: readonly Group[]): number {
  return groups.at(-1)?.periods[0]?.startsOn ?? 0;
}

function endOf(groups: readonly Group[]): number {
  return groups.at(-1)?.periods.at(-1)?.endsOn ?? 0;
}

/** Iterations are numbered as the sprints are, if their numbers begin later than one. */
function toIncrement({ key, periods }: Group): ProposedIncrement {
  const place = periods.findIndex(({ number }) => number !== null);
  const offset = place === -1 ? 0 : Math.max(0, (periods[place]?.number ?? 1) - place - 1);
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
    const base = plain.slice(0, 50) || "1";
    let key = base;
    for (let n = 2; used.has(key); n += 1) key = `${base}-${n}`;
    used.add(key);
    return { ...increment, key };
  });
}
