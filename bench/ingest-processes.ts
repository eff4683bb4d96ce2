import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { parseTrainFile } from "../config/train-file.ts";
import { startAll } from "../src/cli/consent.ts";
import { openStore } from "../src/store/open.ts";
import { firstLine, nodeOptions, startAnswering, startScript } from "./child.ts";
import type { Load } from "./load.ts";

export async function startFloor(
  order: { readonly databaseUrl: string; readonly secret: string },
  resources: AsyncDisposableStack,
): Promise<{ readonly url: string }> {
  const child = startScript("ingest-floor.ts", []);
  resources.defer(() => end(child));
  child.stdin?.end(JSON.stringify(order));
  const { port } = z.object({ port: z.number() }).parse(await firstLine(child));
  return { url: `http://127.0.0.1:${port}/` };
}

const rate = z.object({ perSecond: z.number() });
const latencies = z.object({ p50Ms: z.number(), p99Ms: z.number() });

/** A process that sends load, see `load.ts`. */
export function startSender(resources: AsyncDisposableStack) {
  const { ask, end: endSender } = startAnswering("load-process.ts");
  resources.defer(endSender);
  return {
    topRate: async (load: Load) => rate.parse(await ask(JSON.stringify(load))).perSecond,
    steadyRate: async (load: Load, perSecond: number) =>
      latencies.parse(await ask(JSON.stringify({ ...load, perSecond }))),
  };
}

export type ServeOrder = {
  readonly trainFile: string;
  readonly env: Readonly<Record<string, string>>;
  /** Null for the embedded database. */
  readonly databaseUrl: string | null;
  /** File descriptor for its log; by default the bench keeps the log, and shows it if `serve` does not start. */
  readonly log?: number;
};

/** `signalbox serve` as an operator starts it, for started trains. */
export async function startServe(
  order: ServeOrder,
  resources: AsyncDisposableStack,
): Promise<{ readonly url: string; readonly child: ChildProcess; readonly startMs: number }> {
  const folder = await mkdtemp(join(tmpdir(), "signalbox-bench-"));
  resources.defer(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, "signalbox.yaml");
  await writeFile(file, order.trainFile);
  const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
  const argv = [...nodeOptions, main, "serve", "--port", "0", "--config", file];
  const database = order.databaseUrl === null ? {} : { DATABASE_URL: order.databaseUrl };
  const dataDir = join(folder, "data");
  await sayYes(order, dataDir);
  const env = { ...order.env, ...database, SIGNALBOX_DATA: dataDir };
  const logFile = join(folder, "serve.log");
  const log = await open(logFile, "a");
  const startedAt = performance.now();
  const child = spawn(process.execPath, argv, { env, stdio: ["ignore", "pipe", order.log ?? log.fd] });
  resources.defer(() => end(child));
  await log.close();
  const url = /http:\S+(?=;)/u.exec((await firstText(child)) ?? "")?.[0];
  if (url === undefined) throw new Error(`serve does not say where it listens:\n${await readFile(logFile, "utf8")}`);
  return { url, child, startMs: Math.round(performance.now() - startedAt) };
}

async function sayYes({ trainFile, env, databaseUrl }: ServeOrder, dataDir: string): Promise<void> {
  const store = await openStore({ databaseUrl, dataDir });
  await startAll(store, parseTrainFile(trainFile, { file: "bench", env }).trains, Date.now());
  await store.close();
}

/** Null if it ended without output. */
function firstText(child: ChildProcess): Promise<string | null> {
  if (child.stdout === null) throw new TypeError("the child's stdout is not piped");
  const { promise, resolve } = Promise.withResolvers<string | null>();
  createInterface({ input: child.stdout }).once("line", resolve);
  child.once("exit", () => resolve(null));
  return promise;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}
