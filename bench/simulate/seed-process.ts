import { createInterface } from "node:readline";
import { z } from "zod";
import { play } from "./play.ts";
import { plants } from "./planted/plants.ts";
import { openStores } from "./stores.ts";

const order = z.object({
  seed: z.number(),
  steps: z.number(),
  unending: z.boolean(),
  jira: z.enum(["cloud", "data-center"]),
  github: z.enum(["cloud", "enterprise-server"]),
  planted: z.string().nullable(),
});

/*
 * `node bench/simulate/seed-process.ts`: reads one order (`player.ts`) per line from stdin, answers each with a line of
 * JSON. A process of its own, to play seeds on all cores.
 */
await using resources = new AsyncDisposableStack();
const stores = await openStores(resources);
for await (const line of createInterface({ input: process.stdin })) {
  const { planted, ...asked } = order.parse(JSON.parse(line));
  const plant = planted === null ? undefined : plants.get(planted);
  process.stdout.write(
    `${JSON.stringify(await play({ ...asked, ...stores, ...(plant && { plant, stopsAtFailure: true }) }))}\n`,
  );
}
