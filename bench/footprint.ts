import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { startPostgresServer } from "../test/support/postgres-server.ts";
import { nodeOptions } from "./child.ts";
import { firstPublishing } from "./first-publishing.ts";
import { startServe } from "./ingest-processes.ts";
import { startLiveTrackers } from "./live-trackers.ts";

type Held = {
  readonly rssMb: number;
  /** Compared with a bare Node on the same machine. */
  readonly ratio: number;
  /** From the process's start until it says that it listens, on an empty database. */
  readonly startMs: number;
};

export type FootprintBench = { readonly bareMb: number; readonly pglite: Held; readonly postgres: Held };

/** How long (ms) `serve` idles after its first texts: V8 frees unused memory within seconds. */
const restMs = 30_000;

/** Memory of an idle `serve` on the demo's items, on either database. */
export async function benchFootprint(): Promise<FootprintBench> {
  const bareMb = await bare();
  const held = ({ rssMb, startMs }: Omit<Held, "ratio">): Held => ({
    rssMb,
    ratio: Math.round((10 * rssMb) / bareMb) / 10,
    startMs,
  });
  return { bareMb, pglite: held(await idle("pglite")), postgres: held(await idle("postgres")) };
}

async function idle(kind: "pglite" | "postgres"): Promise<Omit<Held, "ratio">> {
  await using resources = new AsyncDisposableStack();
  const trackers = await startLiveTrackers(resources);
  let databaseUrl = null;
  if (kind === "postgres") {
    const server = await startPostgresServer();
    resources.defer(() => server.stop());
    databaseUrl = server.url("postgres");
  }
  const { child, startMs } = await startServe({ ...trackers, databaseUrl }, resources);
  await firstPublishing(trackers);
  await new Promise((resolve) => setTimeout(resolve, restMs));
  return { rssMb: await rssMb(child.pid), startMs };
}

async function bare(): Promise<number> {
  const child = spawn(process.execPath, [...nodeOptions, "-e", "console.log(1); setInterval(() => {}, 1000)"]);
  await once(child.stdout, "data");
  const held = await rssMb(child.pid);
  child.kill();
  return held;
}

/** @param pid undefined for a process that did not start */
export async function rssMb(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(/^VmRSS:\s+(\d+)/mu.exec(status)?.[1]) / 1024);
}
