import { describe, expect, test } from "vitest";
import { rollUp } from "../../../src/domain/rollup/roll-up.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import {
  blocks,
  box,
  date,
  day,
  idOf,
  item,
  model,
  now,
  train,
  type ItemChanges,
  type ModelParts,
  soundSetup,
} from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";

function featuresOf(parts: ModelParts) {
  const facts = model(parts);
  const view = viewTrain(facts, train(), now);
  return rollUp({ view, conflicts: view.conflicts, model: facts, setup: soundSetup, unseen: 0 });
}

const feature = item("PAY-1", { kind: "epic", status: "in-progress" });
const part = (key: string, changes: ItemChanges = {}): WorkItem => item(key, { parentId: feature.id, ...changes });

describe("a feature", () => {
  test("is told by the work below it: how much is done, who is at it, when the last of it ends", () => {
    const items = [
      feature,
      part("PAY-2", { in: 0, status: "done" }),
      part("PAY-3", { in: 1 }),
      part("acme/api#1", { in: 3 }),
      part("OPS-1"),
      part("PAY-4", { status: "cancelled" }),
      part("PAY-5", { presence: "gone" }),
    ];
    expect(featuresOf({ items })).toMatchObject({
      features: 1,
      openFeatures: [
        {
          item: { key: "PAY-1", title: "Title of PAY-1", url: "https://tracker.example/PAY-1" },
          team: "pay",
          work: 4,
          done: 1,
          teams: ["pay", "api"],
          ends: { iteration: "4", increment: "first", endsAt: box(3).endsAt },
          unplanned: 1,
          conflicts: 0,
        },
      ],
    });
  });

  test("keeps an item as work whose own children are all cancelled; that is no feature itself", () => {
    const items = [
      feature,
      part("PAY-2", { in: 1 }),
      item("PAY-3", { parentId: idOf("PAY-2"), status: "cancelled" }),
      item("PAY-4", { in: 1 }),
      item("PAY-5", { parentId: idOf("PAY-4"), status: "cancelled" }),
    ];
    const { features, openFeatures } = featuresOf({ items });
    expect(features).toBe(1);
    expect(openFeatures).toMatchObject([{ item: { key: "PAY-1" }, work: 1, done: 0, ends: { iteration: "2" } }]);
  });

  test("looks through features below it, and counts sub-tasks with their story", () => {
    const items = [
      feature,
      part("PAY-2", { in: 5 }),
      item("PAY-3", { parentId: idOf("PAY-2"), in: 2 }),
      item("PAY-4", { parentId: idOf("PAY-3"), kind: "subtask" }),
    ];
    const { features, openFeatures } = featuresOf({ items });
    expect(features).toBe(2);
    expect(openFeatures).toMatchObject([
      { item: { key: "PAY-1" }, work: 1, ends: { iteration: "3" } },
      { item: { key: "PAY-2" }, work: 1 },
    ]);
  });

  test("comes before those that end later, and one without an end last", () => {
    const epics = ["PAY-1", "PAY-2", "PAY-3", "PAY-4"].map((key) => item(key, { kind: "epic" }));
    const below = (parent: string, key: string, changes: ItemChanges) =>
      item(key, { parentId: idOf(parent), ...changes });
    const items = [
      ...epics,
      below("PAY-1", "PAY-11", {}),
      below("PAY-2", "PAY-12", { in: 3 }),
      below("PAY-3", "PAY-13", { in: 1 }),
      below("PAY-4", "PAY-14", { in: 2 }),
      below("PAY-4", "PAY-15", { in: 0 }),
    ];
    expect(featuresOf({ items }).openFeatures.map((one) => one.item.key)).toEqual(["PAY-3", "PAY-4", "PAY-2", "PAY-1"]);
  });

  test("is one of a team's, which is there", () => {
    const below = (parent: string, key: string) => item(key, { parentId: idOf(parent) });
    const items = [
      item("OPS-1", { kind: "epic" }),
      below("OPS-1", "PAY-2"),
      item("PAY-3", { kind: "epic", presence: "gone" }),
      below("PAY-3", "PAY-4"),
    ];
    expect(featuresOf({ items })).toMatchObject({ features: 0, openFeatures: [] });
  });

  test("is no item of a circle of parents without other work below it", () => {
    const items = [item("PAY-1", { parentId: idOf("PAY-2") }), item("PAY-2", { parentId: idOf("PAY-1") })];
    expect(featuresOf({ items })).toMatchObject({ features: 0, openFeatures: [], total: { items: 2 } });
    const withWork = featuresOf({ items: [...items, item("PAY-3", { parentId: idOf("PAY-1"), in: 1 })] });
    expect(withWork.openFeatures).toMatchObject([{ item: { key: "PAY-1" }, work: 1, ends: { iteration: "2" } }]);
  });

  test("that is closed, or has sub-tasks alone, is not listed", () => {
    const items = [
      { ...feature, status: "done" } as const,
      part("PAY-2"),
      item("PAY-3", { parentId: idOf("PAY-2"), kind: "subtask" }),
    ];
    expect(featuresOf({ items })).toMatchObject({ features: 1, openFeatures: [] });
  });

  test("of equal ends the one with an iteration is named; a day of its own where that is later", () => {
    const end = (changes: ItemChanges) =>
      featuresOf({ items: [feature, part("PAY-2", { in: 1 }), part("PAY-3", changes)] }).openFeatures[0]?.ends;
    expect(end({ dueOn: date(27) })).toMatchObject({ iteration: "2" });
    expect(end({ dueOn: date(40) })).toEqual({ iteration: null, increment: null, endsAt: day(41) });
  });

  test("is touched by conflicts and risks of what is below it, and by its own, each once", () => {
    const items = [
      feature,
      part("PAY-2", { in: 1 }),
      part("PAY-3", { in: 2 }),
      item("PAY-4", { parentId: idOf("PAY-3"), kind: "subtask", in: 2 }),
      item("LED-1", { in: 2 }),
      item("LED-2", { in: 1 }),
      item("LED-3", { in: 0 }),
    ];
    const links = [
      blocks("PAY-3", "PAY-2"),
      blocks("LED-1", "PAY-4"),
      blocks("LED-2", "PAY-1"),
      blocks("LED-1", "LED-2"),
      blocks("?else/where#1", "PAY-2", { origin: "text" }),
    ];
    expect(featuresOf({ items, links }).openFeatures).toMatchObject([{ conflicts: 3 }]);
  });

  test("comes in the order in which it ends; without an end last, equal ones by key", () => {
    const items = ["PAY-5", "PAY-4", "PAY-3", "PAY-2"].flatMap((key, place) => [
      item(key),
      item(`LED-${place}`, { parentId: idOf(key), ...(place === 0 ? {} : { in: place === 1 ? 2 : 1 }) }),
    ]);
    const keys = featuresOf({ items }).openFeatures.map(({ item }) => item.key);
    expect(keys).toEqual(["PAY-2", "PAY-3", "PAY-4", "PAY-5"]);
  });
});
