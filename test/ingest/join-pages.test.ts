import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { syncConnection } from "../../src/ingest/sync.ts";
import { emptyPage, type Source, type Watch } from "../../src/ports/connector.ts";
import type { Sprint } from "../../src/domain/schedule/sprint.ts";
import { storeOn } from "../../src/store/open.ts";
import { openMemoryDatabase } from "../support/empty-database.ts";
import { emptyTables } from "../support/empty-tables.ts";
import { twoConnections } from "../support/database.ts";
import { anItem, aSprint, jiraId, noon } from "../support/builders.ts";
import { pageOf, scripted } from "./scripted-source.ts";

const database = await openMemoryDatabase();
const store = storeOn(database);
afterAll(() => store.close());
beforeEach(async () => {
  shown.length = 0;
  await emptyTables(database);
  await store.saveTrains([], twoConnections);
});

const shown: unknown[] = [];

async function read(source: Source & Watch, signal?: AbortSignal) {
  const ignored = () => undefined;
  const runtime = { clock: () => noon, log: { info: ignored, warn: ignored, error: ignored } };
  const scope = { containers: ["PAY"], jqls: [], linkTypes: [], versions: false };
  const context = { source, store, runtime, progress: (step: unknown) => void shown.push(step), scope };
  return syncConnection(signal === undefined ? context : { ...context, signal }, await source.probe());
}

describe("a stream of several pages", () => {
  test("stores four pages at once, and counts each", async () => {
    const items = ["1", "2", "3", "4", "5"].map((nativeId) => anItem({ nativeId }));
    const rejected = [{ ref: "PAY-7", reason: "no status" }];
    const synced = await read(scripted({ pages: items.map((item) => pageOf([item], { rejected })) }).source);
    expect(shown).toEqual([4, 5].map((done) => ({ label: "acme issues", done, total: null })));
    expect(synced.streams[0]).toMatchObject({ pages: 5, records: 5, written: 5, rejected: 5 });
    expect([...(await store.loadModel()).items.keys()]).toEqual(items.map(({ id }) => id));
  });

  test("takes the last of several readings of an item, whichever page has it", async () => {
    const titled = ["first", "second", "third", "fourth"].map((title) => anItem({ title, updatedAt: noon }));
    await read(scripted({ pages: titled.map((item) => pageOf([item])) }).source);
    expect((await store.loadModel()).items.get(jiraId("1"))?.title).toBe("fourth");
  });

  test("whose project gets another name between two pages has its items in that", async () => {
    const called = (nativeId: string, container: string) => {
      const page = pageOf([anItem({ nativeId, container, key: `${container}-${nativeId}` })]);
      return { ...page, items: page.items.map((pulled) => ({ ...pulled, containerId: "100" })) };
    };
    await store.saveNames({ system: "jira", connection: "acme" }, [
      { kind: "container", nativeId: "100", name: "PAY", called: ["PAY"] },
    ]);
    await read(scripted({ pages: [called("1", "PAY"), called("2", "BILL")] }).source);
    expect([...(await store.loadModel()).items.values()].map(({ key }) => key)).toEqual(["BILL-1", "BILL-2"]);
  });

  test("that lists all timeboxes leaves one that is missing to the pages after the list", async () => {
    const boxes = ["1", "2"].map((nativeId) =>
      aSprint({ id: `jira:acme:sprint:${nativeId}`, nativeId, name: `Sprint ${nativeId}` }),
    );
    const listed = (sprints: readonly Sprint[]) => ({ ...emptyPage, sprints, wholeList: "sprint" as const });
    await read(scripted({ pages: [listed(boxes)] }).source);
    const mentions = boxes.map((box) => ({ ...box, name: "as mentioned" }));
    await read(
      scripted({ pages: [{ ...emptyPage, mentions: [] }, listed(boxes.slice(0, 1)), { ...emptyPage, mentions }] })
        .source,
    );
    const names = [...(await store.loadModel()).sprints.values()].map(({ name }) => name);
    expect(names).toEqual(["Sprint 1", "as mentioned"]);
  });

  test("asks for one page more at most once it is to stop", async () => {
    const stop = new AbortController();
    const asked: number[] = [];
    const { source } = scripted({});
    source.pull = async function* () {
      for (const n of [1, 2, 3, 4, 5, 6]) {
        asked.push(n);
        if (n === 2) stop.abort();
        yield emptyPage;
      }
    };
    await read(source, stop.signal);
    expect(asked).toEqual([1, 2, 3]);
  });
});
