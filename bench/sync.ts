import { parseArgs } from "node:util";
import { z } from "zod";
import { openStore } from "../src/store/open.ts";
import { startPostgresServer } from "../test/support/postgres-server.ts";
import { firstLine, startScript } from "./child.ts";
import { replay } from "./recorded-fetch.ts";
import type { SyncOrder, SyncProcessLine } from "./sync-process.ts";
import { startTrackers } from "./trackers.ts";

export type SyncBench = {
  readonly items: number;
  readonly seconds: number;
  /** A bare loop over the same requests, which only parses the answers, in the same run. */
  readonly floorSeconds: number;
  readonly ratio: number;
  readonly requests: number;
  /** The minimum number: pages of 100 of each Jira site and each repository. */
  readonly requestsFloor: number;
  /** Work items and links in PostgreSQL afterwards. */
  readonly rows: number;
  readonly peakRssMb: number;
};

/**
 * Pulls N generated issues through the real connectors into an empty PostgreSQL. Trackers, database, loop and pull have
 * their own processes. A first pull warms up the trackers and records the requests for the loop; then come the loop,
 * the measured pull, and the loop again: the floor is the mean of both loops.
 */
export async function benchSync(argv: readonly string[]): Promise<SyncBench> {
  const { values } = parseArgs({ args: [...argv], options: { items: { type: "string", default: "20000" } } });
  await using resources = new AsyncDisposableStack();
  const { trainFile, connections, pages } = await startTrackers(Number(values.items), resources);
  const postgres = await startPostgresServer();
  resources.defer(() => postgres.stop());
  const databaseUrl = postgres.url("postgres");
  const order = { databaseUrl, trainFile, connections, warmUp: Number(values.items) / 20 };
  const { recorded } = await pull({ ...order, record: true });
  const before = await replay(recorded);
  const { seconds, requests, peakRssMb } = await pull({ ...order, record: false });
  const floorSeconds = (before + (await replay(recorded))) / 2;
  const store = await openStore({ databaseUrl, dataDir: "" });
  resources.defer(() => store.close());
  const { items, links } = await store.loadModel();
  return {
    items: items.size,
    seconds: round(seconds),
    floorSeconds: round(floorSeconds),
    ratio: round(seconds / floorSeconds),
    requests,
    requestsFloor: pages,
    rows: items.size + links.size,
    peakRssMb: Math.round(peakRssMb),
  };
}

const syncLine = z.object({
  seconds: z.number(),
  requests: z.number(),
  peakRssMb: z.number(),
  recorded: z.array(
    z.object({
      url: z.string(),
      method: z.string(),
      headers: z.record(z.string(), z.string()),
      body: z.string().nullable(),
    }),
  ),
}) satisfies z.ZodType<SyncProcessLine>;

async function pull(order: SyncOrder): Promise<SyncProcessLine> {
  const child = startScript("sync-process.ts", []);
  child.stdin?.end(JSON.stringify(order));
  return syncLine.parse(await firstLine(child));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
