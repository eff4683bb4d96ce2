import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { modelAt } from "../../support/model-at.ts";
import { keyRef } from "../../../src/domain/ids.ts";
import type { HistoryEvent } from "../../../src/domain/items/history.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import type { Model } from "../../../src/domain/model/model.ts";
import { models } from "../arbitrary.ts";
import { box, date, day, idOf, item, model, sprint } from "../plan.ts";
import { lives } from "./lives.ts";
import { statesThrough, type ItemsThen } from "./states-through.ts";

const instants = fc
  .uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 12 })
  .map((halves) => halves.toSorted((a, b) => a - b).map((half) => day(half / 2)));

function through(facts: Model, events: readonly HistoryEvent[], at: readonly number[]): readonly ItemsThen[] {
  return statesThrough({ model: facts, events, instants: at, isWanted: () => true }).map(({ state }) => state);
}

function oneByOne(facts: Model, events: readonly HistoryEvent[], at: readonly number[]): readonly ItemsThen[] {
  return at.map((one) => {
    const then = modelAt(facts, events, one);
    return { items: then.model.items, sprints: then.model.sprints, gaps: then.gaps };
  });
}

describe("the items at several instants", () => {
  property.prop([lives, instants])("are those of each instant by itself", ({ events, modelUntil }, at) => {
    const present = modelUntil(day(1000));
    expect(through(present, events, at)).toEqual(oneByOne(present, events, at));
  });

  property.prop([models, fc.gen(), instants])("also without a history", (facts, gen, at) => {
    const when = fc.option(fc.integer({ min: 0, max: 40 }).map(day));
    const items = [...facts.items.values()].map((one) => ({
      ...one,
      createdAt: gen(() => when),
      updatedAt: gen(() => when),
      closedAt: gen(() => when),
    }));
    const dated = { ...facts, items: new Map(items.map((one) => [one.id, one])) };
    expect(through(dated, [], at)).toEqual(oneByOne(dated, [], at));
  });

  property.prop([lives, instants, fc.array(fc.nat(1000)), fc.gen()])(
    "do not depend on order and repetition of events",
    ({ events, modelUntil }, at, again, gen) => {
      const present = modelUntil(day(1000));
      const twice = [...events, ...again.flatMap((place) => events[place] ?? [])];
      const shuffled = gen(() => fc.shuffledSubarray(twice, { minLength: twice.length }));
      expect(through(present, shuffled, at)).toEqual(through(present, events, at));
    },
  );
});

describe("the wanted items at several instants", () => {
  const moved = (key: string, from: string | null, to: string | null): HistoryEvent => ({
    id: "1",
    itemId: idOf(key),
    at: day(15),
    ordinal: 0,
    knownBy: "tracker",
    field: "parent",
    from: from === null ? null : idOf(from),
    to: to === null ? null : keyRef("jira", to),
  });

  test("are shown with their relatives of any time, and without others", () => {
    const facts = model({
      items: [
        item("PAY-1", { updatedAt: day(50), parentId: idOf("PAY-2") }),
        item("PAY-2", { updatedAt: day(50) }),
        item("PAY-3", { updatedAt: day(50) }),
        item("PAY-4", { updatedAt: day(50), parentId: idOf("PAY-5") }),
        item("PAY-5", { updatedAt: day(50) }),
        item("PAY-6", { updatedAt: day(50), parentId: idOf("PAY-7") }),
        item("PAY-7", { updatedAt: day(50) }),
        item("PAY-8", { updatedAt: day(50) }),
      ],
    });
    const events = [moved("PAY-3", "PAY-2", null), moved("PAY-3", null, "PAY-4")];
    const isWanted = ({ id }: WorkItem) => id === idOf("PAY-1") || id === idOf("PAY-8");
    const instants = [day(14), day(60)];
    const shown = statesThrough({ model: facts, events, instants, isWanted }).map(({ state }) => state);
    const ids = new Set(["PAY-1", "PAY-2", "PAY-3", "PAY-4", "PAY-5", "PAY-8"].map(idOf));
    expect(shown).toEqual(
      oneByOne(facts, events, instants).map((all) => ({
        ...all,
        items: new Map([...all.items].filter(([id]) => ids.has(id))),
        gaps: new Map([...all.gaps].filter(([id]) => ids.has(id))),
      })),
    );
  });

  property.prop([lives, instants])("are as among all", ({ events, modelUntil }, at) => {
    const facts = modelUntil(day(1000));
    const isWanted = ({ id }: WorkItem) => id === idOf("LED-1");
    const shown = statesThrough({ model: facts, events, instants: at, isWanted }).map(({ state }) => state);
    const known = new Set([idOf("LED-1"), ...shown.flatMap(({ items }) => [...items.keys()])]);
    expect(shown).toEqual(
      oneByOne(facts, events, at).map((all) => ({
        ...all,
        items: new Map([...all.items].filter(([id]) => known.has(id))),
        gaps: new Map([...all.gaps].filter(([id]) => known.has(id))),
      })),
    );
  });
});

test("an item is in a sprint from its start, and under a parent from the parent's creation, as nothing else tells", () => {
  const facts = model({
    items: [
      item("PAY-1", { createdAt: day(0), updatedAt: day(50), in: 1 }),
      item("PAY-2", { createdAt: day(0), updatedAt: day(50), parentId: idOf("PAY-3") }),
      item("PAY-3", { createdAt: day(20), updatedAt: day(50) }),
      item("acme/api#1", { createdAt: day(0), updatedAt: day(1) }),
    ],
    sprints: [sprint("lost", { startsAt: null })],
  });
  const found = through(facts, [], [day(13), day(14), day(19), day(20)]);
  expect(found.map(({ items }) => items.get(idOf("PAY-1"))?.sprintIds)).toEqual([
    [],
    [box(1).id],
    [box(1).id],
    [box(1).id],
  ]);
  expect(found.map(({ items }) => items.get(idOf("PAY-2"))?.parentId)).toEqual([null, null, null, idOf("PAY-3")]);
  expect(found.map(({ items }) => items.has(idOf("PAY-3")))).toEqual([false, false, false, true]);
  // What did not change is the same object, also where it differs from today.
  expect(new Set(found.map(({ items }) => items.get(idOf("acme/api#1")))).size).toBe(1);
  expect(found[2]?.items.get(idOf("PAY-2"))).toBe(found[0]?.items.get(idOf("PAY-2")));
});

test("an item that moved to another sprint is in the former one until then", () => {
  const moved: HistoryEvent = {
    id: "1",
    itemId: idOf("PAY-1"),
    at: day(15),
    ordinal: 0,
    knownBy: "tracker",
    field: "timeboxes",
    from: [
      { id: box(0).id, name: null },
      { id: null, name: "gone" },
    ],
    to: [{ id: box(1).id, name: null }],
  };
  const facts = model({ items: [item("PAY-1", { createdAt: day(0), updatedAt: day(15), dueOn: date(3), in: 1 })] });
  const [before, now] = through(facts, [moved], [day(14), day(15)]);
  expect(before?.items.get(idOf("PAY-1"))?.sprintIds).toEqual([box(0).id]);
  expect(before?.gaps.get(idOf("PAY-1"))).toEqual(["timebox", "own-dates"]);
  expect(now?.items.get(idOf("PAY-1"))).toBe(facts.items.get(idOf("PAY-1")));
});
