import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { Link, WorkItem } from "../../../src/domain/items/work-item.ts";
import { anItem, jiraId, noon } from "../../support/builders.ts";
import { engines, useTestDatabase } from "../../support/database.ts";
import { emptyTables } from "../../support/empty-tables.ts";
import { aPage, aStub, blocks, edges, pulled } from "./pulled.ts";

const minute = 60_000;

/** What the text of `PAY-1` says of the issue with this number. */
const inWords = (number: number, means: "blocks" | "blocked-by" = "blocked-by"): Link => {
  const [self, other] = [jiraId("1"), `key:jira:LED-${number}` as const];
  const [source, target] = means === "blocks" ? [self, other] : [other, self];
  return {
    id: `text:${self}:${means}:${other}`,
    origin: "text",
    typeId: null,
    typeName: `${means} LED-${number}`,
    source,
    target,
  };
};

const value = (number: number, direction = "inward") => ({
  origin: "text",
  typeId: null,
  typeName: `${direction === "inward" ? "blocked-by" : "blocks"} LED-${number}`,
  direction,
  end: `key:jira:LED-${number}`,
});

describe.each(engines)("links that come and go between two reads, in %s,", (engine) => {
  const test = useTestDatabase(engine);

  const events = () =>
    test.database.query(
      `select item_id as "itemId", (extract(epoch from at) * 1000)::float8 as at, ordinal, field, known_by as "knownBy", "from", "to"
       from history_event order by at, ordinal, id`,
    );
  const read = (
    links: readonly Link[],
    { now = noon, ...change }: Partial<WorkItem> & { readonly now?: number } = {},
  ) => test.store.savePage("acme", aPage({ items: [pulled(anItem(change), { links })] }), now);
  const observed = { itemId: jiraId("1"), ordinal: 0, field: "links", knownBy: "observed" };

  it("are events of the instant at which the item changed", async () => {
    await read([inWords(1)]);
    await read([inWords(1), inWords(2, "blocks")], { updatedAt: noon - minute });
    await read([inWords(2, "blocks")], { updatedAt: noon });
    expect(await events()).toEqual([
      { ...observed, at: noon - minute, from: [], to: [value(2, "outward")] },
      { ...observed, at: noon, from: [value(1)], to: [] },
    ]);
  });

  it("are events of now if the item is no younger, and of the tracker's now if it tells it", async () => {
    await read([]);
    await read([inWords(1)], { now: noon + 1 });
    await test.store.savePage("acme", { ...aPage({ items: [pulled(anItem())] }), toldAt: noon + 7 }, noon + 9);
    expect(await events()).toMatchObject([
      { at: noon + 1, to: [value(1)] },
      { at: noon + 7, from: [value(1)] },
    ]);
  });

  it("are events of remote links beside those of the text that says the same", async () => {
    const remote: Link = { ...inWords(1), id: `${jiraId("1")}:remote:blocked-by:x`, origin: "jira-remote-link" };
    await read([]);
    await read([inWords(1), remote], { updatedAt: noon + 1 });
    expect(await events()).toMatchObject([{ to: [value(1)] }, { to: [{ ...value(1), origin: "jira-remote-link" }] }]);
  });

  it("are events of each item whose text names the same issue", async () => {
    const second = { ...inWords(1), id: `text:${jiraId("2")}:blocked-by:key:jira:LED-1`, target: jiraId("2") };
    const page = (links: readonly (readonly Link[])[], updatedAt: number) =>
      aPage({
        items: links.map((told, n) => pulled(anItem({ nativeId: String(n + 1), updatedAt }), { links: told })),
      });
    await test.store.savePage("acme", page([[], []], noon - minute), noon);
    await test.store.savePage("acme", page([[inWords(1)], [second]], noon), noon);
    expect(await events()).toMatchObject([
      { itemId: jiraId("1"), to: [value(1)] },
      { itemId: jiraId("2"), to: [value(1)] },
    ]);
  });

  it("have an order at one instant, whatever the order of the links", async () => {
    await read([inWords(3)]);
    await read([inWords(2), inWords(1)], { updatedAt: noon });
    expect(await events()).toMatchObject([
      { ordinal: 0, to: [value(1)] },
      { ordinal: 1, to: [value(2)] },
      { ordinal: 2, from: [value(3)] },
    ]);
  });

  it("are none at the first reading of an item, of which only others told", async () => {
    const other = pulled(anItem({ nativeId: "2" }), { links: [blocks("2", "1")], stubs: [aStub("1")] });
    await test.store.savePage("acme", aPage({ items: [other] }), noon);
    await read([inWords(1), blocks("2", "1")], { updatedAt: noon });
    expect(await events()).toEqual([]);
  });

  it("are known again of an item that was hidden or gone", async () => {
    await read([inWords(1)]);
    await test.store.markHidden([jiraId("1")], noon);
    await read([], { updatedAt: noon });
    await test.store.markGone([jiraId("1")], noon);
    await read([inWords(2)], { updatedAt: noon + 1 });
    expect(await events()).toMatchObject([{ from: [value(1)] }, { to: [value(2)] }]);
  });

  it("are left to the tracker where it has events of them", async () => {
    await read([blocks("2", "1")]);
    await read([blocks("1", "3")], { updatedAt: noon });
    await test.store.savePage("acme", aPage({ edges: [edges(jiraId("1"), { completeOrigins: ["jira-link"] })] }), noon);
    expect(await events()).toEqual([]);
  });

  it("are none for other words of the same link, or what an incomplete or an older reading lacks", async () => {
    await read([inWords(1)], { updatedAt: noon });
    await read([{ ...inWords(1), typeName: "Depends on LED-1" }], { updatedAt: noon + 1 });
    const partly = pulled(anItem({ updatedAt: noon + 2 }), { completeOrigins: ["jira-link"] });
    await test.store.savePage("acme", aPage({ items: [partly] }), noon);
    await read([], { updatedAt: noon - minute });
    expect(await events()).toEqual([]);
  });

  it("are none of a first reading that the database takes only in part", async () => {
    const bad = blocks("3", "1", { duplicate: "both" as "source", origin: "rumour" as "text" });
    const { rejected } = await read([inWords(1), bad]);
    expect(rejected).toHaveLength(1);
    expect((await test.store.loadModel()).links.size).toBe(1);
    expect(await events()).toEqual([]);
  });

  it("are the same however often each state is read", async () => {
    const states = fc.array(fc.tuple(fc.subarray([1, 2, 3]), fc.integer({ min: 1, max: 3 })), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(states, async (drawn) => {
        const run = async (isRepeating: boolean) => {
          await emptyTables(test.database);
          for (const [place, [numbers, times]] of drawn.entries()) {
            const links = numbers.map((number) => inWords(number));
            for (let n = 0; n < (isRepeating ? times : 1); n += 1) await read(links, { updatedAt: noon + place });
          }
          return events();
        };
        expect(await run(true)).toEqual(await run(false));
      }),
      { numRuns: 15 },
    );
  });
});
