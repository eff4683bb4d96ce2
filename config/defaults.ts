import type { LinkMeaning } from "../src/domain/model/train.ts";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** What a train has if the train file does not say otherwise; the descriptions in `schema.ts` name the same values. */
export const trainDefaults = {
  linkMeanings: [{ name: "Blocks", means: "source-blocks-target" }] satisfies LinkMeaning[],
  textReferences: true,
  /** How long a conflict must be open before its first comment. */
  settleMs: 10 * minuteMs,
  newPerRun: 20,
  rewritesPerHour: 20,
} as const;

/** What `serve` does if the train file does not say otherwise. */
export const serveDefaults = {
  pollMs: minuteMs,
  structureMs: 60 * minuteMs,
  wholeMs: dayMs,
  recomputeMs: 5 * minuteMs,
  maxDrop: 0.2,
  keepDeliveriesMs: 14 * dayMs,
} as const;
