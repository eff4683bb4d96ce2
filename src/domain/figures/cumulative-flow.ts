import { isOpen } from "../items/work-item.ts";
import { zoneOf, type DayEnd } from "../schedule/civil-day.ts";
import type { FlowItem } from "./flow-items.ts";
import { flowCoverage, type FlowCoverage, type Figure, type FlowSample } from "./flow-sample.ts";
import type { FlowWeek } from "./flow-window.ts";
import { listed, named, type Listed, type NamedItem, type Owned } from "./listed.ts";
import { ratioOf } from "./nearest-rank.ts";
import { doneSince, type Stretch } from "./status-stretches.ts";

/** Items at the end of a day; `done`: those that became so in the window. */
export type FlowDay = {
  /** `yyyy-mm-dd`. */
  readonly day: string;
  readonly toDo: number;
  readonly inProgress: number;
  readonly done: number;
};

export type CumulativeFlow = Figure & {
  /** The ended days of the window, and the running one as it stands; the last alone if nothing tells any earlier status. */
  readonly days: readonly FlowDay[];
  /** The items that are open, or were finished in the window. */
  readonly items: Listed<NamedItem>;
};

/** In items. */
export type FlowLoad = Figure & {
  readonly now: number;
  /** Over the ends of the window's days; null if nothing tells any status there. */
  readonly mean: number | null;
  /** Items in progress. */
  readonly items: Listed<NamedItem>;
};

/** See docs/figures.md, "Cumulative flow". A day is a step. */
export function* cumulativeFlow(sample: FlowSample, timeZone: string): Generator<void, CumulativeFlow> {
  const { items, window, finished } = sample;
  const open = items.filter(({ planned }) => isOpen(planned.item));
  const inProgress = open.filter(isInProgress).length;
  const day = zoneOf(timeZone).dayAt(window.until);
  const coverage = coverageOfStatuses(sample);
  const ended: FlowDay[] = [];
  for (const end of isBlind(coverage) ? [] : window.dayEnds) {
    ended.push(dayOf(sample, end));
    yield;
  }
  const today = { day, toDo: open.length - inProgress, inProgress, done: finished.length };
  return {
    formula: "Cumulative flow",
    sample: open.length + finished.length,
    coverage,
    days: ended.concat(isDayOver(sample) && ended.length > 0 ? [] : today),
    items: listed([...open, ...finished].map(named)),
  };
}

/** See docs/figures.md, "Flow load". */
export function flowLoad(sample: FlowSample, flow: CumulativeFlow): FlowLoad {
  const inProgress = sample.items.filter(isInProgress);
  const load = meanLoad(sample, flow);
  return {
    formula: "Flow load",
    sample: inProgress.length,
    coverage: flow.coverage,
    now: inProgress.length,
    mean: load === null ? null : ratioOf(load, 1),
    items: listed(inProgress.map(named)),
  };
}

/** Items in progress at the end of a day of the window, on average; null if nothing tells any status there. */
export function meanLoad({ window }: FlowSample, { days, coverage }: CumulativeFlow): number | null {
  const ended = days.slice(0, window.dayEnds.length);
  return isBlind(coverage) ? null : ended.reduce((total, { inProgress }) => total + inProgress, 0) / ended.length;
}

/** Whether there are items, and nothing tells the status of any. */
function isBlind({ of, known }: FlowCoverage): boolean {
  return of > 0 && known === 0;
}

function isInProgress({ planned }: FlowItem): boolean {
  return planned.item.status === "in-progress";
}

/** Whether the window ends with a day. */
function isDayOver({ window }: FlowSample): boolean {
  return window.dayEnds.at(-1)?.at === window.until;
}

function dayOf({ items, window }: FlowSample, { day, at }: DayEnd): FlowDay {
  const count = { toDo: 0, inProgress: 0, done: 0 };
  for (const { stretches } of items) {
    const place = stretches.findLastIndex(({ from }) => from <= at);
    const status = stretches[place]?.status;
    if (status === "todo") count.toDo += 1;
    if (status === "in-progress") count.inProgress += 1;
    if (status === "done" && doneSince(stretches.slice(0, place + 1)) > window.from) count.done += 1;
  }
  return { day, ...count };
}

/** Of the statuses in the window. */
function coverageOfStatuses({ items, window, unplaced }: FlowSample): FlowCoverage {
  const left = new Set<Owned>(unplaced.flatMap((one) => one.left));
  const unknown = items.filter((one) => !left.has(one) && one.stretches.some(isUnknownIn(window)));
  const known = items.length - left.size - unknown.length;
  return flowCoverage(known, [{ kind: "unknown-status", left: unknown }, ...unplaced]);
}

function isUnknownIn({ from, until }: FlowWeek): (stretch: Stretch, place: number, all: readonly Stretch[]) => boolean {
  return (stretch, place, all) => {
    const next = all[place + 1]?.from ?? Number.POSITIVE_INFINITY;
    return stretch.doubt !== null && stretch.from <= until && next > from;
  };
}
