import { describe, expect, test } from "vitest";
import { pollConnection } from "../../src/ingest/poll.ts";
import { jiraId } from "../support/builders.ts";
import { inboxOf } from "./inbox-of.ts";
import { useLive } from "./live.ts";
import { failureOf } from "./paper-source.ts";

const live = await useLive();
const { drain, deliver, states, edit } = inboxOf(live);

describe("a failure", () => {
  test.each([
    failureOf("rate-limited", "retry"),
    failureOf("unauthorized", "stop"),
    failureOf("unreadable-answer", "park"),
  ])("that has nothing to do with the deliveries leaves them waiting: %s", async (failure) => {
    edit("1");
    await deliver({ items: ["1"] }, { kind: "own" });
    live.source.faults.set("fetch", failure);
    expect(await drain()).toMatchObject({ failures: [failure], outcomes: [{ state: "ignored", count: 1 }] });
    expect((await states()).toSorted()).toEqual(["ignored: our own write", "received"]);
    live.source.faults.clear();
    expect(await drain()).toMatchObject({ failures: [], changed: [jiraId("1")] });
  });

  test("that stays parks the delivery that brings it about, and no other", async () => {
    const all = ["1", "2", "3", "4", "5"];
    edit(...all);
    live.source.faults.set("fetch 4", failureOf("request-refused", "park"));
    await deliver(...all.map((id) => ({ items: [id] })));
    const drained = await drain();
    expect(drained.failures).toEqual([]);
    expect(drained.outcomes).toEqual([
      { event: "edited", state: "processed", count: 4 },
      { event: "edited", state: "failed", count: 1 },
    ]);
    expect(Object.keys(await live.titles())).toEqual(["1", "2", "3", "5"]);
    const parked = await live.store.inbox.list({ state: "failed", limit: 10 });
    expect(parked).toMatchObject([{ reason: "request-refused on paper. Turn the page." }]);
    live.source.faults.clear();
    await live.store.inbox.replay(parked.map(({ id }) => id));
    expect(await drain()).toMatchObject({ changed: [jiraId("4")] });
  });

  test("in between keeps what was done before it", async () => {
    edit("1", "2");
    live.source.faults.set("fetch 1", failureOf("request-refused", "park"));
    live.source.meanwhile.set("fetch 1", () => {
      live.source.meanwhile.set("fetch 1", () => live.source.faults.set("fetch 2", failureOf("rate-limited", "retry")));
    });
    await deliver({ items: ["1"] }, { items: ["2"] });
    expect(await drain()).toMatchObject({ failures: [{ code: "rate-limited" }] });
    expect((await states()).toSorted()).toEqual(["failed: request-refused on paper. Turn the page.", "received"]);
  });

  test.each([
    ["tracker-unavailable", "retry", undefined, "received"],
    ["tracker-unavailable", "retry", "PAY", "received"],
    ["forbidden", "park", undefined, "failed: forbidden on paper. Turn the page."],
    // The next sweep reads the container once it is readable.
    ["forbidden", "park", "PAY", "processed"],
  ] as const)("of a stream is noted with it: %s (%s), container %s: %s", async (code, kind, container, state) => {
    edit("1");
    live.source.listed = [
      { name: "issues", mode: "incremental", pace: "poll", ...(container !== undefined && { container }) },
    ];
    live.source.faults.set("pull issues", failureOf(code, kind));
    await deliver({ streams: ["issues"], items: ["1"] });
    await drain();
    expect((await live.store.stream("acme", "issues"))?.failure).toMatchObject({ code });
    expect(await states()).toEqual([state]);
    expect(Object.keys(await live.titles())).toEqual(state === "processed" ? ["1"] : []);
  });

  test.each([failureOf("disk-full", "stop"), new TypeError("a bug")])("of our own is thrown: %s", async (error) => {
    live.source.faults.set("pull issues", error);
    await deliver({ streams: ["issues"] });
    await expect(drain()).rejects.toBe(error);
    expect(await live.store.stream("acme", "issues")).toBeNull();
    live.source.faults.set("pull issues", failureOf("forbidden", "park"));
    live.source.faults.set("access", error);
    await expect(drain()).rejects.toBe(error);
    expect(await states()).toEqual(["received"]);
  });
});

describe("told to stop", () => {
  test.each(["pull issues", "fetch", "fetch 3"])("at %s it settles nothing that was not done", async (what) => {
    edit("1", "2", "3");
    await pollConnection(live.context());
    live.source.remove("3");
    const stop = new AbortController();
    await deliver({ items: ["1", "2", "3"], removed: ["3"], streams: ["issues", "members"] });
    live.source.meanwhile.set(what, () => stop.abort());
    expect(await drain({ signal: stop.signal })).toMatchObject({ stopped: true, failures: [], outcomes: [] });
    expect(await states()).toEqual(["received"]);
    expect(await live.gone()).toEqual([]);
    expect(await drain()).toMatchObject({ stopped: false, changed: [jiraId("3")] });
  });

  test("before it began it does nothing", async () => {
    await deliver({ kind: "own" });
    expect(await drain({ signal: AbortSignal.abort() })).toMatchObject({ stopped: true, outcomes: [] });
    expect(await states()).toEqual(["received"]);
  });
});
