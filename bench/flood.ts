import { createHmac } from "node:crypto";
import { parseArgs } from "node:util";
import { z } from "zod";
import { startPostgresServer } from "../test/support/postgres-server.ts";
import { firstPublishing } from "./first-publishing.ts";
import { startAnswering } from "./child.ts";
import { rssMb } from "./footprint.ts";
import { startServe } from "./ingest-processes.ts";
import { startLiveTrackers } from "./live-trackers.ts";

export type FloodBench = {
  /** Without a signature, and as many again with a false one. */
  readonly callers: number;
  readonly peakRssGrowthMb: number;
  readonly signedP99Ms: number;
  /** Signed deliveries without a 2xx answer. */
  readonly signedLost: number;
};

const megabyte = 1024 * 1024;
const answered = z.object({ p99Ms: z.number(), lost: z.number() });
const flooded = z.object({ statuses: z.record(z.string(), z.number()) });

/**
 * Callers with bodies of 25 MB each, all at once: first without a signature, then with a false one, against `serve` on
 * PostgreSQL, while signed deliveries arrive at a steady rate. Database, `serve`, callers and trackers have their own
 * processes.
 */
export async function benchFlood(argv: readonly string[]): Promise<FloodBench> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      callers: { type: "string", default: "1000" },
      seconds: { type: "string", default: "15" },
      "per-second": { type: "string", default: "20" },
    },
  });
  const callers = Number(values.callers);
  const seconds = Number(values.seconds);
  await using resources = new AsyncDisposableStack();
  const trackers = await startLiveTrackers(resources);
  const server = await startPostgresServer();
  resources.defer(() => server.stop());
  const { url, child } = await startServe({ ...trackers, databaseUrl: server.url("postgres") }, resources);
  await firstPublishing(trackers);
  const sender = startAnswering("flood-process.ts");
  resources.defer(sender.end);
  const flooder = startAnswering("flood-process.ts");
  resources.defer(flooder.end);

  const body = trackers.issueBody();
  const signature = `sha256=${createHmac("sha256", trackers.secret).update(body).digest("hex")}`;
  const own = { "content-type": "application/json", "x-github-event": "issues" };
  const signed = {
    kind: "signed",
    url: `${url}/webhooks/acme-github`,
    headers: { ...own, "x-hub-signature-256": signature },
    body,
    perSecond: Number(values["per-second"]),
  };
  const sent = async (order: object) => answered.parse(await sender.ask(JSON.stringify({ ...signed, ...order })));
  // The memory to compare with: after a burst of signed deliveries, before the unsigned callers.
  await sent({ seconds: 6, perSecond: 100 });
  const idle = await rssMb(child.pid);
  const watch = watchPeak(child.pid);
  const flood = { kind: "flood", url: signed.url, bytes: 25 * megabyte, callers, seconds: seconds / 2 };
  const all = sent({ seconds });
  for (const headers of [own, { ...own, "x-hub-signature-256": `sha256=${"0".repeat(64)}` }]) {
    const { statuses } = flooded.parse(await flooder.ask(JSON.stringify({ ...flood, headers })));
    process.stderr.write(`${JSON.stringify(statuses)}\n`);
    // Without answered calls, constant memory proves nothing.
    if (!Object.keys(statuses).some((status) => /^\d{3}$/u.test(status))) throw new Error("no caller was answered");
  }
  const { p99Ms, lost } = await all;
  const peak = await watch.end();
  process.stderr.write(`${JSON.stringify({ idle, peak })}\n`);
  return { callers, peakRssGrowthMb: Math.round(peak - idle), signedP99Ms: Math.round(p99Ms), signedLost: lost };
}

function watchPeak(pid: number | undefined) {
  let peak = 0;
  const looks: Promise<void>[] = [];
  const look = async () => {
    peak = Math.max(peak, await rssMb(pid));
  };
  const timer = setInterval(() => looks.push(look()), 20);
  return {
    end: async (): Promise<number> => {
      clearInterval(timer);
      await Promise.all(looks);
      return peak;
    },
  };
}
