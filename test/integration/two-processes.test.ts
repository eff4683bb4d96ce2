import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { randomFor } from "../../bench/simulate/randomness.ts";
import type { Random } from "../../sandbox/demo-data/random.ts";
import { startTestServer, type TestServer } from "../support/database.ts";
import { startLiveWorld, type LiveWorld } from "../support/live-world.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const minuteMs = 60_000;

test("two processes, killed twenty times under load, end as a clean run would have it", { timeout: 15 * minuteMs }, async () => {
  await using resources = new AsyncDisposableStack();
  const world = await startLiveWorld(await server.createDatabase(), resources);
  const { services, people, watcher, store } = world;
  await rollupsStand(world);

  for (let kill = 1; kill <= 20; kill += 1) {
    const random = randomFor(1, `kill ${kill}`);
    await work(world, random);
    if (kill % 5 === 0) {
      await killBoth(world, random);
      kill += 1;
    } else await killOne(world, random);
  }
  await services.up();

  await expect.poll(() => world.unfinished(), { timeout: 8 * minuteMs, interval: 2000 }).toEqual([]);

  const { writes } = watcher;
  const restsAt = Date.now();
  const completedAgain = async () => (await store.streams()).every(({ completedAt }) => (completedAt ?? 0) > restsAt);
  await expect.poll(completedAgain, { timeout: 2 * minuteMs }).toBe(true);
  const thoughtAgain = () => world.jobs("completed", "recompute", restsAt);
  await expect.poll(thoughtAgain, { timeout: 2 * minuteMs }).not.toEqual([]);

  expect({
    kills: services.kills,
    writesAfterRest: watcher.writes - writes,
    unfinished: await world.unfinished(),
    duplicates: [...watcher.duplicates],
    overwritten: people.overwritten(),
    lost: [...(await world.lost())],
    bugs: await world.bugs(),
  }).toEqual({ kills: 20, writesAfterRest: 0, unfinished: [], duplicates: [], overwritten: [], lost: [], bugs: [] });
});

/** Both, from the start: an issue that was never made is looked for for ten minutes. */
async function rollupsStand({ publications }: LiveWorld): Promise<void> {
  const standing = async () =>
    (await publications()).filter(({ kind, state }) => kind === "rollup" && state === "standing").length;
  await expect.poll(standing, { timeout: 2 * minuteMs }).toBe(2);
}

/** People at it for a while. */
async function work({ people }: LiveWorld, random: Random): Promise<void> {
  for (let left = random.int(2, 5); left > 0; left -= 1) {
    for (let at = random.int(1, 3); at > 0; at -= 1) people.act(random);
    await setTimeout(random.int(50, 400));
  }
}

/** At any time, or as soon as a tracker has what we wrote and before we know. */
async function killOne({ services, nextWrite }: LiveWorld, random: Random): Promise<void> {
  if (random.chance(0.5)) await nextWrite(3000);
  const place = random.pick([0, 1] as const);
  await services.kill(place);
  services.restart(place);
}

/** Meanwhile people write into our texts: trackers have no way to say "only if nobody else did". */
async function killBoth({ services, people, publications, arrived, nextWrite }: LiveWorld, random: Random): Promise<void> {
  await services.up();
  await nextWrite(3000);
  await Promise.all([services.kill(0), services.kill(1)]);
  await arrived();
  for (let left = random.int(1, 4); left > 0; left -= 1) people.tamper(random, await publications());
  services.restart(0);
  services.restart(1);
}
