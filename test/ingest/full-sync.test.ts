import { describe, expect, test } from "vitest";
import { sweepStream } from "../../src/domain/model/model.ts";
import { fullSync } from "../../src/ingest/sync.ts";
import { pollConnection } from "../../src/ingest/poll.ts";
import type { SweepDepth } from "../../src/ingest/missing-items.ts";
import { noon } from "../support/builders.ts";
import { useLive } from "./live.ts";
import { failureOf } from "./paper-source.ts";

const live = await useLive();
type Change = Parameters<typeof live.context>[0];
const books = (depth: SweepDepth) => live.store.stream("acme", sweepStream(depth));
const ids = (count: number) => Array.from({ length: count }, (_, place) => String(place + 1));

describe("a full sync by command", () => {
  const full = async ({ maxDrop = 0.2, ...change }: Change & { maxDrop?: number } = {}) => {
    return fullSync(live.context(change), await live.source.probe(), maxDrop);
  };

  test("reads everything again and finds what is gone", async () => {
    await live.holding(20);
    live.source.remove("3");
    live.source.edit("4", { container: "OPS" });
    live.informed.length = 0;
    expect(await full()).toMatchObject({ gone: 1, notes: ["a note"], streams: [{ records: 18 }, { records: 18 }] });
    expect(await live.gone()).toEqual(["3"]);
    expect(await live.titles()).not.toHaveProperty("4");
    expect(live.informed).toContainEqual({ text: "connection note", connection: "acme", note: "a note" });
    expect(await books("whole")).toMatchObject({ completedAt: live.now });
    await pollConnection(live.context());
    expect(await live.gone()).toEqual(["3"]);
  });

  test("refuses to drop too much, after everything was read", async () => {
    await live.holding(20);
    for (const id of ids(10)) live.source.remove(id);
    live.source.edit("11", { title: "new" });
    expect(await full()).toMatchObject({ gone: 0, refused: { code: "guard" }, streams: [{ records: 10 }, {}] });
    expect(await live.titles()).toMatchObject({ "1": "Title of PAY-1", "11": "new" });
    expect(await books("whole")).toMatchObject({ failure: { code: "guard", at: noon + 3_600_000 } });
  });

  test("fails where the listing is refused, and says so in the books", async () => {
    await live.holding(2);
    live.source.faults.set("identities", failureOf("tracker-unavailable", "retry"));
    await expect(full()).rejects.toMatchObject({ code: "tracker-unavailable" });
    expect(await books("whole")).toMatchObject({ failure: { code: "tracker-unavailable" } });
  });

  test("does not book our own faults as the tracker's", async () => {
    const bug = new TypeError("a bug");
    live.source.faults.set("identities", bug);
    await expect(full()).rejects.toBe(bug);
    expect(await books("whole")).toBeNull();
  });
});
