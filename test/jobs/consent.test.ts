import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { seedJobs } from "../../src/jobs/schedule.ts";
import type { Job } from "../../src/ports/jobs.ts";
import { useTestDatabase } from "../support/database.ts";
import { startJobWorld, type JobWorld } from "../support/job-world.ts";
import { TrackerHands } from "../support/tracker-hands.ts";

const minuteMs = 60_000;
const items = ["PAY-1", "PAY-2", "acme/api#1"].map((key) => ({ key }));
const trackers = ["jira", "github"] as const;

const tested = useTestDatabase("pglite");
let world: JobWorld;
let hands: TrackerHands;
let ending: AsyncDisposableStack;

beforeEach(async () => {
  ending = new AsyncDisposableStack();
  world = await startJobWorld(ending, tested.store, { isStarted: false, schedule: { pollMs: 5 * minuteMs } });
  hands = new TrackerHands(world.sandbox);
  await seedJobs(world.context);
  await world.pass(6 * minuteMs);
});

afterEach(() => ending.disposeAsync());

const comments = () => items.flatMap((item) => hands.written(item));
const consent = () => tested.store.consent("small");

/** The rollup issue in Jira or in GitHub, by what people call it. */
async function rollupIn(system: (typeof trackers)[number]): Promise<{ readonly key: string }> {
  const rollups = (await tested.store.publications("small")).filter(({ kind }) => kind === "rollup");
  const found = rollups.find(({ place }) => place === (system === "jira" ? "PMO" : "acme/trains"));
  return { key: found?.remoteKey ?? "" };
}

test("without a yes a service writes one issue per target, a proposal, however long it runs", async () => {
  await world.pass(60 * minuteMs);
  for (const system of trackers) expect(hands.body(await rollupIn(system))).toContain("signalbox start small");
  expect((await tested.store.publications("small")).map(({ kind }) => kind)).toEqual(["rollup", "rollup"]);
  expect(comments()).toEqual([]);
});

describe.each(trackers)("a person ticks a box in %s", (system) => {
  test("and the next regular turn starts the train: what stood before stays in the rollup only", async () => {
    hands.tick(await rollupIn(system), "start");
    await world.pass(6 * minuteMs);
    expect(await consent()).toMatchObject({ state: "started", withStanding: false });
    expect(comments()).toEqual([]);
    for (const one of trackers) expect(hands.body(await rollupIn(one))).not.toContain("signalbox start small");
    expect(world.logged).toContainEqual({
      level: "info",
      text: "train started by a box in its rollup",
      fields: {
        train: "small",
        withStanding: false,
        rollup: (await rollupIn(system)).key,
        url: expect.stringContaining("http") as string,
      },
    });
  });

  test("the second box: comments on what stands already are written", async () => {
    hands.tick(await rollupIn(system), "start-with-standing");
    await world.pass(6 * minuteMs);
    expect(comments().length).toBeGreaterThan(0);
  });
});

test("after a stop nothing is written, until somebody starts it again", async () => {
  const stopped = { state: "stopped", since: world.time.clock() } as const;
  await tested.store.saveConsent("small", stopped, await consent());
  const bodies = async () => [hands.body(await rollupIn("jira")), hands.body(await rollupIn("github"))];
  const before = await bodies();
  hands.rename({ key: "PAY-2" }, "Renamed meanwhile");
  hands.tick(await rollupIn("github"), "start-with-standing");
  await world.pass(10 * minuteMs);
  expect(await consent()).toEqual(stopped);
  expect((await bodies())[0]).toEqual(before[0]);
  expect(comments()).toEqual([]);
  await tested.store.saveConsent("small", { ...stopped, state: "started", withStanding: true }, stopped);
  await world.pass(10 * minuteMs);
  expect(comments().length).toBeGreaterThan(0);
});

describe("a webhook that tells of an edit of a rollup issue", () => {
  const body = JSON.stringify({
    webhookEvent: "jira:issue_updated",
    issue: { id: "1", fields: { labels: ["signalbox", "signalbox-0123456789ab"] } },
  });

  /** What working it off leads to, beside the polls that go on. */
  async function ledTo(): Promise<readonly Job["kind"][]> {
    const delivery = { connection: "acme", deliveryId: "one", event: "jira:issue_updated", body, receivedAt: 0 };
    await tested.store.inbox.receive([delivery], async () => {});
    await world.queue.send({ kind: "receive", connection: "acme" });
    const done = await world.pass(2000);
    return done.map(({ kind }) => kind).filter((kind) => kind !== "poll");
  }

  test("has a proposed train looked at again at once", async () => {
    hands.tick(await rollupIn("jira"), "start");
    expect(await ledTo()).toEqual(["receive", "recompute"]);
    expect(await consent()).toMatchObject({ state: "started" });
  });

  test("is nothing to one that is started", async () => {
    await tested.store.saveConsent("small", { state: "started", since: 0, withStanding: false }, { state: "proposed" });
    expect(await ledTo()).toEqual(["receive"]);
  });
});
