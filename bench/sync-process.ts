import { text } from "node:stream/consumers";
import { z } from "zod";
import { parseTrainFile } from "../config/train-file.ts";
import { connectionRecord, createConnectors, realRuntime, type AppContext } from "../src/cli/wiring.ts";
import { createLog } from "../src/cli/log.ts";
import { syncAll } from "../src/cli/sync-and-publish.ts";
import type { Connection } from "../src/ports/connection.ts";
import { openStore } from "../src/store/open.ts";
import { recordFetch, type RecordedRequest } from "./recorded-fetch.ts";

/** The order on stdin. */
export const SyncOrder = z.object({
  databaseUrl: z.string(),
  trainFile: z.string(),
  connections: z.array(z.custom<Connection>((value) => typeof value === "object")).readonly(),
  /** Number of records of one stream in the warm-up. */
  warmUp: z.number(),
  /** Whether to report the sent requests. */
  record: z.boolean(),
});
export type SyncOrder = z.infer<typeof SyncOrder>;

/** Thrown to end the warm-up. */
class Enough extends Error {}

/** The one line on stdout. */
export type SyncProcessLine = {
  readonly seconds: number;
  readonly requests: number;
  /** Peak of the whole process, its code included. */
  readonly peakRssMb: number;
  readonly recorded: readonly RecordedRequest[];
};

/*
 * One whole pull in its own process, into an empty database. Before the measurement it pulls a tenth and discards it,
 * to compile code and load libraries: a service pulls for months, and starts once.
 */
const order = SyncOrder.parse(JSON.parse(await text(process.stdin)));
const store = await openStore({ databaseUrl: order.databaseUrl, dataDir: "" });
await pull(order.warmUp).catch(ignoreEnough);
const recording = order.record ? recordFetch() : null;
const { seconds, requests } = await pull(Infinity);
const line: SyncProcessLine = {
  seconds,
  requests,
  peakRssMb: process.resourceUsage().maxRSS / 1024,
  recorded: recording?.requests ?? [],
};
await store.close();
process.stdout.write(`${JSON.stringify(line)}\n`);

/** @param most number of records of one stream after which it stops */
async function pull(most: number) {
  const { connections: provided, trainFile } = order;
  const { connections, trains } = parseTrainFile(trainFile, { file: "bench", env: {}, provided });
  await store.reset();
  await store.saveTrains(trains, connections.map(connectionRecord));
  const log = createLog({ level: "warn", secrets: [] });
  const runtime = realRuntime(log);
  const app: AppContext = {
    store,
    trains,
    connectors: createConnectors(connections, trains, runtime),
    render: () => ({ title: "", body: "", labels: [] }),
    runtime,
    progress: ({ done }) => {
      if (done >= most) throw new Enough();
    },
  };
  const startedAt = performance.now();
  const synced = await syncAll(app, { full: false });
  return {
    seconds: (performance.now() - startedAt) / 1000,
    requests: synced.reduce((sum, one) => sum + one.requests, 0),
  };
}

function ignoreEnough(error: unknown): void {
  const reasons: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
  if (!reasons.every((reason) => reason instanceof Enough)) throw error;
}
