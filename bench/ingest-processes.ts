import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { firstLine, startScript } from "./child.ts";

export async function startFloor(
  order: { readonly databaseUrl: string; readonly secret: string },
  resources: AsyncDisposableStack,
): Promise<{ readonly url: string }> {
  const child = startScript("floor-process.ts", []);
  resources.defer(() => end(child));
  child.stdin?.end(JSON.stringify(order));
  const { port } = z.object({ port: z.number() }).parse(await firstLine(child));
  return { url: `http://127.0.0.1:${port}/` };
}

export type ServeOrder = {
  readonly trainFile: string;
  readonly env: Readonly<Record<string, string>>;
  /** Null for the embedded database. */
  readonly databaseUrl: string | null;
  /** File descriptor for its log; this process's stderr unless told. */
  readonly log?: number;
};

/** `signalbox serve` as an operator starts it. */
export async function startServe(
  order: ServeOrder,
  resources: AsyncDisposableStack,
): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const folder = await mkdtemp(join(tmpdir(), "signalbox-bench-"));
  resources.defer(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, "signalbox.yaml");
  await writeFile(file, order.trainFile);
  const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
  const argv = ["--max-semi-space-size=8", main, "serve", "--port", "0", "--config", file];
  const database = order.databaseUrl === null ? {} : { DATABASE_URL: order.databaseUrl };
  // oxlint-disable-next-line node/no-process-env -- a child needs its PATH
  const env = { PATH: process.env["PATH"] ?? "", ...order.env, ...database, SIGNALBOX_DATA: join(folder, "data") };
  const child = spawn(process.execPath, argv, { env, stdio: ["ignore", "pipe", order.log ?? "inherit"] });
  resources.defer(() => end(child));
  const url = /http:\S+(?=;)/u.exec(await firstText(child))?.[0];
  if (url === undefined) throw new Error("serve does not say where it listens");
  return { url, child };
}

async function firstText(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new TypeError("the child's stdout is not piped");
  const lines = createInterface({ input: child.stdout });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  lines.once("line", resolve);
  child.once("exit", () => reject(new Error("serve ended before it listened")));
  return promise;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}
