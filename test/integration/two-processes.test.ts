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

test(
  "two processes, killed twenty times under load, end as a clean run would have it",
  { timeout: 15 * minuteMs },
  async () => {
    await using resources = new AsyncDisposableStack();
    const world = await startLiveWorld(await server.createDatabase(), resources);
    const { services, people, watcher, store } = world;
    await rollupsStand(world);

    let lostAnswers = 0;
    for (let round = 1; round <= 4; round += 1) {
      for (let turn = 1; turn <= 3; turn += 1)
        await killOne(world, await work(world, randomFor(1, `${round}.${turn}`)));
      if (await killBoth(world, randomFor(1, `${round} both`))) lostAnswers += 1;
    }
    await services.up();
    await expect.poll(() => world.unfinished(), { timeout: 8 * minuteMs, interval: 2000 }).toEqual([]);

    expect(lostAnswers).toBeGreaterThan(0);

    const { writes } = watcher;
    const restsAt = Date.now();
    await world.hasten();
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
      lost: await world.lost(),
      bugs: await world.bugs(),
    }).toEqual({ kills: 20, writesAfterRest: 0, unfinished: [], duplicates: [], overwritten: [], lost: [], bugs: [] });
  },
);

test(
  "told to stop under load, processes end well in time and hand over what they were at",
  { timeout: 10 * minuteMs },
  async () => {
    await using resources = new AsyncDisposableStack();
    const world = await startLiveWorld(await server.createDatabase(), resources);
    const { services, watcher } = world;
    await rollupsStand(world);
    const load = startLoad(world);
    resources.defer(() => load.stop());
    await world.nextWrite(30_000);

    const ends = (await services.up()).map(({ child }) => {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      return Promise.race([ended, setTimeout(30_000, "still there after 30 s")]);
    });
    expect(await Promise.all(ends)).toEqual([
      [0, null],
      [0, null],
    ]);
    await load.stop();
    expect(await world.jobs("active", "%", 0)).toEqual([]);

    services.restart(0);
    await services.up();
    await world.hasten();
    await expect.poll(() => world.unfinished(), { timeout: 5 * minuteMs, interval: 2000 }).toEqual([]);
    expect({ duplicates: [...watcher.duplicates], lost: await world.lost(), bugs: await world.bugs() }).toEqual({
      duplicates: [],
      lost: [],
      bugs: [],
    });
  },
);

/** People at it, and deliveries as fast as they are taken, over connections that stay open. */
function startLoad({ people, proxy, trackers }: LiveWorld) {
  const ended = new AbortController();
  const body = trackers.issueBody();
  const act = async () => {
    for (let step = 1; !ended.signal.aborted; step += 1) {
      people.act(randomFor(2, `step ${step}`));
      await setTimeout(50);
    }
  };
  const deliver = async () => {
    while (!ended.signal.aborted) await send(`${proxy.url}/webhooks/acme-github`, trackers.secret, body);
  };
  const loops = [act(), ...Array.from({ length: 8 }, deliver)];
  return {
    stop: async () => {
      ended.abort();
      await Promise.all(loops);
    },
  };
}

async function send(url: string, secret: string, body: string): Promise<void> {
  const headers = {
    "Content-Type": "application/json",
    "X-GitHub-Event": "issues",
    "X-GitHub-Delivery": randomUUID(),
    "X-Hub-Signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
  };
  const response = await fetch(url, { method: "POST", headers, body });
  await response.body?.cancel();
}

/** Both, from the start: an issue that was never made is looked for for ten minutes. */
async function rollupsStand({ publications }: LiveWorld): Promise<void> {
  const standing = async () =>
    (await publications()).filter(({ kind, state }) => kind === "rollup" && state === "standing").length;
  await expect.poll(standing, { timeout: 2 * minuteMs }).toBe(2);
}

/** People at it for a while. */
async function work({ people }: LiveWorld, random: Random): Promise<Random> {
  for (let left = random.int(2, 5); left > 0; left -= 1) {
    for (let at = random.int(1, 3); at > 0; at -= 1) people.act(random);
    await setTimeout(random.int(50, 400));
  }
  return random;
}

/** At any time, or as soon as a tracker has what we wrote and before we know. */
async function killOne({ services, nextWrite }: LiveWorld, random: Random): Promise<void> {
  if (random.chance(0.5)) await nextWrite(3000);
  const place = random.pick([0, 1] as const);
  await services.kill(place);
  services.restart(place);
}

/**
 * Both, over a comment that is there and of which they do not know. Meanwhile people write into our texts: trackers have
 * no way to say "only if nobody else did".
 */
async function killBoth(world: LiveWorld, random: Random): Promise<boolean> {
  const { services, people, publications, arrived, lostAnswer } = world;
  await services.up();
  let isLost = false;
  for (let left = 15; left > 0 && !isLost; left -= 1) {
    const lost = lostAnswer.next(1500);
    await work(world, random);
    isLost = await lost;
  }
  await Promise.all([services.kill(0), services.kill(1)]);
  await arrived();
  for (let left = random.int(1, 4); left > 0; left -= 1) people.tamper(random, await publications());
  services.restart(0);
  services.restart(1);
  return isLost;
}
