import { describe, expect, test } from "vitest";
import { sweepStream } from "../../src/domain/model/model.ts";
import { sweepConnection } from "../../src/ingest/sweep.ts";
import { jiraId } from "../support/builders.ts";
import { useLive } from "./live.ts";

const live = await useLive();
const sweep = (maxDrop = 0.2) => sweepConnection(live.context(), { depth: "whole", maxDrop });
const book = () => live.store.stream("acme", sweepStream("whole"));
const ids = (count: number) => Array.from({ length: count }, (_, place) => String(place + 1));

describe("a whole sweep", () => {
  test.each([
    [20, 4, 0.2],
    [4, 3, 0],
    [3, 2, 0.2],
    [10, 10, 1],
  ])("of %d items drops %d with at most %d", async (count, lost, maxDrop) => {
    await live.holding(count);
    live.source.edit("other");
    for (const id of ids(lost)) live.source.remove(id);
    expect((await sweep(maxDrop)).gone).toHaveLength(lost);
  });

  test.each([
    [20, 5, 0.2],
    [20, 4, 0.15],
    [4, 4, 0],
  ])(
    "of %d items drops none where %d are missing with at most %d, and says so until they are few",
    async (count, lost, maxDrop) => {
      await live.holding(count);
      live.source.edit("other");
      const items = [...live.source.items];
      for (const id of ids(lost)) live.source.remove(id);
      const result = await sweep(maxDrop);
      const what = `acme does not show ${lost} of ${count + 1} items any more; none of them was dropped.`;
      expect(result).toMatchObject({
        failures: [{ code: "guard", message: what, verdict: { kind: "park" } }],
        gone: [],
      });
      expect(await live.gone()).toEqual([]);
      expect(await book()).toMatchObject({ completedAt: null, failure: { code: "guard", at: live.now } });
      expect((await book())?.failure?.text).toContain("raise `serve.maxDrop`");
      for (const [id, item] of items) live.source.items.set(id, item);
      await sweep(maxDrop);
      expect(await book()).toMatchObject({ completedAt: live.now, failure: null });
    },
  );

  test("does not count items that the tracker shows on a request for each, as moved ones", async () => {
    await live.holding(20);
    for (const id of ids(10)) live.source.edit(id, { container: "OPS" });
    live.source.remove("11");
    expect(await sweep()).toMatchObject({ failures: [], gone: [jiraId("11")] });
    expect(Object.keys(await live.titles())).toHaveLength(9);
  });

  test("requests no more of many missing items than it needs to refuse", async () => {
    await live.holding(400);
    for (const id of ids(300)) live.source.remove(id);
    const message = "acme does not show 300 of 400 items any more; none of them was dropped.";
    expect(await sweep()).toMatchObject({ failures: [{ code: "guard", message }], gone: [] });
    expect(live.source.asked.filter((asked) => /^fetch \d/u.test(asked))).toHaveLength(100);
    expect(await live.gone()).toEqual([]);
  });

  test("drops nothing because the listing is empty, however few there are, unless all may go", async () => {
    await live.holding(2);
    live.source.items.clear();
    expect(await sweep(0.99)).toMatchObject({ failures: [{ code: "guard" }], gone: [] });
    expect(live.source.times("fetch")).toBe(0);
    expect(await live.gone()).toEqual([]);
    expect((await sweep(1)).gone).toHaveLength(2);
  });
});
