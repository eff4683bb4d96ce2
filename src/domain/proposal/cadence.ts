import { byCount, medianOf, modeOf, pairsOf } from "./counting.ts";
import type { TeamBox } from "./team-boxes.ts";

/** A period of the train in days. `names`: of the boxes that begin with it; empty if none shows it. */
export type Period = { readonly startsOn: number; readonly endsOn: number; readonly names: readonly string[] };

export type Cadence = {
  /** Days from one start to the next, by most teams. */
  readonly length: number;
  /** Days by series. */
  readonly lengths: ReadonlyMap<string, number>;
  readonly periods: readonly Period[];
};

/** The starts of one iteration may differ by this many days. */
const spread = 3;
/** A pause before the next start (days): a weekend, a holiday. */
const shortPause = 4;
/** Iterations that no box shows, between boxes that show the same rhythm on both sides: half a year of fortnights. */
const mostUnseen = 13;

/** The common rhythm of boxes; null if none have dates. @param boxes in their order in time */
export function cadenceOf(boxes: readonly TeamBox[]): Cadence | null {
  const series = Map.groupBy(boxes, ({ series }) => series);
  const lengths = new Map([...series].map(([name, own]) => [name, lengthOf(own)] as const));
  const length = modeOf([...lengths.values()]);
  if (length === null) return null;
  const inStep = boxes.filter((box) => lengths.get(box.series) === length);
  return { length, lengths, periods: periodsOf(inStep, length) };
}

/** The usual distance of a series' starts; of a single box, its duration in whole weeks. @param boxes at least one */
function lengthOf(boxes: readonly TeamBox[]): number {
  const starts = [...new Set(boxes.map(({ startsOn }) => startsOn))].toSorted((a, b) => a - b);
  const gaps = pairsOf(starts).map(([start, next]) => rounded(next - start));
  const usual = gaps.filter((gap) => gap >= 5 && gap <= 70);
  const weeks = usual.filter((gap) => gap % 7 === 0);
  // A late start makes two gaps of odd days out of two weeks.
  const counted = weeks.length * 2 >= usual.length ? weeks : usual;
  return (
    modeOf(counted) ?? Math.max(7, ...boxes.map(({ startsOn, endsOn }) => Math.round((endsOn - startsOn + 1) / 7) * 7))
  );
}

/** Whole weeks, if a gap is off by a day or two. */
function rounded(gap: number): number {
  const weeks = Math.max(1, Math.round(gap / 7)) * 7;
  return Math.abs(gap - weeks) <= 2 ? weeks : gap;
}

function periodsOf(boxes: readonly TeamBox[], length: number): readonly Period[] {
  const starts = chainOf(boxes, length);
  return starts.flatMap((startsOn, place) => {
    const own = boxes.filter((box) => Math.abs(box.startsOn - startsOn) <= spread && box.endsOn > startsOn);
    const names = [...new Set(own.map(({ name }) => name))].toSorted();
    const ends = medianOf(own.map(({ endsOn }) => endsOn));
    const hasBreaks = own.some((box) => box.hasBreaks);
    return periodsFrom({ startsOn, names, ends, hasBreaks }, starts[place + 1], length);
  });
}

type Begun = {
  readonly startsOn: number;
  readonly names: readonly string[];
  readonly ends: number;
  readonly hasBreaks: boolean;
};

/** The period that begins on a day, and those up to the next start that no box shows. */
function periodsFrom(
  { startsOn, names, ends, hasBreaks }: Begun,
  next: number | undefined,
  length: number,
): readonly Period[] {
  const regular = startsOn + length;
  if (next === undefined) {
    return [{ startsOn, endsOn: Math.abs(ends - regular) <= shortPause ? regular : ends, names }];
  }
  if (next - ends <= shortPause) return [{ startsOn, endsOn: next, names }];
  if (hasBreaks) return [{ startsOn, endsOn: Math.min(next, ends), names }];
  const endsOn = Math.min(next, Math.max(ends, regular));
  const unseen = Math.round((next - endsOn) / length);
  const isRhythm = unseen >= 1 && unseen <= mostUnseen && Math.abs(next - endsOn - unseen * length) <= spread;
  if (!isRhythm) return [{ startsOn, endsOn, names }];
  const filled = Array.from({ length: unseen }, (_, place) => ({
    startsOn: endsOn + place * length,
    endsOn: place === unseen - 1 ? next : endsOn + (place + 1) * length,
    names: [],
  }));
  return [{ startsOn, endsOn, names }, ...filled];
}

/** Of the rhythm: from a start to the next, unless one team shows both. */
const shortestGap = 0.6;
/** A team's shorter sprint is an iteration as well if it lasts a week, as one for innovation and planning. */
const week = 7;

type Link = { readonly day: number; readonly score: number; readonly before: Link | null };

/**
 * The days on which iterations begin: of all the chains of starts, the one that most teams follow, at distances that
 * are nearest to the rhythm.
 */
function chainOf(boxes: readonly TeamBox[], length: number): readonly number[] {
  const links: Link[] = [];
  const short = shortSprints(boxes, length);
  for (const [day, weight] of weights(boxes)) {
    let best: Link | null = null;
    let score = weight;
    // Starts further back than half a year add nothing that a nearer one does not.
    for (const before of links.toReversed()) {
      const gap = day - before.day;
      const isShown = short.has(`${before.day} ${day}`);
      if (gap < shortestGap * length && !isShown) continue;
      const total = before.score + weight - (isShown ? 0 : cost(gap, length));
      if (total > score) [best, score] = [before, total];
      if (gap > 26 * 7) break;
    }
    links.push({ day, score, before: best });
  }
  let end: Link | null = null;
  for (const link of links) if (end === null || link.score >= end.score) end = link;
  const days: number[] = [];
  for (let link = end; link !== null; link = link.before) days.push(link.day);
  return days.toReversed();
}

/** First day of a sprint that is shorter than the rhythm, and that of the next sprint of its team. */
function shortSprints(boxes: readonly TeamBox[], length: number): ReadonlySet<string> {
  const series = Map.groupBy(boxes, (box) => box.series);
  const short = [...series.values()].flatMap((own) =>
    pairsOf(own).filter(([one, next]) => {
      const gap = next.startsOn - one.startsOn;
      return one.endsOn <= next.startsOn && gap >= week && gap < shortestGap * length;
    }),
  );
  return new Set(short.map(([one, next]) => `${one.startsOn} ${next.startsOn}`));
}

function cost(gap: number, length: number): number {
  const times = Math.max(1, Math.round(gap / length));
  return 0.15 * Math.min(7, Math.abs(gap - times * length));
}

/** Each start with the number of teams that begin then or up to two days later; a start that more share counts a little more. */
function weights(boxes: readonly TeamBox[]): readonly (readonly [number, number])[] {
  const exact = new Map(byCount(boxes.map(({ startsOn }) => startsOn)));
  return [...exact]
    .toSorted(([a], [b]) => a - b)
    .map(([day, count]) => {
      const near = new Set(
        boxes.filter((box) => box.startsOn >= day && box.startsOn <= day + 2).map(({ series }) => series),
      );
      return [day, near.size + 0.01 * count] as const;
    });
}
