import { describe, expect, test } from "vitest";
import { sweepStream } from "../../src/domain/model/model.ts";
import { pollConnection } from "../../src/ingest/poll.ts";
import type { Stream } from "../../src/ports/connector.ts";
import { anItem, jiraId } from "../support/builders.ts";
import { scope, useLive } from "./live.ts";
import { blocks, failureOf, PaperSource } from "./paper-source.ts";

const live = await useLive();
const poll = (change: Parameters<typeof live.context>[0] = {}) => pollConnection(live.context(change));
const issues = () => live.store.stream("acme", "issues");
const missed = async () => (await live.store.missedChanges(0, live.now + 1))[0]?.missed ?? 0;
const pulled = (name: string): Stream => ({ name, mode: "full", pace: "poll" });

describe("a poll", () => {
  test("reads what is new, and reports which items are others now", async () => {
    for (const id of ["1", "2", "3"]) live.source.edit(id);
    const first = await poll();
    expect(first).toMatchObject({ connection: "acme", failures: [], stopped: false, written: 3 });
    expect(first.changed.toSorted()).toEqual(["1", "2", "3"].map(jiraId));
    live.source.edit("2", { title: "new" });
    expect(await poll()).toMatchObject({ changed: [jiraId("2")], written: 1 });
    expect(await live.titles()).toMatchObject({ "2": "new" });
  });

  test("of a process that has not checked the connection yet checks it first", async () => {
    const source = new PaperSource();
    for (let turn = 0; turn < 2; turn += 1) await pollConnection({ ...live.context(), source });
    expect(source.asked).toEqual(["probe", "peek issues", "pull issues", "peek issues"]);
  });

  test("asks no stream that only sweeps read", async () => {
    await poll({ scope: { ...scope, jqls: ["labels = x"] } });
    expect(live.source.asked).toEqual(["peek issues", "pull issues"]);
    expect(live.warned).toEqual([]);
    // Nor after a failure of the first sweep, and of the stream in it.
    for (const row of [sweepStream("structure"), "members"]) {
      await live.store.streamFailed("acme", row, { code: "forbidden", text: "no", at: live.now });
      live.source.asked.length = 0;
      await poll();
      expect(live.source.asked).toEqual(["peek issues"]);
    }
  });

  test("reads nothing where nothing changed, and notes that it asked", async () => {
    live.source.edit("1");
    await poll();
    const before = await issues();
    live.later(60_000);
    live.source.asked.length = 0;
    expect(await poll()).toMatchObject({ changed: [], written: 0 });
    expect(live.source.asked).toEqual(["peek issues"]);
    expect(await issues()).toEqual({ ...before, completedAt: live.now });
  });

  test("tells what was read again after it failed, or after nobody had read it for more than an hour", async () => {
    live.source.edit("1");
    expect(await poll()).toMatchObject({ recovered: false, records: 1 });
    expect(await poll()).toMatchObject({ recovered: false, records: 0 });
    await live.store.streamFailed("acme", "issues", { code: "unauthorized", text: "no", at: live.now });
    expect(await poll()).toMatchObject({ recovered: true, written: 0 });
    expect(await poll()).toMatchObject({ recovered: false });
    live.later(3_600_000);
    expect(await poll()).toMatchObject({ recovered: false });
    live.later(3_600_001);
    expect(await poll()).toMatchObject({ recovered: true });
    live.later(3_600_001);
    live.source.edit("1", { title: "new" });
    expect(await poll()).toMatchObject({ recovered: true, records: 1 });
  });

  test("reads a stream that was never read to its end, whatever the tracker says", async () => {
    live.source.edit("1");
    await poll();
    const state = await issues();
    if (state === null) throw new Error("not read");
    await live.store.saveStream({ ...state, completedAt: null });
    await poll();
    expect(live.source.times("pull issues")).toBe(4);
  });

  test("sees at the next turn what happened while it read", async () => {
    live.source.edit("1");
    live.source.meanwhile.set("pull issues", () => live.source.edit("1", { title: "meanwhile" }));
    await poll();
    await poll();
    expect(await live.titles()).toEqual({ "1": "meanwhile" });
  });

  test("reads after changes what they reach outside, and not otherwise", async () => {
    live.source.edit("1");
    live.source.edit("50", { container: "OPS" });
    live.source.links.push(blocks(jiraId("50"), jiraId("1")));
    live.source.stubs.push(anItem({ nativeId: "50", container: "OPS", presence: "stub" }));
    const { changed } = await poll();
    expect(await live.titles()).toHaveProperty("50");
    expect(changed.toSorted()).toEqual([jiraId("1"), jiraId("50")]);
    live.source.edit("50", { title: "new" });
    live.source.faults.set("fetch", failureOf("tracker-unavailable", "retry"));
    expect(await poll()).toMatchObject({ failures: [], written: 0 });
    live.source.edit("1", { title: "new" });
    expect(await poll()).toMatchObject({ failures: [{ code: "tracker-unavailable" }], changed: [jiraId("1")] });
  });
});

describe("a stream that cannot be read", () => {
  test("says so until it can, keeps what was read, and keeps no other from being read", async () => {
    for (const id of ["1", "2", "3"]) live.source.edit(id);
    live.source.listed = [pulled("links"), ...live.source.listed];
    await poll();
    const before = await live.store.stream("acme", "links");
    live.source.edit("3", { title: "new" });
    live.source.faults.set("pull links", failureOf("forbidden", "park"));
    expect(await poll()).toMatchObject({ failures: [{ code: "forbidden" }], changed: [jiraId("3")] });
    const failure = { code: "forbidden", text: "forbidden on paper. Turn the page.", at: live.now };
    expect(await live.store.stream("acme", "links")).toEqual({ ...before, failure });
    live.source.faults.clear();
    await poll();
    expect((await live.store.stream("acme", "links"))?.failure).toBeNull();
  });

  test("half-way tells what of it is stored, and is read again", async () => {
    for (const id of ["1", "2", "3"]) live.source.edit(id);
    live.source.meanwhile.set("pull issues", () => {
      live.source.faults.set("pull issues", failureOf("tracker-unavailable", "retry"));
    });
    live.source.faults.clear();
    const half = await poll();
    expect(half.failures).toHaveLength(1);
    expect(await issues()).toMatchObject({ watermark: null, completedAt: null, token: null });
  });

  test.each([
    ["unauthorized", "stop"],
    ["rate-limited", "retry"],
    ["unreachable", "retry"],
    ["forbidden", "stop"],
  ] as const)("since the connection is %s ends the poll", async (code, kind) => {
    live.source.listed = [pulled("links"), ...live.source.listed];
    live.source.faults.set("peek links", failureOf(code, kind));
    expect(await poll()).toMatchObject({ failures: [{ code }] });
    expect(live.source.asked).toEqual(["peek links"]);
  });

  test.each([failureOf("database-unavailable", "retry"), new TypeError("a bug")])(
    "by our own fault: %s",
    async (error) => {
      live.source.faults.set("peek issues", error);
      await expect(poll()).rejects.toBe(error);
      expect(await issues()).toBeNull();
    },
  );
});

describe("a poll that is told to stop", () => {
  test("stores no further pages, and counts the stream as not read", async () => {
    const ids = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];
    for (const id of ids) live.source.edit(id);
    const stop = new AbortController();
    const stopping = {
      ...live.context({ signal: stop.signal }),
      progress: () => stop.abort(),
    };
    const result = await pollConnection(stopping);
    expect(result).toMatchObject({ stopped: true, failures: [], written: 8 });
    expect(Object.keys(await live.titles())).toEqual(ids.slice(0, 8));
    expect(await issues()).toBeNull();
  });

  test("after the last page counts it as not read as well", async () => {
    live.source.edit("1");
    const stop = new AbortController();
    await pollConnection({ ...live.context({ signal: stop.signal }), progress: () => stop.abort() });
    expect(await issues()).toBeNull();
  });

  test("notes no failure of a tracker whose retries the stop ended", async () => {
    const stop = new AbortController();
    live.source.edit("1");
    live.source.pull = async function* () {
      stop.abort();
      yield* [];
      throw failureOf("unreachable", "retry");
    };
    expect(await poll({ signal: stop.signal })).toMatchObject({ stopped: true, failures: [{ code: "unreachable" }] });
    expect(await issues()).toBeNull();
  });

  test("before it began asks nothing", async () => {
    expect(await poll({ signal: AbortSignal.abort() })).toMatchObject({ stopped: true });
    expect(live.source.asked).toEqual([]);
  });
});

describe("what webhooks missed", () => {
  test("is what a poll finds changed, where deliveries come", async () => {
    await live.hooked();
    for (const id of ["1", "2"]) live.source.edit(id);
    await poll();
    expect(await missed()).toBe(0);
    live.source.edit("2", { title: "new" });
    await poll();
    expect(await missed()).toBe(1);
  });

  test("is nothing where none ever came, nor what is merely younger", async () => {
    live.source.edit("1");
    await poll();
    live.source.edit("1", { title: "new" });
    await poll();
    expect(await missed()).toBe(0);
    await live.hooked();
    live.source.edit("1");
    await poll();
    expect(await missed()).toBe(0);
  });
});
