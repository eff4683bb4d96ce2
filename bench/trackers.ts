import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { Connection } from "../src/ports/connection.ts";
import type { TrackerProcessLine } from "./tracker-process.ts";

const trackerLine = z.object({
  url: z.string(),
  items: z.number(),
  pages: z.number(),
  connections: z.array(z.custom<Connection>((value) => typeof value === "object")),
  trainFile: z.string(),
}) satisfies z.ZodType<TrackerProcessLine>;

/** Starts the trackers with N generated issues in a process of their own; it ends with `resources`. */
export async function startTrackers(items: number, resources: AsyncDisposableStack): Promise<TrackerProcessLine> {
  const script = fileURLToPath(new URL("tracker-process.ts", import.meta.url));
  const child = spawn(process.execPath, [script, "--items", String(items)], { stdio: ["pipe", "pipe", "inherit"] });
  resources.defer(async () => {
    const ended = once(child, "exit");
    child.stdin.end();
    await ended;
  });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  createInterface({ input: child.stdout }).once("line", resolve);
  child.once("exit", (code) => reject(new Error(`the trackers ended with code ${code}`)));
  return trackerLine.parse(JSON.parse(await promise));
}
