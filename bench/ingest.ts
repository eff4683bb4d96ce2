import { createHmac } from "node:crypto";
import { parseArgs } from "node:util";
import { Client } from "pg";
import { startPostgresServer } from "../test/support/postgres-server.ts";
import { endToEnd } from "./end-to-end.ts";
import { firstPublishing } from "./first-publishing.ts";
import { startFloor, startSender, startServe } from "./ingest-processes.ts";
import { generateBulk } from "./generate.ts";
import type { Load } from "./load.ts";
import { startLiveTrackers } from "./live-trackers.ts";

export type IngestBench = {
  /** Maximum rate of deliveries that `serve` accepts per second. */
  readonly perSecond: number;
  /** The same of a bare express app with raw body, HMAC and one insert. */
  readonly floorPerSecond: number;
  readonly ratio: number;
  /** At half of its own maximum rate, in milliseconds. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** From a delivery to the updated comment in the tracker, settle 0. */
  readonly endToEndP95Ms: {
    readonly postgres: number;
    readonly pglite: number;
    /** On PostgreSQL, with a large train. */
    readonly large: number;
  };
};

const connections = 64;

/** Signed deliveries over loopback into `serve` on PostgreSQL; database, `serve`, floor and load have their own processes. */
export async function benchIngest(argv: readonly string[]): Promise<IngestBench> {
  const { values } = parseArgs({
    args: [...argv],
    options: { seconds: { type: "string", default: "8" }, items: { type: "string", default: "20000" } },
  });
  const seconds = Number(values.seconds);
  const postgres = { ...(await throughput(seconds)) };
  return {
    ...postgres,
    endToEndP95Ms: {
      postgres: await endToEnd({ engine: "postgres" }),
      pglite: await endToEnd({ engine: "pglite" }),
      large: await endToEnd({ engine: "postgres", data: bulk(Number(values.items)) }),
    },
  };
}

function bulk(items: number) {
  return generateBulk({ items, seed: 1, now: Date.now() });
}

async function throughput(seconds: number) {
  await using resources = new AsyncDisposableStack();
  const trackers = await startLiveTrackers(resources);
  const server = await startPostgresServer();
  resources.defer(() => server.stop());
  const databaseUrl = server.url("postgres");
  const floor = await startFloor({ databaseUrl, secret: trackers.secret }, resources);
  const serve = await startServe({ ...trackers, databaseUrl }, resources);
  await firstPublishing(trackers);
  const sender = startSender(resources);
  const load = { ...signed(trackers.secret, trackers.issueBody()), connections, seconds };
  const ours = { ...load, url: `${serve.url}/webhooks/acme-github` };
  const bare = { ...load, url: floor.url };
  // Warm up both; then measure the floor before and after `serve`.
  await sender.topRate({ ...bare, seconds: 2 });
  await sender.topRate({ ...ours, seconds: 2 });
  const before = await sender.topRate(bare);
  const perSecond = await sender.topRate(ours);
  const floorPerSecond = (before + (await sender.topRate(bare))) / 2;
  await reuseLogFiles(databaseUrl);
  // Longer, so that one hiccup of the machine is not one percent of it.
  const { p50Ms, p99Ms } = await sender.steadyRate({ ...ours, seconds: 3 * seconds }, perSecond / 2);
  return {
    perSecond: Math.round(perSecond),
    floorPerSecond: Math.round(floorPerSecond),
    ratio: round(perSecond / floorPerSecond),
    p50Ms: round(p50Ms),
    p99Ms: round(p99Ms),
  };
}

/**
 * Like a server that has run for some time: a new one creates a log file of 16 MB every few seconds, which takes about
 * 50 ms each.
 */
async function reuseLogFiles(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query("checkpoint");
  await client.end();
}

/** An edit of an issue. */
function signed(secret: string, body: string): Pick<Load, "headers" | "body"> {
  const signature = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  const headers = {
    "content-type": "application/json",
    "x-github-event": "issues",
    "x-hub-signature-256": signature,
  };
  return { headers, body };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
