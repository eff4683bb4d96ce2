import { createInterface } from "node:readline";
import { play } from "./play.ts";
import { openStores } from "./stores.ts";

/*
 * `node bench/simulate/seed-process.ts`: reads `SEED STEPS` line by line from stdin, answers each with a line of JSON. A
 * process of its own, so that seeds are played on all cores.
 */
await using resources = new AsyncDisposableStack();
const stores = await openStores(resources);
for await (const line of createInterface({ input: process.stdin })) {
  const [seed = 1, steps = 1] = line.split(" ").map(Number);
  process.stdout.write(`${JSON.stringify(await play({ seed, steps, ...stores }))}\n`);
}
