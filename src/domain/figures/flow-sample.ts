import type { FlowItem } from "./flow-items.ts";
import { isWithin, type FlowWindow } from "./flow-window.ts";
import { listed, named, type Listed, type NamedItem, type Owned } from "./listed.ts";

/** What every figure says about itself. */
export type Figure = {
  /** The heading of its formula in docs/figures.md. */
  readonly formula: string;
  /** Number of items in it. */
  readonly sample: number;
  readonly coverage: FlowCoverage;
};

/** How many of the items that a figure is about it can tell of, and why not of the others. */
export type FlowCoverage = { readonly of: number; readonly known: number; readonly missing: readonly Missing[] };

export type Missing = { readonly kind: MissingKind; readonly items: Listed<NamedItem> };

/**
 * Why a figure leaves out an item, or is not certain about it.
 *
 * - `never-started`: it is done, and was never in progress.
 * - `unknown-start`: nothing tells when it was in progress first.
 * - `clocks`: changes of its status contradict each other, or its start or its end is after the report.
 * - `undated`: it is done, and nothing tells since when.
 * - `unknown-status`: nothing tells its status in a part of the window.
 */
export type MissingKind = "never-started" | "unknown-start" | "clocks" | "undated" | "unknown-status";

/** An item that was finished in the window. */
export type Finished = FlowItem & { readonly doneAt: number };

/** A finished item with its flow time, in milliseconds. */
export type Measured = Finished & { readonly startedAt: number; readonly flowTime: number };

/** The items of a team or of the train, as flow figures take them. */
export type FlowSample = {
  readonly items: readonly FlowItem[];
  readonly window: FlowWindow;
  readonly finished: readonly Finished[];
  /** Done items that may belong to `finished`. */
  readonly unplaced: readonly Left[];
  readonly measured: readonly Measured[];
  /** Finished items that are not measured. */
  readonly unmeasured: readonly Left[];
};

/** Items that a figure leaves out for one reason. */
export type Left = { readonly kind: MissingKind; readonly left: readonly Owned[] };

export function flowSample(items: readonly FlowItem[], window: FlowWindow): FlowSample {
  const done = items.filter(({ planned }) => planned.item.status === "done");
  const finished = done.flatMap((one) =>
    one.doneAt !== null && isWithin(one.doneAt, window) ? { ...one, doneAt: one.doneAt } : [],
  );
  const measured = finished.flatMap((one) =>
    one.start.at === null ? [] : { ...one, startedAt: one.start.at, flowTime: one.doneAt - one.start.at },
  );
  return {
    items,
    window,
    finished,
    unplaced: [
      { kind: "undated", left: done.filter(({ doneAt }) => doneAt === null) },
      { kind: "clocks", left: done.filter(({ doneAt }) => doneAt !== null && doneAt > window.until) },
    ],
    measured,
    unmeasured: [
      { kind: "never-started", left: finished.filter(isWithout("never-started")) },
      { kind: "unknown-start", left: finished.filter(isWithout("unknown-start")) },
      { kind: "clocks", left: finished.filter(isWithout("clocks")) },
    ],
  };
}

/** Whether an item has no start for that reason. */
export function isWithout(kind: MissingKind): (item: FlowItem) => boolean {
  return ({ start }) => start.at === null && start.because === kind;
}

/** @param known number of the items of which a figure tells @param all of disjoint items */
export function flowCoverage(known: number, all: readonly Left[]): FlowCoverage {
  const missing = all
    .filter(({ left }) => left.length > 0)
    .map(({ kind, left }) => ({ kind, items: listed(left.map(named)) }));
  return { of: known + missing.reduce((total, { items }) => total + items.total, 0), known, missing };
}
