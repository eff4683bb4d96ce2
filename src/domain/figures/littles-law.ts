import { meanLoad, type CumulativeFlow } from "./cumulative-flow.ts";
import { flowCoverage, type Figure, type FlowSample } from "./flow-sample.ts";
import { listed, type Listed } from "./listed.ts";
import { inDays, ratioOf } from "./nearest-rank.ts";
import { longestFirst, type TimedItem } from "./timed-items.ts";

/** Whether flow time, load and throughput fit together. Null where something to divide by is 0. */
export type LittlesLaw = Figure & {
  /** In days. */
  readonly meanFlowTime: number | null;
  /** Mean load divided by throughput, in days. */
  readonly expected: number | null;
  /** Mean flow time divided by `expected`. */
  readonly ratio: number | null;
  readonly because: "nothing-measured" | "unknown-load" | "no-load" | null;
  readonly warning: "statuses may be mapped wrongly" | null;
  /** The longest first. */
  readonly items: Listed<TimedItem>;
};

/** Fewer items say nothing. */
const enough = 20;
const plausible = { least: 0.5, most: 2 };

/** See docs/figures.md, "Little's law". */
export function littlesLaw(sample: FlowSample, flow: CumulativeFlow): LittlesLaw {
  const { measured, unmeasured, finished, window } = sample;
  const mean = measured.reduce((total, { flowTime }) => total + flowTime, 0) / measured.length;
  const load = meanLoad(sample, flow);
  const expected = ((load ?? 0) * (window.until - window.from)) / finished.length;
  const ratio = mean / expected;
  const because = whyNot(measured.length, load);
  const isDoubtful = measured.length >= enough && (ratio < plausible.least || ratio > plausible.most);
  return {
    formula: "Little's law",
    sample: measured.length,
    coverage: flowCoverage(measured.length, unmeasured),
    meanFlowTime: measured.length === 0 ? null : inDays(mean),
    expected: because === null ? inDays(expected) : null,
    ratio: because === null ? ratioOf(mean, expected) : null,
    because,
    warning: because === null && isDoubtful ? "statuses may be mapped wrongly" : null,
    items: listed(longestFirst(measured.map((one) => ({ ...one, duration: one.flowTime })))),
  };
}

function whyNot(measured: number, load: number | null): LittlesLaw["because"] {
  if (measured === 0) return "nothing-measured";
  if (load === null) return "unknown-load";
  return load === 0 ? "no-load" : null;
}
