import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { modelAt } from "../../support/model-at.ts";
import type { HistoryChange, HistoryEvent, StatusValue } from "../../../src/domain/items/history.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import type { KnownHistory } from "../../../src/ports/model-store.ts";
import { anItem, jiraId, noon } from "../../support/builders.ts";
import { engines, useTestDatabase, type TestDatabase } from "../../support/database.ts";
import { emptyTables } from "../../support/empty-tables.ts";
import { statesThrough } from "../../domain/history/states-through.ts";
import { lives } from "../../domain/history/lives.ts";
import { scattered, type Scattered } from "../../domain/history/scattered.ts";
import { day, item, model } from "../../domain/plan.ts";
import { aPage, pulled } from "./pulled.ts";

const label = (name: string): HistoryChange => ({ field: "labels", from: [], to: [name] });
const estimate = (from: number, to: number | null): HistoryChange => ({ field: "points", from, to });
const transfer = (from: string, to: string): HistoryChange => ({
  field: "container",
  from: { container: from, key: `${from}-1` },
  to: { container: to, key: `${to}-1` },
});
const status = (name: string): HistoryChange => ({
  field: "status",
  from: null,
  to: { id: name, name, category: null },
});

/** A status of which a changelog gives the words alone. */
function vague(id: string): StatusValue {
  return { id, name: `Status ${id}`, category: null };
}

/** Stores items with their changes, and reads what the store sends of an instant. */
async function stored({ store, database }: TestDatabase, { present, events, at }: Scattered): Promise<KnownHistory> {
  await emptyTables(database);
  const records = [
    { key: "j", system: "jira", site: "https://j.example" },
    { key: "g", system: "github", site: "https://github.com" },
  ] as const;
  await store.saveTrains([], records);
  for (const { key } of records) {
    const items = [...present.items.values()]
      .filter(({ connection }) => connection === key)
      .map((item) => pulled(item, { history: events.filter(({ itemId }) => itemId === item.id) }));
    await store.savePage(key, aPage({ items }), day(1000));
  }
  return store.history(at);
}

function event(id: string, at: number, change: HistoryChange, ordinal = 0): HistoryEvent {
  return { id, itemId: jiraId("1"), at, ordinal, knownBy: "tracker", ...change };
}

describe.each(engines)("the history around an instant, in %s,", (engine) => {
  const test = useTestDatabase(engine);

  const save = (history: readonly HistoryEvent[]) =>
    test.store.savePage("acme", aPage({ items: [pulled(anItem(), { history })] }), noon);

  it("has of single values the first change after it, of lists all, and the last status before it; of links and keys all", async () => {
    const link: HistoryChange = { field: "links", from: [], to: [] };
    await save([
      event("s1", noon - 2, status("a")),
      event("s2", noon, status("b")),
      event("s3", noon, status("c"), 1),
      event("p1", noon - 1, estimate(1, 2)),
      event("p2", noon + 1, estimate(2, 3)),
      event("p3", noon + 1, estimate(3, 5), 1),
      event("p4", noon + 2, estimate(5, null)),
      event("l1", noon - 1, label("x")),
      event("l2", noon + 1, label("y")),
      event("l3", noon + 2, label("z")),
      event("k1", noon - 1, link),
      event("k2", noon + 1, link),
      event("c1", noon - 1, transfer("A", "B")),
      event("c2", noon + 1, transfer("B", "C")),
      event("c3", noon + 2, transfer("C", "PAY")),
    ]);
    const { events, unreadable } = await test.store.history(noon);
    expect(events.map(({ id }) => id).toSorted()).toEqual(["c1", "c2", "c3", "k1", "k2", "l2", "l3", "p2", "s3"]);
    expect(events.find(({ id }) => id === "p2")).toEqual(event("p2", noon + 1, estimate(2, 3)));
    expect(unreadable).toBe(0);
  });

  const ids = ({ events }: KnownHistory) => events.map(({ id }) => id).toSorted();

  it("has changes of status, resolution and labels in a span, and of some items the earlier ones, with links and containers", async () => {
    const link: HistoryChange = { field: "links", from: [], to: [] };
    const resolution: HistoryChange = { field: "resolution", from: null, to: { id: "1", name: "Done" } };
    const other = { itemId: jiraId("2") };
    await save([
      event("s1", noon - 2, status("a")),
      event("s2", noon, status("b")),
      event("s3", noon + 2, status("c")),
      event("r1", noon, resolution),
      event("l1", noon, label("x")),
      event("p1", noon, estimate(1, 2)),
      event("k1", noon - 2, link),
      event("c1", noon + 1, transfer("A", "PAY")),
    ]);
    const history = [{ ...event("o1", noon + 1, status("a")), ...other }];
    await test.store.savePage("acme", aPage({ items: [pulled(anItem({ nativeId: "2" }), { history })] }), noon);
    expect(ids(await test.store.statusChanges({ after: noon - 2, until: noon }))).toEqual(["l1", "r1", "s2"]);
    expect(ids(await test.store.statusChanges({ after: noon, until: null }))).toEqual(["o1", "s3"]);
    const one = [jiraId("1")];
    expect(ids(await test.store.changesOf(one, { after: noon - 1, until: noon }))).toEqual(["k1", "s1"]);
    expect(ids(await test.store.changesOf(one, { after: noon, until: null }))).toEqual([
      "c1",
      "k1",
      "l1",
      "r1",
      "s1",
      "s2",
    ]);
    expect(await test.store.changesOf([], { after: noon, until: null })).toEqual({ events: [], unreadable: 0 });
    await test.store.saveTrains([], []);
    expect(ids(await test.store.statusChanges({ after: 0, until: null }))).toEqual([]);
    expect(ids(await test.store.changesOf(one, { after: noon, until: null }))).toEqual([]);
  });

  it("has of a status the last change of any item that has its category, and none of one without", async () => {
    const passes = (from: StatusValue, to: StatusValue): HistoryChange => ({ field: "status", from, to });
    await save([
      event("s1", noon - 4, passes(vague("8"), { ...vague("9"), category: "todo" })),
      event("s2", noon - 3, passes({ ...vague("9"), category: "done" }, vague("8"))),
      event("s3", noon - 2, passes(vague("8"), vague("9"))),
      event("s4", noon - 1, passes({ ...vague("7"), category: "done" }, vague("9"))),
    ]);
    const asked = (...statuses: readonly string[]) => statuses.map((status) => ({ connection: "acme", status }));
    const found = await test.store.categoryChanges(asked("9", "8"));
    expect(found).toEqual([event("s2", noon - 3, passes({ ...vague("9"), category: "done" }, vague("8")))]);
    expect(await test.store.categoryChanges([{ connection: "hub", status: "9" }])).toEqual([]);
    expect(await test.store.categoryChanges([])).toEqual([]);
  });

  it("since an instant has all of it in order, and the last status before; of links and keys all", async () => {
    const link: HistoryChange = { field: "links", from: [], to: [] };
    await save([
      event("s1", noon - 2, status("a")),
      event("s2", noon, status("b")),
      event("p1", noon - 1, estimate(1, 2)),
      event("p3", noon + 2, estimate(3, 5), 1),
      event("p2", noon + 2, estimate(2, 3)),
      event("l1", noon - 1, label("x")),
      event("s3", noon + 1, status("c")),
      event("k1", noon - 1, link),
      event("c1", noon - 3, transfer("A", "PAY")),
    ]);
    const { events, unreadable } = await test.store.historySince(noon);
    expect(events.map(({ id }) => id)).toEqual(["c1", "k1", "s2", "s3", "p2", "p3"]);
    expect(unreadable).toBe(0);
  });

  it("leaves out the last status of an item that is as it was", async () => {
    await save([{ ...event("s1", noon - 2, status("a")), knownBy: "observed" }]);
    await test.database.execute("update work_item set created_at = to_timestamp(0), updated_at = to_timestamp(0)");
    const sent = [await test.store.history(noon), await test.store.historySince(noon)];
    expect(sent.map(ids)).toEqual([[], []]);
  });

  it("leaves out connections that the train file does not name", async () => {
    await save([event("l1", noon + 1, label("x"))]);
    await test.store.saveTrains([], []);
    expect(await test.store.history(noon)).toEqual({ events: [], unreadable: 0 });
    expect(await test.store.historySince(noon)).toEqual({ events: [], unreadable: 0 });
  });

  it("counts records that are in no known form", async () => {
    await save([event("l1", noon + 1, label("x")), event("l2", noon + 2, label("y"))]);
    await test.database.execute(`update history_event set "to" = '{"odd": true}' where id = 'l1'`);
    const { events, unreadable } = await test.store.history(noon);
    expect([events.map(({ id }) => id), unreadable]).toEqual([["l2"], 1]);
  });
});

describe("the history that the store sends", () => {
  const test = useTestDatabase("pglite");

  it("gives the same state as all of it", async () => {
    await fc.assert(
      fc.asyncProperty(lives, fc.integer({ min: 0, max: 60 }), async ({ events, modelUntil }, halves) => {
        const at = day(halves / 2);
        const present = modelUntil(day(1000));
        const { events: sent } = await stored(test, { present, events, at });
        expect(modelAt(present, sent, at)).toEqual(modelAt(present, events, at));
        const { events: since } = await test.store.historySince(at);
        const instants = [at, at + 3 * 86_400_000];
        const states = statesThrough({ model: present, events: since, instants, isWanted: () => true });
        expect(states).toEqual(
          instants.map((instant) => {
            const { model, gaps } = modelAt(present, events, instant);
            return { at: instant, state: { items: model.items, sprints: model.sprints, gaps } };
          }),
        );
      }),
      { numRuns: 20 },
    );
  });
});

describe.each(engines)("of histories that begin anywhere, in %s, what the store sends", (engine) => {
  const test = useTestDatabase(engine);

  it("gives the same state as all of it", async () => {
    await fc.assert(
      fc.asyncProperty(scattered, async (all) => {
        const { events: sent } = await stored(test, all);
        expect(modelAt(all.present, sent, all.at)).toEqual(modelAt(all.present, all.events, all.at));
      }),
      { numRuns: 40 },
    );
  });

  const early = item("PAY-1", { createdAt: day(5), updatedAt: day(6) });
  const still = item("PAY-1", { createdAt: 0, updatedAt: day(2) });
  const busy = item("PAY-2", { createdAt: 0, updatedAt: day(6) });
  const change = (place: number, { id: itemId }: WorkItem, what: HistoryChange): HistoryEvent => {
    return { id: `e${place}`, itemId, at: day(place), ordinal: 0, knownBy: "tracker", ...what };
  };
  const passes = (from: StatusValue, to: StatusValue): HistoryChange => ({ field: "status", from, to });

  it.each<[string, readonly WorkItem[], readonly HistoryEvent[], readonly string[]]>([
    [
      "the first change of an item that changed before it was created",
      [early],
      [{ ...change(1, early, label("x")), knownBy: "observed" }],
      ["e1"],
    ],
    [
      "that a tracker gives the history of an item that changed since",
      [busy],
      [{ ...change(1, busy, label("x")), knownBy: "observed" }, change(2, busy, label("y"))],
      ["e1", "e2"],
    ],
    [
      "that a connection gives a history, if all of it is earlier",
      [still, busy],
      [change(1, still, label("x"))],
      ["e1"],
    ],
    [
      "the last category of a status that only changes between others name",
      [busy],
      [
        change(4, busy, passes(vague("9"), vague("8"))),
        change(5, busy, passes({ ...vague("9"), category: "todo" }, vague("8"))),
        change(6, busy, passes(vague("8"), { ...vague("9"), category: "done" })),
        change(7, busy, passes(vague("9"), vague("8"))),
      ],
      ["e4", "e6"],
    ],
  ])("tells %s", async (_, items, events, expected) => {
    const all = { present: model({ items }), events, at: day(3) };
    const { events: sent } = await stored(test, all);
    expect(sent.map(({ id }) => id).toSorted()).toEqual(expected);
    expect(modelAt(all.present, sent, all.at)).toEqual(modelAt(all.present, events, all.at));
  });
});
