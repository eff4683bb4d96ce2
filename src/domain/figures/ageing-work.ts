import { flowCoverage, isWithout, type Figure, type FlowSample } from "./flow-sample.ts";
import { listed, type Listed } from "./listed.ts";
import { longestFirst, type Timed, type TimedItem } from "./timed-items.ts";

/** The oldest first, in days since the first start. */
export type AgeingWork = Figure & {
  /** Those that are older than the p85 flow time of their team. */
  readonly olderThanP85: Listed<TimedItem>;
  /** Number of items whose team has no flow time to compare with. */
  readonly withoutP85: number;
  readonly items: Listed<TimedItem>;
};

/**
 * See docs/figures.md, "Ageing work".
 * @param p85Of of a team by its key, in milliseconds; null if none of its items was measured
 */
export function ageingWork({ items, window }: FlowSample, p85Of: (team: string) => number | null): AgeingWork {
  const inProgress = items.filter(({ planned }) => planned.item.status === "in-progress");
  const started = inProgress.flatMap((one) =>
    one.start.at === null ? [] : { ...one, duration: window.until - one.start.at, limit: p85Of(one.team.key) },
  );
  const aged = started.filter(({ duration }) => duration >= 0);
  const named = (all: readonly Timed[]) => listed(longestFirst(all));
  return {
    formula: "Ageing work",
    sample: aged.length,
    coverage: flowCoverage(aged.length, [
      { kind: "unknown-start", left: inProgress.filter(isWithout("unknown-start")) },
      {
        kind: "clocks",
        left: [...inProgress.filter(isWithout("clocks")), ...started.filter(({ duration }) => duration < 0)],
      },
    ]),
    olderThanP85: named(aged.filter(({ duration, limit }) => limit !== null && duration > limit)),
    withoutP85: aged.filter(({ limit }) => limit === null).length,
    items: named(aged),
  };
}
