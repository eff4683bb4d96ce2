import { fc } from "@fast-check/vitest";
import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Store } from "../../../src/ports/store.ts";
import { storeOn } from "../../../src/store/open.ts";
import { anItem, jiraId, noon } from "../../support/builders.ts";
import { twoConnections } from "../../support/database.ts";
import { useSharedDatabase } from "../../support/shared-database.ts";
import { aPage, blocks, pulled } from "./pulled.ts";

/* The model is kept by who read it; here two processes share a database, and one of them reads from time to time. */

const shared = useSharedDatabase();
let reader: Store;
let writer: Store;

beforeAll(() => {
  [reader, writer] = [storeOn(shared.one), storeOn(shared.two)];
});

beforeEach(async () => {
  await writer.reset();
  await writer.saveTrains([], twoConnections);
});

/** As somebody reads it who never read before. */
const anew = () => storeOn(shared.two).loadModel();

async function plain(model: ReturnType<Store["loadModel"]>) {
  const { items, links, sprints, pullRequests, memberships, streams, names, sites } = await model;
  return {
    items: [...items.values()],
    links,
    sprints: [...sprints.values()],
    pullRequests,
    memberships: memberships.map(({ itemIds, ...one }) => ({ ...one, itemIds: [...itemIds].toSorted() })),
    streams,
    names,
    sites,
  };
}

const ids = ["1", "2", "3", "4"] as const;
const anId = fc.constantFrom(...ids);

/** What a process may do to the model, each time something happens a second later. */
type Act = (store: Store, at: number) => Promise<unknown>;

const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ nativeId: anId, title: fc.constantFrom("a", "b") }).map(
    (change): Act =>
      (store, at) =>
        store.savePage("acme", aPage({ items: [pulled(anItem({ ...change, updatedAt: at }))] }), at),
  ),
  fc.tuple(anId, fc.subarray([...ids])).map(([nativeId, others]): Act => async (store, at) => {
    const links = others.filter((one) => one !== nativeId).map((one) => blocks(nativeId, one));
    await store.savePage("acme", aPage({ items: [pulled(anItem({ nativeId, updatedAt: at }), { links })] }), at);
  }),
  anId.map(
    (id): Act =>
      (store, at) =>
        store.markGone([jiraId(id)], at),
  ),
  fc.tuple(fc.subarray([...ids]), fc.constantFrom(null, 3, 5)).map(([of, businessValue]): Act => (store) => {
    const values = { iteration: null, points: 1, businessValue, status: null };
    return store.saveMembership("acme", "q", { members: new Map(of.map((id) => [jiraId(id), values])), drafts: 0 });
  }),
  fc.constantFrom("PAY", "CHK", "TIL").map(
    (name): Act =>
      (store) =>
        store.saveNames({ system: "jira", connection: "acme" }, [
          { kind: "container", nativeId: "7", name, called: ["PAY"] },
        ]),
  ),
  fc.boolean().map(
    (isWhole): Act =>
      (store) =>
        store.saveTrains([], twoConnections.slice(isWhole ? 0 : 1)),
  ),
  fc.constant<Act>((store) => store.reset()),
);

test("what a process reads again is what another reads for the first time", async () => {
  let at = noon;
  await fc.assert(
    fc
      .asyncProperty(fc.array(fc.tuple(acts, fc.boolean(), fc.boolean()), { maxLength: 12 }), async (history) => {
        for (const [act, isByReader, isRead] of history) {
          at += 1000;
          await act(isByReader ? reader : writer, at);
          const both = isRead ? [await plain(reader.loadModel()), await plain(anew())] : [null, null];
          expect(both[0]).toEqual(both[1]);
        }
        expect(await plain(reader.loadModel())).toEqual(await plain(anew()));
      })
      .beforeEach(async () => {
        await writer.reset();
        await writer.saveTrains([], twoConnections);
      }),
    { numRuns: 60 },
  );
});

test("a model of more rows than are read at once is read whole, in the order of its ids", async () => {
  const all = Array.from({ length: 10_001 }, (_, place) => pulled(anItem({ nativeId: String(place + 1) })));
  await writer.savePage("acme", aPage({ items: all }), noon);
  const read = [...(await reader.loadModel()).items.keys()];
  expect(read).toEqual(all.map(({ item }) => item.id).toSorted());
});

test("what did not change is the same object, and who holds an earlier model keeps it as it was", async () => {
  const save = (nativeId: string, title: string, at: number) =>
    writer.savePage("acme", aPage({ items: [pulled(anItem({ nativeId, title, updatedAt: at }))] }), at);
  await save("1", "One", noon);
  await save("2", "Two", noon);
  const before = await reader.loadModel();
  await save("2", "Another", noon + 1000);
  const after = await reader.loadModel();
  expect(after.items.get(jiraId("1"))).toBe(before.items.get(jiraId("1")));
  expect(after.items.get(jiraId("2"))?.title).toBe("Another");
  expect(before.items.get(jiraId("2"))?.title).toBe("Two");
  expect((await reader.loadModel()).items).toBe(after.items);
});

test("a change is not missed whose transaction began before, and ended after, a later one that was read", async () => {
  const title = (name: string, id: string) => `update work_item set title = '${name}' where id = '${id}'`;
  for (const nativeId of ["1", "2"])
    await writer.savePage("acme", aPage({ items: [pulled(anItem({ nativeId }))] }), noon);
  await reader.loadModel();
  const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
  const { promise: hasBegun, resolve: begun } = Promise.withResolvers<void>();
  const slow = shared.two.transaction(async (tx) => {
    await tx.execute(title("slow", jiraId("1")));
    begun();
    await mayEnd;
  });
  await hasBegun;
  await shared.one.execute(title("quick", jiraId("2")));
  expect((await reader.loadModel()).items.get(jiraId("2"))?.title).toBe("quick");
  end();
  await slow;
  expect((await reader.loadModel()).items.get(jiraId("1"))?.title).toBe("slow");
});

test("notes of changes are forgotten after a day, and who read longer ago reads all again", async () => {
  await writer.savePage("acme", aPage({ items: [pulled(anItem())] }), noon);
  const before = await reader.loadModel();
  await shared.one.execute("update model_change set at = now() - interval '2 days'");
  await writer.forgetChanges();
  expect(await shared.one.query("select id from model_change")).toEqual([]);
  expect(await plain(reader.loadModel())).toEqual(await plain(Promise.resolve(before)));
});
