import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Fault } from "../../sandbox/faults/fault.ts";
import { seedJobs } from "../../src/jobs/schedule.ts";
import { useTestDatabase } from "../support/database.ts";
import { startJobWorld, type JobWorld } from "../support/job-world.ts";
import { TrackerHands } from "../support/tracker-hands.ts";

const minuteMs = 60_000;
const dead: Fault = { kind: "token-revoked", requests: 1 };
const down: Fault = { kind: "server-error", status: 503, when: "before" };

const tested = useTestDatabase("pglite");
let ending: AsyncDisposableStack;
let world: JobWorld;
let hands: TrackerHands;
/** What Jira answers to everything, and what it was asked meanwhile. */
let trouble: Fault | null;
let asked: string[];

/** Both trackers were read and written to, and everything is at rest. */
beforeEach(async () => {
  ending = new AsyncDisposableStack();
  [trouble, asked] = [null, []];
  world = await startJobWorld(ending, tested.store, {
    // As often as it writes: polls by the minute take most of the tests' time.
    schedule: { pollMs: 5 * minuteMs },
    faults: ({ tracker, method, path }) => {
      if (tracker === "github" || trouble === null) return null;
      asked.push(`${method} ${path}`);
      return trouble;
    },
  });
  hands = new TrackerHands(world.sandbox);
  await seedJobs(world.context);
  await world.pass(10 * minuteMs);
  expect(ours()).toMatchObject({ jira: { says: false }, github: { says: false } });
  world.logged.splice(0);
});

afterEach(() => ending.disposeAsync());

const jiraRollup = { key: "PMO-1" };
const githubRollup = { key: "acme/trains#1" };
const isOld = /Jira \(acme\) was last read on Tue 24 Nov 2026, 12:05 UTC/u;

/** Whether each rollup says that Jira is old, and how many comments of ours stand where one should. */
function ours() {
  return {
    jira: { says: isOld.test(hands.body(jiraRollup)), comments: hands.written({ key: "PAY-1" }).length },
    github: { says: isOld.test(hands.body(githubRollup)) },
  };
}

const lines = (text: string) => world.logged.filter((line) => line.text === text).map(({ fields }) => fields);
const state = async (key: string) => (await tested.store.publishStates()).find(({ connection }) => connection === key);

describe("Jira's token is dead while an issue is closed in GitHub", () => {
  beforeEach(async () => {
    trouble = dead;
    const before = hands.body(githubRollup);
    hands.finish({ key: "acme/api#1" });
    await world.pass(20 * minuteMs);
    expect(hands.body(githubRollup)).not.toBe(before);
  });

  test("GitHub's rollup is written, says at its top since when Jira is old and why, and holds still", async () => {
    const body = hands.body(githubRollup);
    expect(body).toContain("was last read on Tue 24 Nov 2026, 12:05 UTC: the token was refused.");
    expect(body.indexOf("was last read on")).toBeLessThan(body.indexOf("Progress"));
    await world.pass(60 * minuteMs);
    expect(hands.body(githubRollup)).toBe(body);
  });

  test("Jira is left as it was, and its writes are tried once a turn", () => {
    expect(hands.body(jiraRollup)).not.toContain("was last read on");
    // Twenty minutes, a turn every five.
    const tries = asked.filter((one) => one.includes("/issue/"));
    expect(tries.length).toBeGreaterThan(0);
    expect(tries.length).toBeLessThanOrEqual(5);
  });

  test("the log, and the state of the connection, say whose writes wait and why", async () => {
    expect(lines("publication refused")).toContainEqual(
      expect.objectContaining({ connection: "acme", code: "unauthorized", remedy: expect.stringContaining("token") }),
    );
    expect(lines("publication written")).toContainEqual(
      expect.objectContaining({ connection: "hub", key: "acme/trains#1", url: expect.stringContaining("/issues/1") }),
    );
    expect(await state("acme")).toMatchObject({ failure: { code: "unauthorized" } });
    const hub = await state("hub");
    expect(hub).toMatchObject({ failure: null, refused: 0, waiting: {} });
    expect(world.context.runtime.clock() - (hub?.publishedAt ?? 0)).toBeLessThanOrEqual(5 * minuteMs);
  });

  test("once it is good again all catches up, and nothing stands twice", async () => {
    trouble = null;
    await world.pass(15 * minuteMs);
    expect(ours()).toMatchObject({ jira: { says: false, comments: 1 }, github: { says: false } });
    expect(await state("acme")).toMatchObject({ failure: null, refused: 0, waiting: {} });
    expect(hands.body(jiraRollup)).toContain("1/1");
    const rollups = (await tested.store.publications("small")).filter(({ kind }) => kind === "rollup");
    expect(rollups.map(({ remoteKey }) => remoteKey)).toEqual(["PMO-1", "acme/trains#1"]);
    world.logged.splice(0);
    await world.pass(60 * minuteMs);
    expect(lines("publication written")).toEqual([]);
    // Nothing was to be written: that is noted as well.
    for (const key of ["acme", "hub"]) {
      expect(world.context.runtime.clock() - ((await state(key))?.publishedAt ?? 0)).toBeLessThanOrEqual(6 * minuteMs);
    }
  });
});

test("a new token is tried at once by a process that starts", async () => {
  trouble = dead;
  hands.finish({ key: "acme/api#1" });
  await world.pass(6 * minuteMs);
  trouble = null;
  await world.restart();
  await world.pass(minuteMs / 2);
  expect(await state("acme")).toMatchObject({ failure: null, waiting: {} });
});

test("a tracker that is down is named once that lasts for more than an hour, and for so long the text holds still", async () => {
  trouble = down;
  await world.pass(50 * minuteMs);
  expect(lines("publication written")).toEqual([]);
  await world.pass(30 * minuteMs);
  expect(hands.body(githubRollup)).toContain("12:05 UTC: it gives no usable answer.");
  expect(lines("publication written")).toHaveLength(1);
  await world.pass(20 * minuteMs);
  expect(lines("publication written")).toHaveLength(1);
  trouble = null;
  await world.pass(10 * minuteMs);
  expect(ours()).toMatchObject({ jira: { says: false }, github: { says: false } });
});
