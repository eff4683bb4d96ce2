import { describe, expect, test } from "vitest";
import { fullSync, syncConnection } from "../../src/ingest/sync.ts";
import { useLive } from "./live.ts";

const live = await useLive();
const sync = async () => syncConnection(live.context(), await live.source.probe());
const watermark = async () => (await live.store.stream("acme", "issues"))?.watermark ?? null;

describe("the watermark", () => {
  test("stays behind the tracker's clock, whatever a record claims, and others are read", async () => {
    live.source.edit("1");
    live.source.edit("2");
    const future = Date.parse("2099-01-01T00:00:00Z");
    live.source.items.set("1", { ...live.source.item("1"), updatedAt: future });
    live.source.toldAt = live.now;
    await sync();
    expect(await watermark()).toBe(live.now);
    const text = "records claim to be changed in the future: taken as they are";
    expect(live.warned).toEqual([{ text, connection: "acme", records: 1, first: "PAY-1" }]);
    live.warned.length = 0;
    live.later(3_600_000);
    live.source.toldAt = live.now;
    live.source.items.set("2", { ...live.source.item("2"), title: "new", updatedAt: live.now - 1000 });
    await sync();
    expect(await live.titles()).toMatchObject({ "2": "new" });
    expect(live.warned).toEqual([]);
  });

  test.each<[string, number | null, number, number]>([
    ["a minute after our clock", null, 60_000, 0],
    ["more than a minute after our clock", null, 60_001, 1],
    ["a minute after the tracker's clock, and hours after ours", 9e6, 9e6 + 60_000, 0],
    ["more than a minute after the tracker's clock, and hours before ours", -9e6, -9e6 + 60_001, 1],
  ])("a record of %s", async (_, toldAfterMs, updatedAfterMs, warnings) => {
    live.source.edit("1");
    live.source.items.set("1", { ...live.source.item("1"), updatedAt: live.now + updatedAfterMs });
    live.source.toldAt = toldAfterMs === null ? null : live.now + toldAfterMs;
    await sync();
    expect(live.warned).toHaveLength(warnings);
  });

  test("lets what claims to be of the future be changed, and be put right", async () => {
    live.source.edit("1");
    const future = Date.parse("2099-01-01T00:00:00Z");
    live.source.items.set("1", { ...live.source.item("1"), updatedAt: future });
    await sync();
    live.later(3_600_000);
    live.source.items.set("1", { ...live.source.item("1"), title: "put right", updatedAt: live.now });
    await sync();
    expect(await live.titles()).toEqual({ "1": "put right" });
    live.source.items.set("1", { ...live.source.item("1"), title: "older", updatedAt: live.now - 1000 });
    await fullSync(live.context(), await live.source.probe(), 0.2);
    expect(await live.titles()).toEqual({ "1": "put right" });
  });

  test.each([
    ["ahead", 3 * 3_600_000],
    ["behind", -3 * 3_600_000],
  ])("loses nothing where our clock is hours %s", async (_, skew) => {
    const real = live.now;
    live.source.edit("1");
    live.source.items.set("1", { ...live.source.item("1"), updatedAt: real - 1000 });
    live.source.toldAt = real;
    live.later(skew);
    await sync();
    // A record of the future does not move it either.
    live.source.edit("9");
    live.source.items.set("9", { ...live.source.item("9"), updatedAt: real + 9e9 });
    await sync();
    live.source.toldAt = real + 60_000;
    live.later(60_000);
    live.source.items.set("1", { ...live.source.item("1"), title: "new", updatedAt: real + 30_000 });
    await sync();
    expect(await live.titles()).toMatchObject({ "1": "new" });
  });

  test("is what was seen where that is older than now", async () => {
    live.source.edit("1");
    await sync();
    expect(await watermark()).toBe(live.source.item("1").updatedAt);
  });
});
