import { flowCoverage, type Figure, type FlowSample, type Measured } from "./flow-sample.ts";
import { listed, named, type Listed, type NamedItem } from "./listed.ts";
import { inDays, ratioOf } from "./nearest-rank.ts";
import { lengthOf, overlapOf, spansWith } from "./spans.ts";
import { longestFirst, type TimedItem } from "./timed-items.ts";
import type { Waiting } from "./waiting.ts";

/** Of time in progress without waiting in all flow time; the times in days. */
export type FlowEfficiency = Figure & {
  /** 0 to 1; null if there was no flow time. */
  readonly efficiency: number | null;
  readonly active: number;
  readonly flowTime: number;
  /** Items of which the figure is less certain: nothing is left out for that. */
  readonly uncertain: {
    /** Nothing tells since when it has a dependency: the dependency counts as there all the time. */
    readonly undatedLinks: Listed<NamedItem>;
    /** It has a provider that Signalbox has not read: it counts as not waiting for that one. */
    readonly unreadProviders: Listed<NamedItem>;
  };
  /** Items that waited for a provider while in progress, the longest first, with the days. */
  readonly items: Listed<TimedItem>;
};

/** See docs/figures.md, "Flow efficiency". */
export function flowEfficiency(
  { measured, unmeasured }: FlowSample,
  waitingOf: (item: Measured) => Waiting,
): FlowEfficiency {
  const all = measured.map((item) => ({ ...item, ...timesOf(item, waitingOf(item)) }));
  const sum = (valueOf: (one: (typeof all)[number]) => number) => all.reduce((total, one) => total + valueOf(one), 0);
  const flowTime = measured.reduce((total, one) => total + one.flowTime, 0);
  const active = sum((one) => one.inProgress - one.waited);
  const waited = all.filter((one) => one.waited > 0);
  const those = (some: typeof all) => listed(some.map(named));
  return {
    formula: "Flow efficiency",
    sample: measured.length,
    coverage: flowCoverage(measured.length, unmeasured),
    efficiency: flowTime === 0 ? null : ratioOf(active, flowTime),
    active: inDays(active),
    flowTime: inDays(flowTime),
    uncertain: {
      undatedLinks: those(all.filter(({ waiting }) => waiting.hasUndatedLink)),
      unreadProviders: those(all.filter(({ waiting }) => waiting.hasUnreadProvider)),
    },
    items: listed(longestFirst(waited.map((one) => ({ ...one, duration: one.waited })))),
  };
}

/** In milliseconds. */
function timesOf({ stretches, startedAt, doneAt }: Measured, waiting: Waiting) {
  const inProgress = overlapOf(
    spansWith(stretches, ({ status }) => status === "in-progress"),
    [{ from: startedAt, until: doneAt }],
  );
  return { waiting, inProgress: lengthOf(inProgress), waited: lengthOf(overlapOf(inProgress, waiting.spans)) };
}
