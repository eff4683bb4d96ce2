import { serveDefaults } from "./defaults.ts";
import { z } from "zod";
import type { Freshness } from "../src/domain/model/train.ts";
import { milliseconds } from "./text-schema.ts";

const shortestMs = 10_000;

/** An interval; it has a minimum because trackers count requests. */
const interval = milliseconds.refine((ms) => ms >= shortestMs, { error: "expected 10s or longer" });

const percent = /^(\d{1,2}|100) ?%$/;

/** A share, from 0 to 1. */
const share = z
  .string({ error: "a share such as 20%" })
  .regex(percent, { error: "a share such as 20%" })
  .transform((written) => Number(percent.exec(written)?.[1]) / 100);

/** Intervals and limits of the service. */
export const serve = z.strictObject({
  poll: interval.optional().describe("How often to poll each tracker for changes. Default: 1m"),
  structure: interval.optional().describe("How often to read what polling cannot detect (links, boards). Default: 1h"),
  whole: interval.optional().describe("How often to check for deleted items. Default: 24h"),
  recompute: interval
    .optional()
    .describe("Re-evaluate each train at least this often, even without changes, because dates pass. Default: 5m"),
  maxDrop: share
    .optional()
    .describe(
      "Share of a connection's items that may be missing at once; Signalbox drops none if more are missing. Default: 20%",
    ),
  keepDeliveries: milliseconds.optional().describe("How long to keep webhook deliveries. Default: 14d"),
});

const minuteMs = 60_000;

/** The file's values, in milliseconds; `maxDrop` from 0 to 1. */
export type ServeSettings = {
  readonly pollMs: number;
  readonly structureMs: number;
  readonly wholeMs: number;
  readonly recomputeMs: number;
  readonly maxDrop: number;
  readonly keepDeliveriesMs: number;
};

/** Fills in the defaults. */
export function toServeSettings(given: z.output<typeof serve> = {}): ServeSettings {
  return {
    pollMs: given.poll ?? serveDefaults.pollMs,
    structureMs: given.structure ?? serveDefaults.structureMs,
    wholeMs: given.whole ?? serveDefaults.wholeMs,
    recomputeMs: given.recompute ?? serveDefaults.recomputeMs,
    maxDrop: given.maxDrop ?? serveDefaults.maxDrop,
    keepDeliveriesMs: given.keepDeliveries ?? serveDefaults.keepDeliveriesMs,
  };
}

/** Five failed polls in a row, within the hour, may be a tracker's restart; so may one missed sweep. */
export function freshnessOf({ pollMs, structureMs }: Pick<ServeSettings, "pollMs" | "structureMs">): Freshness {
  const pollBound = Math.max(60 * minuteMs, 5 * pollMs);
  return { pollMs: pollBound, sweepMs: Math.max(pollBound, 2 * structureMs) };
}
