import type { WorkItemKind } from "../items/work-item.ts";
import { byText } from "../ordering.ts";
import { flowCoverage, type Figure, type Finished, type FlowSample } from "./flow-sample.ts";
import { isWithin, type FlowWeek } from "./flow-window.ts";
import { listed, named, type Listed, type NamedItem } from "./listed.ts";
import { ratioOf } from "./nearest-rank.ts";

/** Number of items of a type; types that no item has are not in it. */
export type ByKind = readonly { readonly kind: WorkItemKind; readonly items: number }[];

/** In items. */
export type Throughput = Figure & {
  /** The oldest first. */
  readonly weeks: readonly (FlowWeek & { readonly items: number; readonly byKind: ByKind })[];
  /** Items per week. */
  readonly mean: number;
  /** The last finished first. */
  readonly items: Listed<NamedItem>;
};

/** `share`: of all finished items, 0 to 1. */
export type Distribution = Figure & {
  readonly kinds: readonly {
    readonly kind: WorkItemKind;
    readonly share: number;
    /** The last finished first. */
    readonly items: Listed<NamedItem>;
  }[];
};

/** See docs/figures.md, "Throughput". */
export function throughput({ finished, unplaced, window }: FlowSample): Throughput {
  const inWeek = (week: FlowWeek) => finished.filter(({ doneAt }) => isWithin(doneAt, week));
  return {
    formula: "Throughput",
    sample: finished.length,
    coverage: flowCoverage(finished.length, unplaced),
    weeks: window.weeks.map((week) => {
      const ofWeek = inWeek(week);
      const byKind = kindsOf(ofWeek).map(([kind, ofKind]) => ({ kind, items: ofKind.length }));
      return { ...week, items: ofWeek.length, byKind };
    }),
    mean: ratioOf(finished.length, window.weeks.length),
    items: lastFirst(finished),
  };
}

/** See docs/figures.md, "Flow distribution". */
export function distribution({ finished, unplaced }: FlowSample): Distribution {
  return {
    formula: "Flow distribution",
    sample: finished.length,
    coverage: flowCoverage(finished.length, unplaced),
    kinds: kindsOf(finished).map(([kind, ofKind]) => ({
      kind,
      share: ratioOf(ofKind.length, finished.length),
      items: lastFirst(ofKind),
    })),
  };
}

/** The most frequent type first, equal ones by their names. */
function kindsOf(finished: readonly Finished[]): readonly (readonly [WorkItemKind, readonly Finished[]])[] {
  return [...Map.groupBy(finished, ({ planned }) => planned.item.kind)].toSorted(
    ([a, some], [b, others]) => others.length - some.length || byText(a, b),
  );
}

function lastFirst(finished: readonly Finished[]): Listed<NamedItem> {
  const inOrder = finished.toSorted((a, b) => b.doneAt - a.doneAt || byText(a.planned.item.id, b.planned.item.id));
  return listed(inOrder.map(named));
}
