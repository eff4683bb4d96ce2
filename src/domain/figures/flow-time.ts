import { flowCoverage, type Figure, type FlowSample, type Measured } from "./flow-sample.ts";
import { longestFirst, type TimedItem } from "./timed-items.ts";
import { listed, type Listed } from "./listed.ts";
import { inDaysOrNull, nearestRank } from "./nearest-rank.ts";

/** In days; null if no item was measured. */
export type FlowTime = Figure & {
  readonly p50: number | null;
  readonly p85: number | null;
  /** Finished items that were closed together with at least four others of their team, within a minute of the next. */
  readonly closedTogether: number;
  /** The longest first. */
  readonly items: Listed<TimedItem>;
};

/** Fewer closings in a row are no bulk. */
const bulkSize = 5;
const bulkGapMs = 60_000;

/** See docs/figures.md, "Flow time". */
export function flowTime({ measured, unmeasured, finished }: FlowSample): FlowTime {
  return {
    formula: "Flow time",
    sample: measured.length,
    coverage: flowCoverage(measured.length, unmeasured),
    p50: inDaysOrNull(flowTimeAt(measured, 50)),
    p85: inDaysOrNull(flowTimeAt(measured, 85)),
    closedTogether: bulkIn(finished),
    items: listed(longestFirst(measured.map((one) => ({ ...one, duration: one.flowTime })))),
  };
}

/** A percentile in milliseconds, by nearest rank; null if no item was measured. */
export function flowTimeAt(measured: readonly Measured[], percent: number): number | null {
  return nearestRank(
    measured.map((one) => one.flowTime).toSorted((a, b) => a - b),
    percent,
  );
}

function bulkIn(finished: FlowSample["finished"]): number {
  let bulk = 0;
  for (const ofTeam of Map.groupBy(finished, ({ team }) => team).values()) {
    const ends = ofTeam.map(({ doneAt }) => doneAt).toSorted((a, b) => a - b);
    let size = 0;
    for (const [place, end] of ends.entries()) {
      size += 1;
      const next = ends[place + 1];
      if (next !== undefined && next - end <= bulkGapMs) continue;
      if (size >= bulkSize) bulk += size;
      size = 0;
    }
  }
  return bulk;
}
