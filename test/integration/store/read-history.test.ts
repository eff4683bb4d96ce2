import { fc } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { itemsThrough } from "../../../src/domain/history/items-through.ts";
import { modelAt } from "../../../src/domain/history/model-at.ts";
import type { HistoryChange, HistoryEvent } from "../../../src/domain/items/history.ts";
import type { KnownHistory } from "../../../src/ports/model-store.ts";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import { anItem, jiraId, noon } from "../../support/builders.ts";
import { engines, useTestDatabase } from "../../support/database.ts";
import { lives } from "../../domain/history/lives.ts";
import { day } from "../../domain/plan.ts";
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
        await test.store.reset();
        await test.store.saveTrains([], [{ key: "j", system: "jira", site: "https://j.example" }]);
        const items = [...present.items.values()].map((item) =>
          pulled(item, { history: events.filter(({ itemId }) => itemId === item.id) }),
        );
        await test.store.savePage("j", aPage({ items }), day(1000));
        const { events: sent } = await test.store.history(at);
        expect(modelAt(present, sent, at)).toEqual(modelAt(present, events, at));
        const { events: since } = await test.store.historySince(at);
        const instants = [at, at + 3 * 86_400_000];
        let shown = 0;
        const pass = itemsThrough({ model: present, events: since, instants }, function* show(then, instant) {
          const { model, gaps } = modelAt(present, events, instant);
          expect(then).toEqual({ items: model.items, sprints: model.sprints, gaps });
          shown += 1;
          yield;
        });
        atOneGo(pass);
        expect(shown).toBe(2);
      }),
      { numRuns: 20 },
    );
  });
});
