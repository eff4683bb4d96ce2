import { createInterface } from "node:readline";
import { z } from "zod";
import { percentile, steadyRate, topRate } from "./load.ts";

/*
 * Sends load from its own process, so that nothing else delays its measurements. Reads one order per line from stdin,
 * answers each with a line of JSON: the rate it reached, or the latencies at the given rate.
 */
const order = z.object({
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  connections: z.number(),
  seconds: z.number(),
  perSecond: z.number().optional(),
});

for await (const line of createInterface({ input: process.stdin })) {
  const { perSecond, ...load } = order.parse(JSON.parse(line));
  const answer = perSecond === undefined ? { perSecond: await topRate(load) } : await latencies(load, perSecond);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

async function latencies(...load: Parameters<typeof steadyRate>) {
  const sorted = await steadyRate(...load);
  return { p50Ms: percentile(sorted, 0.5), p99Ms: percentile(sorted, 0.99) };
}
