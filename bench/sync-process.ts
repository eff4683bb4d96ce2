import { text } from "node:stream/consumers";
// A process loads its libraries once, not once a pull: jira.js would otherwise come with the first request.
import "jira.js/agile";
import "jira.js/cloud";
import { z } from "zod";
import { parseTrainFile } from "../config/train-file.ts";
import { createConnectors } from "../src/cli/compose.ts";
import { createLog } from "../src/cli/log.ts";
import { syncAll } from "../src/cli/sync-and-publish.ts";
import type { Connection } from "../src/ports/connection.ts";
import { openStore } from "../src/store/open.ts";
import { recordFetch, type RecordedRequest } from "./recorded-fetch.ts";

/** What it is given on stdin. */
export const SyncOrder = z.object({
  databaseUrl: z.string(),
  trainFile: z.string(),
  connections: z.array(z.custom<Connection>((value) => typeof value === "object")).readonly(),
  /** Whether to tell the requests that were sent. */
  record: z.boolean(),
});
export type SyncOrder = z.infer<typeof SyncOrder>;

/** The one line on stdout. */
export type SyncProcessLine = {
  readonly seconds: number;
  readonly requests: number;
  /** Peak of the whole process, its code included. */
  readonly peakRssMb: number;
  readonly recorded: readonly RecordedRequest[];
};

/* One whole pull in a process of its own, as `signalbox sync` does it: what an earlier one left behind counts for nothing. */
const {
  databaseUrl,
  trainFile,
  connections: provided,
  record,
} = SyncOrder.parse(JSON.parse(await text(process.stdin)));
const { connections, trains } = parseTrainFile(trainFile, { file: "bench", env: {}, provided });
const store = await openStore({ databaseUrl, dataDir: "" });
await store.reset();
await store.saveTrains(trains, []);
const log = createLog("warn");
const recording = record ? recordFetch() : null;
const startedAt = performance.now();
const synced = await syncAll(
  {
    store,
    trains,
    connectors: createConnectors(connections, trains, log),
    render: () => ({ title: "", body: "" }),
    clock: Date.now,
    log,
    progress: () => undefined,
  },
  { full: false },
);
const line: SyncProcessLine = {
  seconds: (performance.now() - startedAt) / 1000,
  requests: synced.reduce((sum, { requests }) => sum + requests, 0),
  peakRssMb: process.resourceUsage().maxRSS / 1024,
  recorded: recording?.requests ?? [],
};
await store.close();
process.stdout.write(`${JSON.stringify(line)}\n`);
