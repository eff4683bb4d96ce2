import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { play, type PlayOptions } from "../../bench/simulate/play.ts";
import { emptinessOf, faultsOf, type Played } from "../../bench/simulate/played.ts";
import { plants } from "../../bench/simulate/planted/plants.ts";
import { openStores } from "../../bench/simulate/stores.ts";

const resources = new AsyncDisposableStack();
let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores(resources);
});
afterAll(() => resources.disposeAsync());

function one(options: Omit<PlayOptions, "store" | "clean">): Promise<Played> {
  return play({ ...options, ...stores });
}

test("the same seed gives the same history, to the byte", { timeout: 300_000 }, async () => {
  const histories: string[][] = [];
  for (let time = 1; time <= 2; time += 1) {
    const lines: string[] = [];
    const { trace } = await one({ seed: 16, steps: 4, onTurn: (line) => lines.push(line) });
    histories.push([...lines, trace]);
  }
  expect(histories[0]?.length).toBeGreaterThan(1000);
  expect(histories[1]).toEqual(histories[0]);
});
