import { describe, expect, test } from "vitest";
import { sweepStream } from "../../src/domain/model/model.ts";
import { sweepConnection, type Sweep } from "../../src/ingest/sweep.ts";
import { emptyPage } from "../../src/ports/connector.ts";
import { anItem, jiraId } from "../support/builders.ts";
import { scope, useLive } from "./live.ts";
import { blocks, failureOf } from "./paper-source.ts";

const live = await useLive();
type Change = Parameters<typeof live.context>[0];
const sweep = (depth: Sweep["depth"], { maxDrop = 0.2, ...change }: Change & { maxDrop?: number } = {}) =>
  sweepConnection(live.context(change), { depth, maxDrop });
const books = (depth: Sweep["depth"]) => live.store.stream("acme", sweepStream(depth));

describe("a sweep of structure", () => {
  test("checks the connection, reads every stream without asking, and looks for nothing that is gone", async () => {
    live.source.edit("1");
    await sweep("structure");
    live.source.remove("1");
    live.source.asked.length = 0;
    expect(await sweep("structure")).toMatchObject({ failures: [], gone: [], written: 0, stopped: false });
    expect(live.source.asked).toEqual(["probe", "pull issues", "pull members"]);
    expect(live.informed).toContainEqual({ text: "connection note", connection: "acme", note: "a note" });
    expect(await live.titles()).toHaveProperty("1");
    expect(await books("structure")).toMatchObject({ completedAt: live.now, failure: null });
    expect(await books("whole")).toBeNull();
  });

  test("takes over who belongs to a team by a query, and what is reached outside", async () => {
    live.source.edit("1");
    live.source.edit("60", { container: "LED" });
    live.source.edit("50", { container: "OPS" });
    live.source.links.push(blocks(jiraId("50"), jiraId("1")));
    live.source.stubs.push(anItem({ nativeId: "50", container: "OPS", presence: "stub" }));
    live.source.members.set("labels = x", ["60"]);
    await sweep("structure", { scope: { ...scope, jqls: ["labels = x"] } });
    expect(Object.keys(await live.titles())).toEqual(["1", "50", "60"]);
    live.source.members.clear();
    await sweep("structure", { scope: { ...scope, jqls: ["labels = x"] } });
    const text = "empty membership refused, last one kept";
    expect(live.warned).toEqual([{ text, connection: "acme", query: "labels = x" }]);
  });

  test("knows of no empty membership where the stream that tells it failed", async () => {
    live.source.faults.set("pull members", failureOf("tracker-unavailable", "retry"));
    await sweep("structure", { scope: { ...scope, jqls: ["labels = x"] } });
    expect(live.warned).toEqual([]);
    expect(await books("structure")).toBeNull();
  });

  test("reads nothing of a connection that fails the check, and says so until it passes", async () => {
    await sweep("structure");
    const before = await books("structure");
    live.later(60_000);
    live.source.asked.length = 0;
    live.source.faults.set("probe", failureOf("tracker-unavailable", "retry"));
    expect(await sweep("structure")).toMatchObject({ failures: [{ code: "tracker-unavailable" }], gone: [] });
    expect(live.source.asked).toEqual(["probe"]);
    const failure = { code: "tracker-unavailable", text: "tracker-unavailable on paper. Turn the page.", at: live.now };
    expect(await books("structure")).toEqual({ ...before, failure });
    live.source.faults.clear();
    await sweep("structure");
    expect((await books("structure"))?.failure).toBeNull();
  });

  test("finds what webhooks missed", async () => {
    await live.hooked();
    await live.holding(2);
    live.source.edit("2", { title: "new" });
    await sweep("structure");
    expect(await live.store.missedChanges(0, live.now + 1)).toMatchObject([{ missed: 1 }]);
  });
});

describe("a whole sweep", () => {
  test("marks as gone what neither the listing nor a request of its own shows", async () => {
    await live.hooked();
    await live.holding(20);
    live.source.remove("3");
    live.source.edit("4", { container: "OPS", title: "moved" });
    live.source.garbled.add("5");
    const hidden = live.source.items.get("5");
    live.source.remove("5");
    live.source.meanwhile.set("fetch", () => hidden && live.source.items.set("5", hidden));
    live.later(60_000);
    const result = await sweep("whole");
    expect(result).toMatchObject({ failures: [], gone: [jiraId("3")] });
    expect(result.changed.toSorted()).toEqual([jiraId("3"), jiraId("4")]);
    expect(await live.gone()).toEqual(["3"]);
    expect(live.informed).toContainEqual({ text: "item is gone", connection: "acme", id: jiraId("3") });
    expect([...live.shown]).toContain("acme missing items");
    // What moved to a project of no team is what a fresh reading would have of it: nothing.
    expect(await live.titles()).toMatchObject({ "5": "Title of PAY-5" });
    expect(await live.titles()).not.toHaveProperty("4");
    expect(await books("whole")).toMatchObject({ completedAt: live.now, failure: null });
    expect(await live.store.missedChanges(0, live.now + 1)).toMatchObject([{ missed: 2 }]);
  });

  test("reads changes a second time that search showed too late for a poll", async () => {
    await live.holding(3);
    await sweep("whole");
    const wholeAt = live.now;
    live.later(3_600_000);
    live.source.edit("2", { title: "late" });
    live.source.unlisted.add("2");
    live.source.edit("3", { title: "in time" });
    await sweep("structure");
    live.source.unlisted.clear();
    await sweep("structure");
    expect(await live.titles()).toMatchObject({ "2": "Title of PAY-2", "3": "in time" });
    live.source.spans.length = 0;
    await sweep("whole");
    expect(await live.titles()).toMatchObject({ "2": "late", "3": "in time" });
    expect(live.source.spans).toEqual([["container:PAY", wholeAt - 12 * 3_600_000]]);
  });

  test("asks for each missing one alone where some record could not be understood", async () => {
    await live.holding(20);
    live.source.garbled.add("4");
    live.source.garbled.add("5");
    const lists = live.source.items;
    const [four, five] = [lists.get("4"), lists.get("5")];
    for (const id of ["3", "4", "5"]) lists.delete(id);
    live.source.meanwhile.set("fetch", () => {
      if (four !== undefined) lists.set("4", four);
    });
    live.source.meanwhile.set("fetch 5", () => {
      live.source.meanwhile.set("fetch 5", () => five && lists.set("5", five));
    });
    expect(await sweep("whole")).toMatchObject({ gone: [jiraId("3")] });
    expect(live.source.times("fetch")).toBe(4);
  });

  test("follows what is another item since it moved, and asks for nothing else where it is", async () => {
    await live.holding(20);
    for (const id of ["3", "4", "5"]) live.source.remove(id);
    live.source.edit("21", { title: "moved" });
    live.source.edit("6", { container: "OPS" });
    live.source.moves.push({ from: "3", to: "21" }, { from: "4", to: "99" });
    const result = await sweep("whole");
    expect(result.gone.toSorted()).toEqual([jiraId("4"), jiraId("5")]);
    expect(live.source.asked.filter((what) => what.startsWith("where"))).toEqual(
      ["PAY-3", "PAY-4", "PAY-5"].map((key) => `where ${key} is`),
    );
    expect(await live.gone()).toEqual(["4", "5"]);
    expect(await live.titles()).toMatchObject({ "21": "moved" });
    expect(await live.titles()).not.toHaveProperty("3");
    await sweep("whole");
    expect(live.source.asked.filter((what) => what.startsWith("where"))).toHaveLength(3);
  });

  test("asks again where what is gone is once another item has moved from its project", async () => {
    const parts = ["PAY", "LED"].map((key) => ({ id: `project:${key}`, name: `container:${key}` }));
    live.source.covered = { ...live.source.covered, parts };
    const both = { scope: { ...scope, containers: ["PAY", "LED"] } };
    await live.holding(20);
    live.source.remove("3");
    await sweep("whole", both);
    live.source.edit("4", { container: "LED" });
    const item = live.source.item("4");
    const change = { field: "container", from: { container: "PAY", key: null }, to: null } as const;
    const moved = { ...change, id: "moved", itemId: item.id, at: live.now, ordinal: 0, knownBy: "tracker" } as const;
    const pulled = { item, links: [], completeOrigins: [], stubs: [], history: [moved] };
    await live.store.savePage("acme", { ...emptyPage, items: [pulled] }, live.now);
    live.source.edit("21", { container: "LED" });
    live.source.moves.push({ from: "3", to: "21" });
    await sweep("whole", both);
    expect(live.source.times("where PAY-3 is")).toBe(2);
    expect(await live.gone()).toEqual([]);
  });

  test("follows and drops nothing where the tracker does not answer where an item has moved, or somebody stops the sweep", async () => {
    await live.holding(20);
    live.source.remove("3");
    live.source.edit("21");
    live.source.moves.push({ from: "3", to: "21" });
    live.source.faults.set("where PAY-3 is", failureOf("tracker-unavailable", "retry"));
    expect(await sweep("whole")).toMatchObject({ failures: [{ code: "tracker-unavailable" }], gone: [] });
    live.source.faults.clear();
    const stop = new AbortController();
    live.source.meanwhile.set("where PAY-3 is", () => stop.abort());
    expect(await sweep("whole", { signal: stop.signal })).toMatchObject({ stopped: true, gone: [] });
    expect(await live.titles()).toHaveProperty("3");
    expect(await live.gone()).toEqual([]);
    await sweep("whole");
    expect(await live.titles()).not.toHaveProperty("3");
    expect(await live.gone()).toEqual([]);
  });

  test("brings back what the tracker lists again, though search does not show it", async () => {
    await live.holding(5);
    const lost = live.source.items.get("3");
    live.source.remove("3");
    await sweep("whole");
    expect(await live.gone()).toEqual(["3"]);
    live.source.edit("3", lost);
    live.source.unlisted.add("3");
    await sweep("whole");
    expect(await live.gone()).toEqual([]);
    expect([...live.shown]).toEqual(["acme issues", "acme members", "acme items out of sight so far"]);
  });

  test.each([
    ["identities", failureOf("tracker-unavailable", "retry")],
    ["fetch", failureOf("unreadable-answer", "park")],
  ])("drops nothing when %s is refused", async (what, failure) => {
    await live.holding(20);
    live.source.remove("3");
    live.source.faults.set(what, failure);
    expect(await sweep("whole")).toMatchObject({ failures: [failure], gone: [] });
    expect(await live.gone()).toEqual([]);
    expect(await books("whole")).toMatchObject({ failure: { code: failure.code } });
  });

  test("looks for nothing that is gone where a stream could not be read", async () => {
    await live.holding(2);
    live.source.faults.set("pull members", failureOf("forbidden", "park"));
    expect(await sweep("whole")).toMatchObject({ failures: [{ code: "forbidden" }], gone: [] });
    expect(live.source.times("identities")).toBe(0);
    expect(await books("whole")).toBeNull();
  });

  test.each(["probe", "identities", "fetch 3"])("drops nothing when it is told to stop at: %s", async (what) => {
    await live.holding(20);
    live.source.remove("3");
    const stop = new AbortController();
    live.source.meanwhile.set(what, () => stop.abort());
    expect(await sweep("whole", { signal: stop.signal })).toMatchObject({ stopped: true, failures: [], gone: [] });
    expect(await live.gone()).toEqual([]);
    expect(await books("whole")).toBeNull();
    expect(live.source.asked.at(-1)).toBe(what);
  });

  test("drops nothing when it is told to stop after the last of the listing, or while it re-reads", async () => {
    await live.holding(20);
    const stop = new AbortController();
    for (const id of ["3", "4", "5"]) live.source.edit(id, { container: "OPS" });
    const stopping = {
      ...live.context({ signal: stop.signal }),
      progress: ({ label }: { label: string }) => {
        if (label === "acme missing items") stop.abort();
      },
    };
    expect(await sweepConnection(stopping, { depth: "whole", maxDrop: 0.2 })).toMatchObject({
      stopped: true,
      gone: [],
    });
    expect(await live.gone()).toEqual([]);
  });
});
