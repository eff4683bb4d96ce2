import { describe, expect, it } from "vitest";
import type { WorkItemId } from "../../../src/domain/ids.ts";
import type { Scope } from "../../../src/ports/connector.ts";
import { aGithubItem, anItem, githubId, jiraId, membersOf, noon } from "../../support/builders.ts";
import { advisoryHere, engines, useTestDatabase } from "../../support/database.ts";
import { aPage, aStub, blocks, edges, pulled } from "./pulled.ts";

const scope: Scope = { containers: ["pay"], jqls: [], linkTypes: [], versions: false };
const everything: Scope = { ...scope, containers: "all" };
const minute = 60_000;

describe.each(engines)("what is gone, in %s", (engine) => {
  const test = useTestDatabase(engine);
  const keyed = (nativeId: string) => ({ id: jiraId(nativeId), handle: nativeId, key: `PAY-${nativeId}` });
  const read = (...items: Parameters<typeof pulled>[]) =>
    test.store.savePage("acme", aPage({ items: items.map((item) => pulled(...item)) }), noon);
  const unseen = (seen: readonly string[], covered: Scope = scope) =>
    test.store.notListed("acme", { scope: covered, seen: new Set(seen.map(jiraId)) });

  it("is what the scope's streams cover and the listing does not show", async () => {
    await read(
      [anItem(), { links: [blocks("1", "9")], stubs: [aStub("9")] }],
      [anItem({ nativeId: "2" })],
      [anItem({ nativeId: "3", presence: "gone" })],
      [anItem({ nativeId: "4", container: "LED" })],
      [anItem({ nativeId: "5", container: "LED" })],
    );
    await test.store.savePage("hub", aPage({ items: [pulled(aGithubItem({ container: "PAY" }))] }), noon);
    await test.store.saveMembership("acme", "labels = x", membersOf([jiraId("5")]));
    expect(await unseen(["1", "77"])).toEqual({ missing: [keyed("2")], covered: 2 });
    expect(await unseen([], { ...scope, jqls: ["labels = x"] })).toEqual({
      missing: ["1", "2", "5"].map(keyed),
      covered: 3,
    });
    expect(await unseen(["2"], everything)).toEqual({ missing: ["1", "4", "5"].map(keyed), covered: 4 });
    expect(await unseen(["1", "2"])).toEqual({ missing: [], covered: 2 });
  });

  it("is no member that the listing shows as hidden, unless a readable container lacks it", async () => {
    await read([anItem()], [anItem({ nativeId: "5", container: "LED" })]);
    const ids = [jiraId("1"), jiraId("5")];
    const entries = new Map(ids.map((id) => [id, `entry of ${id}`]));
    const hidden = [...entries.values()];
    await test.store.saveMembership("acme", "labels = x", { ...membersOf(ids), entries });
    const listing = { scope: { ...scope, jqls: ["labels = x"] }, seen: new Set<WorkItemId>(), hidden };
    expect(await test.store.notListed("acme", listing)).toEqual({ missing: [keyed("1")], covered: 1 });
  });

  it("is no member of a query whose project is out of sight", async () => {
    await read(
      [anItem()],
      [anItem({ nativeId: "5", container: "LED" })],
      [anItem({ nativeId: "6", container: "LED" })],
    );
    const [first, fifth, sixth] = ["1", "5", "6"].map(jiraId) as [WorkItemId, WorkItemId, WorkItemId];
    const save = (found: readonly WorkItemId[], outOfSight: readonly WorkItemId[]) =>
      test.store.saveMembership("acme", "labels = x", { ...membersOf(found), outOfSight });
    const missing = async () => (await unseen(["1"], { ...scope, jqls: ["labels = x"] })).missing;
    await save([first, fifth, sixth], []);
    expect(await test.store.membersLeft("acme", "labels = x", [first])).toEqual([
      { id: fifth, handle: "5", container: "LED" },
      { id: sixth, handle: "6", container: "LED" },
    ]);
    expect(await save([first], [fifth])).toEqual({ refused: false, unknown: [] });
    expect(await missing()).toEqual([]);
    expect(await save([first, fifth], [])).toEqual({ refused: false, unknown: [fifth] });
    expect(await missing()).toEqual([keyed("5")]);
    expect(await save([], [fifth])).toEqual({ refused: true, unknown: [] });
    expect(await missing()).toEqual([]);
    expect(await save([], [])).toEqual({ refused: true, unknown: [] });
    expect(await missing()).toEqual([keyed("5")]);
  });

  it("is found by handle or by key, where it is present", async () => {
    await read(
      [anItem(), { links: [blocks("1", "9")], stubs: [aStub("9")] }],
      [anItem({ nativeId: "2" })],
      [anItem({ nativeId: "3", presence: "gone" })],
    );
    expect(await test.store.identify("acme", ["PAY-1", "2", "3", "9", "77"])).toEqual(["1", "2"].map(keyed));
    expect(await test.store.identify("hub", ["1"])).toEqual([]);
    expect(await test.store.identify("acme", [])).toEqual([]);
  });

  it("keeps all that was known of it, and comes back when it is read again", async () => {
    const to = { id: "5", name: "Done", category: "done" } as const;
    const event = { id: "h", itemId: jiraId("1"), at: noon, ordinal: 0, knownBy: "tracker" } as const;
    const history = [{ ...event, field: "status", from: null, to }] as const;
    const whole = pulled(anItem({ title: "Kept" }), { links: [blocks("1", "9")], stubs: [aStub("9")], history });
    await test.store.savePage("acme", aPage({ items: [whole] }), noon);
    const ids = ["1", "9", "77"].map(jiraId);
    const marked = await test.store.markGone(ids, noon + minute);
    expect(marked).toEqual({ written: 1, unchanged: 2, changed: [jiraId("1")] });
    const model = await test.store.loadModel();
    expect(model.items.get(jiraId("1"))).toEqual({ ...whole.item, presence: "gone" });
    expect(model.items.get(jiraId("9"))?.presence).toBe("stub");
    expect([...model.links.values()]).toEqual([blocks("1", "9")]);
    expect(await test.database.query("select stored_at from work_item where presence = 'gone'")).toEqual([
      { stored_at: new Date(noon + minute) },
    ]);
    expect((await test.store.markGone(ids, noon)).written).toBe(0);
    expect((await test.store.markGone([], noon)).changed).toEqual([]);
    expect((await test.store.savePage("acme", aPage({ items: [whole] }), noon)).changed).toEqual([jiraId("1")]);
    expect((await test.store.loadModel()).items.get(jiraId("1"))?.presence).toBe("present");
  });
});

describe.each(engines)("what is gone, or not shown, in %s", (engine) => {
  const test = useTestDatabase(engine);
  const presences = async () => {
    const { items } = await test.store.loadModel();
    return Object.fromEntries([...items.values()].map(({ nativeId, presence }) => [nativeId, presence]));
  };
  const items = ["1", "2", "3"].map((nativeId) => pulled(anItem({ nativeId })));
  const left = { 1: "gone", 2: "stub", 3: "present" };

  it("is left so by a page that may be old, and told; what was only told of by others is not meant", async () => {
    await test.store.savePage("acme", aPage({ items: [...items, pulled(aStub("4"))] }), noon);
    await test.store.markGone([jiraId("1")], noon);
    await test.store.markHidden([jiraId("2")], noon);
    const again = [...items, pulled(anItem({ nativeId: "4" }))];
    const old = await test.store.savePage("acme", { ...aPage({ items: again }), mayBeOld: true }, noon + minute);
    expect(old).toMatchObject({ changed: [jiraId("4")], absent: ["1", "2"] });
    expect(await presences()).toEqual({ ...left, 4: "present" });
    const asked = await test.store.savePage("acme", aPage({ items: again }), noon + minute);
    expect(asked).toMatchObject({ changed: ["1", "2"].map(jiraId), absent: [] });
  });

  it("is left so where the database refuses something of such a page as well", async () => {
    await test.store.savePage("acme", aPage({ items }), noon);
    await test.store.markGone([jiraId("1")], noon);
    await test.store.markHidden([jiraId("2")], noon);
    const refused = pulled(anItem({ nativeId: "5", dueOn: "2026-02-31" }));
    const page = { ...aPage({ items: [...items, refused] }), mayBeOld: true } as const;
    const old = await test.store.savePage("acme", page, noon + minute);
    expect([old.rejected.length, old.absent.toSorted()]).toEqual([1, ["1", "2"]]);
    expect(await presences()).toEqual(left);
  });
});

describe("what is marked as gone, in postgres", () => {
  const test = useTestDatabase("postgres");
  const isWaiting = async () =>
    (await test.database.query(`select from pg_locks where ${advisoryHere} and not granted`)).length > 0;

  it("waits for a page of its connection that is being stored, and for no other", async () => {
    await test.store.savePage("acme", aPage({ items: [pulled(anItem())] }), noon);
    await test.store.savePage("hub", aPage({ items: [pulled(aGithubItem())] }), noon);
    const seen = { isMarked: false };
    const marking = await test.database.transaction(async (tx) => {
      await tx.query("select pg_advisory_xact_lock(hashtextextended('signalbox page acme', 0))");
      expect((await test.store.markGone([githubId("1")], noon)).written).toBe(1);
      const marked = test.store.markGone([jiraId("1")], noon).finally(() => (seen.isMarked = true));
      while (!seen.isMarked && !(await isWaiting()));
      expect(seen.isMarked).toBe(false);
      return { marked };
    });
    expect((await marking.marked).written).toBe(1);
  });
});

describe.each(engines)("what a page changed, in %s", (engine) => {
  const test = useTestDatabase(engine);
  const page = async (...items: Parameters<typeof pulled>[]) => {
    const { changed } = await test.store.savePage("acme", aPage({ items: items.map((one) => pulled(...one)) }), noon);
    return changed.toSorted();
  };

  it("is named: new items and others, not equal ones and not those that are merely younger", async () => {
    const other = anItem({ nativeId: "2" });
    expect(await page([anItem()], [other])).toEqual(["1", "2"].map(jiraId));
    expect(await page([anItem()], [other])).toEqual([]);
    expect(await page([anItem({ updatedAt: noon + 1 })], [{ ...other, title: "new" }])).toEqual([jiraId("2")]);
    expect((await test.store.loadModel()).items.get(jiraId("1"))?.updatedAt).toBe(noon + 1);
  });

  it("is both ends of a link that came or went, as far as they are items, each once", async () => {
    const linked = [blocks("3", "1"), blocks("1", "4")];
    const words = { ...blocks("1", "1"), id: "t", origin: "text", source: "key:jira:LED-5" } as const;
    await page([anItem()], [anItem({ nativeId: "3" })]);
    expect(await page([anItem(), { links: [...linked, words], stubs: [aStub("4")] }])).toEqual(
      ["1", "3", "4"].map(jiraId),
    );
    expect(await page([anItem(), { links: linked, stubs: [aStub("4")] }])).toEqual([jiraId("1")]);
    expect(await page([anItem()])).toEqual(["1", "3", "4"].map(jiraId));
  });

  it("is a child whose parent a sweep found", async () => {
    await test.store.savePage("hub", aPage({ items: [pulled(aGithubItem(), { completeOrigins: [] })] }), noon);
    const swept = aPage({ edges: [edges(githubId("1"), { parentId: githubId("9") })] });
    expect((await test.store.savePage("hub", swept, noon)).changed).toEqual([githubId("1")]);
    expect((await test.store.savePage("hub", swept, noon)).changed).toEqual([]);
  });
});

describe.each(engines)("repairs in %s", (engine) => {
  const test = useTestDatabase(engine);
  const ids = ["1", "2", "3"].map(jiraId);
  const hook = (connection: string) =>
    test.store.inbox.receive(
      [{ connection, deliveryId: "a", event: "x", body: "{}", receivedAt: noon }],
      async () => {},
    );
  const missed = () => test.store.missedChanges(noon, noon + 10 * minute);
  const items = () =>
    test.store.savePage(
      "acme",
      aPage({ items: ["1", "2", "3"].map((nativeId) => pulled(anItem({ nativeId }))) }),
      noon,
    );

  it("are counted by connection, as missed or announced in time", async () => {
    await items();
    await hook("acme");
    await test.store.noteFound("acme", [...ids, githubId("1")], noon);
    await test.store.noteFound("acme", ids.slice(0, 1), noon + 10 * minute);
    await test.store.noteFound("acme", [], noon);
    expect(await missed()).toEqual([{ connection: "acme", missed: 3, announced: 0 }]);
    const late = { at: noon + 5 * minute + 1, graceMs: 5 * minute };
    await test.store.noteAnnounced("acme", ["1"], late);
    await test.store.noteAnnounced("hub", ["1"], { ...late, at: noon });
    await test.store.noteAnnounced("acme", [], { ...late, at: noon });
    expect(await missed()).toEqual([{ connection: "acme", missed: 3, announced: 0 }]);
    await test.store.noteAnnounced("acme", ["1", "PAY-2", "77"], { ...late, at: noon + 5 * minute });
    expect(await missed()).toEqual([{ connection: "acme", missed: 1, announced: 2 }]);
    expect(await test.store.missedChanges(noon + 10 * minute, noon + 11 * minute)).toEqual([
      { connection: "acme", missed: 0, announced: 1 },
    ]);
  });

  it("are none where no delivery ever came, and are forgotten with the deliveries", async () => {
    await items();
    await hook("hub");
    await test.store.noteFound("acme", ids, noon);
    expect(await missed()).toEqual([]);
    await hook("acme");
    await test.store.noteFound("acme", ids, noon);
    await test.store.noteFound("acme", ids, noon);
    expect(await missed()).toEqual([{ connection: "acme", missed: 3, announced: 0 }]);
    await test.store.inbox.prune(noon + 1);
    expect(await missed()).toEqual([]);
  });
});
