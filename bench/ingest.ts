import { createHmac, randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { startPostgresServer } from "../test/support/postgres-server.ts";
import { endToEnd, firstPublishing } from "./end-to-end.ts";
import { startFloor, startServe } from "./ingest-processes.ts";
import { percentile, steadyRate, topRate, type LoadCall } from "./load.ts";
import { startLiveTrackers } from "./live-trackers.ts";

export type IngestBench = {
  /** Deliveries a second that `serve` accepts at most. */
  readonly perSecond: number;
  /** The same of a bare express app with raw body, HMAC and one insert. */
  readonly floorPerSecond: number;
  readonly ratio: number;
  /** At half of its own top rate, in milliseconds. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** From a delivery to the updated comment standing in the tracker, settle 0. */
  readonly endToEndP95Ms: { readonly postgres: number; readonly pglite: number };
};

const connections = 64;

/** Signed deliveries over loopback into `serve` on PostgreSQL; trackers, database, `serve` and the floor are processes of their own. */
export async function benchIngest(argv: readonly string[]): Promise<IngestBench> {
  const { values } = parseArgs({ args: [...argv], options: { seconds: { type: "string", default: "8" } } });
  const seconds = Number(values.seconds);
  const postgres = { ...(await throughput(seconds)) };
  return {
    ...postgres,
    endToEndP95Ms: { postgres: await endToEnd("postgres"), pglite: await endToEnd("pglite") },
  };
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
  const call = signed(trackers.secret, trackers.issueBody());
  const load = { call, connections, seconds };
  const ours = { ...load, url: `${serve.url}/webhooks/acme-github` };
  const bare = { ...load, url: floor.url };
  // Both warm; then the floor on both sides of what counts.
  await topRate({ ...bare, seconds: 2 });
  await topRate({ ...ours, seconds: 2 });
  const before = await topRate(bare);
  const perSecond = await topRate(ours);
  const floorPerSecond = (before + (await topRate(bare))) / 2;
  const latencies = await steadyRate(ours, perSecond / 2);
  return {
    perSecond: Math.round(perSecond),
    floorPerSecond: Math.round(floorPerSecond),
    ratio: round(perSecond / floorPerSecond),
    p50Ms: round(percentile(latencies, 0.5)),
    p99Ms: round(percentile(latencies, 0.99)),
  };
}

/** The same edit of an issue again and again, each a delivery of its own. */
function signed(secret: string, body: Buffer): (n: number) => LoadCall {
  const run = randomUUID();
  const signature = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  return (n) => ({
    headers: {
      "content-type": "application/json",
      "x-github-event": "issues",
      "x-github-delivery": `${run}-${n}-${Math.trunc(performance.now() * 1000)}`,
      "x-hub-signature-256": signature,
    },
    body,
  });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
