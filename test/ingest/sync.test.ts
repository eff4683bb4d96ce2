import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { fullSync, syncConnection } from "../../src/ingest/sync.ts";
import { emptyPage, type Scope, type Source, type SourcePage, type Watch } from "../../src/ports/connector.ts";
import type { Store } from "../../src/ports/store.ts";
import { storeOn } from "../../src/store/open.ts";
import { openMemoryDatabase } from "../support/empty-database.ts";
import { emptyTables } from "../support/empty-tables.ts";
import { twoConnections } from "../support/database.ts";
import { anItem, jiraId, noon } from "../support/builders.ts";
import { pageOf, scripted } from "./scripted-source.ts";

const database = await openMemoryDatabase();
const store = storeOn(database);
afterAll(() => store.close());
beforeEach(async () => {
  shown.length = 0;
  warned.length = 0;
  await emptyTables(database);
  await store.saveTrains([], twoConnections);
});

const warned: unknown[] = [];
const log = {
  info: () => undefined,
  warn: (fields: object, text: string) => void warned.push({ text, ...fields }),
  error: () => undefined,
};
const shown: unknown[] = [];
const scope: Scope = { containers: ["PAY"], jqls: [], linkTypes: ["Blocks"], versions: false };

async function sync(source: Source & Watch, change: Partial<Scope> & { full?: boolean; at?: number } = {}) {
  const { full = false, at = noon, ...rest } = change;
  const runtime = { clock: () => at, log };
  const progress = (step: unknown) => void shown.push(step);
  const context = { source, store, runtime, progress, scope: { ...scope, ...rest } };
  return full ? fullSync(context, await source.probe(), 0) : syncConnection(context, await source.probe());
}

const one = anItem({ updatedAt: noon - 2000 });
const two = anItem({ nativeId: "2", updatedAt: noon - 1000 });

describe("a stream", () => {
  test("is read page by page, and the watermark is the newest record seen", async () => {
    const { source, asked } = scripted({ pages: [pageOf([one]), pageOf([two])] });
    const synced = await sync(source);
    expect(synced).toMatchObject({ connection: "acme", requests: 7, notes: ["two points fields"], rejected: 0 });
    expect(synced.streams[0]).toStrictEqual({
      stream: "issues",
      pages: 2,
      records: 2,
      written: 2,
      unchanged: 0,
      rejected: 0,
    });
    expect(await store.stream("acme", "issues")).toMatchObject({ watermark: noon - 1000, completedAt: noon });
    expect(shown).toEqual([{ label: "acme issues", done: 2, total: null }]);
    await sync(source);
    expect(asked.since).toStrictEqual([null, noon - 1000]);
  });

  test("that is read again in full ignores the watermark, and keeps it", async () => {
    await sync(scripted({ pages: [pageOf([two])] }).source);
    const { source, asked } = scripted({ pages: [pageOf([one])] });
    await sync(source, { full: true });
    expect(asked.since).toStrictEqual([null]);
    expect(await store.stream("acme", "issues")).toMatchObject({ watermark: noon - 1000 });
  });

  test("that breaks off keeps the last good watermark and what was stored", async () => {
    await sync(scripted({ pages: [pageOf([one])] }).source);
    const { source, asked } = scripted({ pages: [pageOf([two]), new Error("broken off")] });
    await expect(sync(source)).rejects.toThrow("broken off");
    expect(await store.stream("acme", "issues")).toMatchObject({ watermark: noon - 2000 });
    expect((await store.loadModel()).items.size).toBe(2);
    expect(asked.closed).toBe(1);
  });

  test("that is empty deletes nothing and moves no watermark", async () => {
    await sync(scripted({ pages: [pageOf([one, two])] }).source);
    await sync(scripted({ pages: [emptyPage] }).source, { full: true });
    expect((await store.loadModel()).items.size).toBe(2);
    expect(await store.stream("acme", "issues")).toMatchObject({ watermark: noon - 1000 });
  });

  test("counts and names what it could not understand", async () => {
    const rejected = [{ ref: "PAY-7", reason: "no status" }];
    const synced = await sync(scripted({ pages: [pageOf([one], { rejected })] }).source);
    expect(synced.rejected).toBe(1);
    expect(warned).toContainEqual({ text: "record skipped", connection: "acme", ref: "PAY-7", reason: "no status" });
    expect(await store.stream("acme", "issues")).toMatchObject({ rejected: 1 });
  });

  test("counts a gone item that the tracker shows again as written", async () => {
    await sync(scripted({ pages: [pageOf([one])] }).source);
    await store.markGone([one.id], noon);
    const again = { ...one, title: "Again", updatedAt: noon - 500 };
    const synced = await sync(scripted({ pages: [pageOf([again])], fetchable: [again] }).source);
    expect(synced.streams[0]).toMatchObject({ records: 1, written: 1 });
  });

  test("that the connection has no more is forgotten", async () => {
    const old = {
      connection: "acme",
      stream: "milestones:acme/api",
      watermark: null,
      completedAt: 1,
      rejected: 0,
      token: null,
      failure: null,
    };
    await store.saveStream(old);
    await store.saveStream({ ...old, connection: "hub" });
    await sync(scripted({ pages: [pageOf([one])] }).source);
    const { streams } = await store.loadModel();
    expect(streams.map(({ connection, stream }) => `${connection} ${stream}`).toSorted()).toStrictEqual([
      "acme issues",
      "acme members",
      "hub milestones:acme/api",
    ]);
  });

  test("is closed when storing fails", async () => {
    const { source, asked } = scripted({ pages: [pageOf([one]), pageOf([two]), pageOf([two])] });
    const full: Store = {
      ...store,
      savePage: async () => {
        throw new Error("disk full");
      },
    };
    const context = { source, store: full, runtime: { clock: () => noon, log }, progress: () => undefined, scope };
    await expect(syncConnection(context, await source.probe())).rejects.toThrow("disk full");
    expect(asked.closed).toBe(1);
  });
});

describe("what is reached outside the streams", () => {
  const stub = anItem({ nativeId: "50", key: "OPS-50", container: "OPS", presence: "stub", updatedAt: null });
  const blocked: SourcePage = {
    ...emptyPage,
    items: [
      {
        item: one,
        links: [{ id: "l", origin: "jira-link", typeId: "1", typeName: "Blocks", source: stub.id, target: one.id }],
        completeOrigins: ["jira-link"],
        stubs: [stub],
        history: [],
      },
    ],
    newestAt: noon,
  };

  test("is read one by one, again at every sync", async () => {
    const { source, asked } = scripted({
      pages: [blocked],
      fetchable: [{ ...stub, presence: "present", title: "Real" }],
    });
    expect(await sync(source)).toMatchObject({ reread: 1, rejected: 1 });
    expect(shown.at(-1)).toEqual({ label: "acme neighbours", done: 1, total: 1 });
    await sync(source);
    // The last one as an example of its type.
    expect(asked.fetched).toStrictEqual(["50", "50", "1"]);
    expect((await store.loadModel()).items.get(stub.id)).toMatchObject({ presence: "present", title: "Real" });
  });

  test("stays a stub where it cannot be read", async () => {
    await sync(scripted({ pages: [blocked] }).source);
    expect((await store.loadModel()).items.get(stub.id)).toMatchObject({ presence: "stub" });
  });
});

describe("teams that own by a query", () => {
  const jql = "component = core";
  const member = (nativeId: string): SourcePage => ({
    ...emptyPage,
    members: [{ query: jql, itemId: jiraId(nativeId), handle: nativeId }],
  });

  test("have their members, pages together; unknown ones are read", async () => {
    const { source, asked } = scripted({
      pages: [pageOf([one])],
      members: [2, 3].map((count, at) => ({ ...member(String(at + 1)), drafts: [{ query: jql, count }] })),
      fetchable: [two],
    });
    await sync(source, { jqls: [jql] });
    const [membership] = (await store.loadModel()).memberships;
    expect(membership).toMatchObject({ drafts: 5 });
    expect([...(membership?.itemIds ?? [])].toSorted()).toStrictEqual([jiraId("1"), jiraId("2")]);
    expect(asked.fetched).toStrictEqual(["2"]);
  });

  test("keep them when the query suddenly finds nothing", async () => {
    await sync(scripted({ pages: [pageOf([one])], members: [member("1")] }).source, { jqls: [jql] });
    await sync(scripted({}).source, { jqls: [jql] });
    expect((await store.loadModel()).memberships[0]?.itemIds.size).toBe(1);
    const text = "empty membership refused, last one kept";
    expect(warned).toContainEqual({ text, connection: "acme", query: jql });
  });
});
