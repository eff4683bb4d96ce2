import { describe, expect, test } from "vitest";
import { sweepConnection } from "../../src/ingest/sweep.ts";
import { aConflict, aRecord, jiraId } from "../support/builders.ts";
import { useLive } from "./live.ts";
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
    expect(await sweep()).toMatchObject({ failures: [], stopped: false });
    expect(asked()).toEqual(["fetch 1", "fetch 2"]);
    expect(Object.keys(await live.titles())).toEqual(["1", "2"]);
    expect(live.informed).toHaveLength(1);
  });

  test("are hidden where it does not, and gone only for a whole sweep", async () => {
    await inConflict("PAY");
    live.source.remove("2");
    expect(await sweep()).toMatchObject({ changed: expect.arrayContaining([jiraId("2")]), failures: [] });
    expect(Object.keys(await live.titles())).toEqual(["1"]);
    expect(await live.gone()).toEqual([]);
    const text = "item is not shown any more";
    expect(live.informed).toContainEqual({ text, connection: "acme", id: jiraId("2") });
  });

  test.each([
    [
      "its container cannot be read",
      {},
      () => {
        live.source.containers = [{ name: "PAY", nativeId: null, key: null, failure: failureOf("not-found", "park") }];
      },
    ],
    ["the sweep is stopped", { signal: true }, () => undefined],
  ])("stay where %s", async (_, { signal = false }: { signal?: boolean }, happen) => {
    await inConflict("PAY");
    live.source.remove("2");
    happen();
    const stop = new AbortController();
    live.source.meanwhile.set("fetch 2", () => stop.abort());
    expect(await sweep({ signal: stop.signal })).toMatchObject({ failures: [], stopped: signal });
    expect(Object.keys(await live.titles())).toEqual(["1", "2"]);
  });
});

describe("an item that nothing reaches any more", () => {
  test.each([
    ["is kept where it is in a conflict and the tracker shows it", true, true, ["1", "2"]],
    ["is forgotten where the tracker does not show it", true, false, ["1"]],
    ["is forgotten without a request where no conflict is about it", false, true, ["1"]],
  ])("%s", async (_, isInConflict, isShown, left) => {
    await inConflict("OPS");
    if (!isInConflict) await live.store.saveConflicts("payments", [], await live.store.conflicts("payments"));
    live.source.join("2", "1", false);
    if (!isShown) live.source.remove("2");
    await sweep();
    expect(asked().filter((what) => what === "fetch 2")).toHaveLength(isInConflict ? 1 : 0);
    expect(Object.keys(await live.titles())).toEqual(left);
    expect(await live.gone()).toEqual([]);
  });

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
