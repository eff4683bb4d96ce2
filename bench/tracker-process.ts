import { once } from "node:events";
import { parseArgs } from "node:util";
import type { Connection } from "../src/ports/connection.ts";
import { startSandbox } from "../sandbox/server.ts";
import { generateBulk, leastPages } from "./generate.ts";

/** The one line on stdout, once the trackers answer. */
export type TrackerProcessLine = {
  readonly url: string;
  readonly items: number;
  /** The minimum number of requests of a sync. */
  readonly pages: number;
  readonly connections: readonly Connection[];
  readonly trainFile: string;
};

/*
 * `node bench/tracker-process.ts [--items N] [--seed N]`: trackers with bulk data in their own process, so that their
 * time and memory do not count as ours. Ends with SIGTERM, SIGINT or the end of stdin.
 */
const { values } = parseArgs({
  options: { items: { type: "string", default: "20000" }, seed: { type: "string", default: "1" } },
});
const data = generateBulk({ items: Number(values.items), seed: Number(values.seed), now: Date.now() });
const sandbox = await startSandbox({ data, port: 0, clock: Date.now, searchLagMs: 0 });
const line: TrackerProcessLine = {
  url: sandbox.url,
  items: Number(values.items),
  pages: leastPages(data),
  connections: sandbox.connections,
  trainFile: data.trainFile,
};
process.stdout.write(`${JSON.stringify(line)}\n`);
process.stdin.resume();
await Promise.race([once(process, "SIGTERM"), once(process, "SIGINT"), once(process.stdin, "end")]);
await sandbox.close();
process.exit(0);
