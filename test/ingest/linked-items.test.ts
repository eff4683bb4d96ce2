import { describe, expect, test } from "vitest";
import { sweepConnection } from "../../src/ingest/sweep.ts";
import { aConflict, anItem, aRecord, evidence, jiraId } from "../support/builders.ts";
import { scope as small, useLive } from "./live.ts";
import { failureOf } from "./paper-source.ts";

const live = await useLive();
type Change = Parameters<typeof live.context>[0];
const sweep = (change: Change = {}) => sweepConnection(live.context(change), { depth: "structure", maxDrop: 0.2 });
const asked = () => live.source.asked.filter((what) => what.startsWith("fetch "));

/** The model holds items of which the second lies in the container, and blocks the first; an open conflict says so. */
async function inConflict(container: string) {
  live.source.edit("1");
  live.source.edit("2", { container });
  live.source.join("2", "1", true);
  await sweep();
  await live.store.saveConflicts(
    "payments",
    [aRecord(aConflict({ consumer: jiraId("1"), provider: jiraId("2") }))],
    [],
  );
  live.source.asked.length = 0;
  live.informed.length = 0;
}

describe("items of a conflict whose dependency nothing states any more", () => {
  test("are asked for, and stay where the tracker shows them", async () => {
    await inConflict("PAY");
    live.source.join("2", "1", false);
    // Of another connection.
    await live.store.streamFailed("hub", "container:PAY", { code: "not-found", text: "no", at: live.now });
    expect(await sweep()).toMatchObject({ failures: [], stopped: false });
    expect(asked()).toEqual(["fetch 1", "fetch 2"]);
    expect([...live.shown]).toContain("acme ends of conflicts");
    expect(Object.keys(await live.titles())).toEqual(["1", "2"]);
    expect(live.informed).toHaveLength(1);
  });

  test("are hidden where it does not, and gone only for a whole sweep", async () => {
    await inConflict("PAY");
    live.source.join("2", "1", false);
    await sweep();
    live.source.remove("2");
    expect(await sweep()).toMatchObject({ changed: [jiraId("2")], failures: [] });
    expect(Object.keys(await live.titles())).toEqual(["1"]);
    expect(await live.gone()).toEqual([]);
    const text = "item is not shown any more";
    expect(live.informed).toContainEqual({ text, connection: "acme", id: jiraId("2") });
  });

  test.each(["its container cannot be read", "the sweep is stopped"])("stay where %s", async (why) => {
    await inConflict("PAY");
    live.source.remove("2");
    const stop = new AbortController();
    if (why === "the sweep is stopped") live.source.meanwhile.set("fetch 2", () => stop.abort());
    else live.source.containers = [{ name: "PAY", nativeId: null, key: null, failure: failureOf("not-found", "park") }];
    expect(await sweep({ signal: stop.signal })).toMatchObject({ failures: [], stopped: stop.signal.aborted });
    expect(Object.keys(await live.titles())).toEqual(["1", "2"]);
  });
});

describe("an item beyond the project", () => {
  /** 2 blocks 1, and is a part of 3, which only its own record tells. */
  async function neighbours() {
    live.source.edit("3", { container: "OPS" });
    live.source.edit("2", { container: "OPS" });
    live.source.meanwhile.set("fetch 2", () => live.source.edit("2", { kind: "subtask", parentId: jiraId("3") }));
    live.source.stubs.push(anItem({ nativeId: "3", container: "OPS", presence: "stub" }));
    live.source.edit("1");
    live.source.join("2", "1", true);
    await sweep();
    live.source.asked.length = 0;
  }

  test("leads to further ones, and each is asked for once", async () => {
    await neighbours();
    expect(Object.keys(await live.titles())).toEqual(["1", "2", "3"]);
    expect([...live.shown]).toContain("acme neighbours");
    await sweep();
    expect(asked()).toEqual(["fetch 2", "fetch 3"]);
  });

  test.each([
    ["is hidden where the tracker does not show it", false, ["1", "3"]],
    ["stays where the sweep is stopped", true, ["1", "2", "3"]],
  ])("%s", async (_, isStopped, left) => {
    await neighbours();
    live.source.items.delete("2");
    const stop = new AbortController();
    if (isStopped) live.source.meanwhile.set("fetch 2", () => stop.abort());
    expect(await sweep({ signal: stop.signal })).toMatchObject({ stopped: isStopped });
    expect(Object.keys(await live.titles())).toEqual(left);
    expect(await live.gone()).toEqual([]);
  });

  test("is forgotten once the members of all queries are read, also if one has none any more", async () => {
    const jqls = ["labels = x", "labels = y"];
    const withQueries = { scope: { ...small, jqls } };
    for (const jql of jqls) live.source.members.set(jql, ["1"]);
    await neighbours();
    live.source.join("2", "1", false);
    live.source.members.delete("labels = y");
    live.source.leftOut.set("members", [{ name: "query:labels = y", failure: failureOf("request-refused", "park") }]);
    await sweep(withQueries);
    expect(Object.keys(await live.titles())).toEqual(["1", "2", "3"]);
    live.source.leftOut.clear();
    await sweep(withQueries);
    expect(Object.keys(await live.titles())).toEqual(["1"]);
  });
});

type Case = { readonly isInConflict?: boolean; readonly isShown?: boolean; readonly isStopped?: boolean };

describe("an item that nothing reaches any more", () => {
  test.each([
    ["is kept where it is in a conflict and the tracker shows it", { isShown: true }, ["1", "2"]],
    ["is kept where the sweep is stopped", { isStopped: true }, ["1", "2"]],
    ["is forgotten where the tracker does not show it", {}, ["1"]],
    ["is forgotten without a request where no conflict is about it", { isInConflict: false, isShown: true }, ["1"]],
  ])("%s", async (_, { isInConflict = true, isShown = false, isStopped = false }: Case, left) => {
    await inConflict("OPS");
    const stop = new AbortController();
    if (isStopped) live.source.meanwhile.set("fetch 2", () => stop.abort());
    if (!isInConflict) await live.store.saveConflicts("payments", [], await live.store.conflicts("payments"));
    live.source.join("2", "1", false);
    if (!isShown) live.source.remove("2");
    await sweep({ signal: stop.signal });
    expect(live.source.times("fetch 2")).toBe(isInConflict ? 1 : 0);
    expect(Object.keys(await live.titles())).toEqual(left);
    expect(await live.gone()).toEqual([]);
  });

  const others = ["item", "part", "otherPart"] as const;
  test.each(["consumer", "provider", "chain"].flatMap((end) => others.map((name) => [end, name] as const)))(
    "is kept where it plans the %s of a conflict, as its %s",
    async (end, name) => {
      await inConflict("OPS");
      const through = { from: "parts", item: jiraId("1"), unplanned: 0, [name]: jiraId("2") } as const;
      const [planned, plain] = [evidence({ through }), evidence()];
      const chain = end === "chain" ? { chain: { items: [jiraId("1")], end: planned } } : {};
      const ends = { consumer: end === "consumer" ? planned : plain, provider: end === "provider" ? planned : plain };
      const conflict = aConflict({
        consumer: jiraId("1"),
        provider: jiraId("1"),
        evidence: { ...ends, cycle: [], written: [], ...chain },
      });
      await live.store.saveConflicts("payments", [aRecord(conflict)], await live.store.conflicts("payments"));
      live.source.join("2", "1", false);
      await sweep();
      expect(live.source.times("fetch 2")).toBe(1);
      expect(Object.keys(await live.titles())).toEqual(["1", "2"]);
    },
  );

  test.each([
    ["the connection cannot be checked", failureOf("tracker-unavailable", "retry"), false],
    ["a check fails by our own fault", new TypeError("a bug"), true],
  ])("is kept where %s: its container may have another name", async (_, error, isThrown) => {
    await inConflict("OPS");
    live.source.join("2", "1", false);
    live.source.meanwhile.set("pull members", () => live.source.faults.set("probe", error));
    const outcome = sweep().then(
      ({ failures }) => failures,
      (thrown: unknown) => thrown,
    );
    expect(await outcome).toEqual(isThrown ? error : []);
    expect(live.source.times("probe")).toBe(2);
    expect(Object.keys(await live.titles())).toEqual(["1", "2"]);
  });
});
