import { describe, expect, test } from "vitest";
import { planOfParent, planOfParts, type PlanLookup } from "../../../src/domain/schedule/family-plan.ts";
import type { PlannedItem, Through } from "../../../src/domain/model/planned-item.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import { day, idOf, item, iteration, type ItemChanges } from "../plan.ts";
import { planned } from "../../support/builders.ts";

type Plan = Partial<PlannedItem>;
type Part = readonly [key: string, plan?: Plan, changes?: ItemChanges];

const iterations = [0, 1, 2, 3].map((ordinal) => iteration(ordinal));
const none: Plan = {};

/** From one day to another, by a box; in the iterations that are named, if any. */
function box(from: number | null, to: number | null, first?: number, last = first): Plan {
  const [startsAt, endsAt] = [from === null ? null : day(from), to === null ? null : day(to)];
  const [start, end] = [iterations[first ?? 9], iterations[last ?? 9]];
  const named =
    start === undefined || end === undefined ? {} : { iteration: start, iterationRange: { first: start, last: end } };
  return { startsAt, endsAt, datesFrom: "sprint", ...named };
}

/** Planned by parts of its own. */
function whole(plan: Plan, through: Partial<Extract<Through, { readonly from: "parts" }>> = {}): Plan {
  const parts = { from: "parts", first: null, last: null, end: null, unplanned: 0, next: null, ...through } as const;
  return { ...plan, datesFrom: plan.datesFrom === undefined ? null : "parts", through: parts };
}

function lensOn(parts: readonly Part[]): { readonly items: readonly WorkItem[]; readonly lookup: PlanLookup } {
  const places = new Map(parts.map(([key, plan, changes]) => [idOf(key), planned(item(key, changes), plan)]));
  const items = [...places.values()].map((one) => one.item);
  const placeOf = ({ id }: WorkItem) => places.get(id) ?? planned(item("PAY-1"));
  return { items, lookup: { itemOf: (one) => one, placeOf } };
}

function plan(...parts: readonly Part[]) {
  const { items, lookup } = lensOn(parts);
  return planOfParts(items, lookup, iterations);
}

const through = (...parts: readonly Part[]) => {
  const { through } = plan(...parts) ?? {};
  return through?.from === "parts" ? through : null;
};

describe("an item is planned by its parts", () => {
  test("from the first start to the last end, in the iterations of all of them", () => {
    const found = plan(["PAY-2", box(14, 28, 1)], ["PAY-3", box(28, 56, 2, 3)], ["PAY-4", box(0, 14, 0)]);
    expect(found).toMatchObject({
      layers: [{ from: "parts", startsAt: day(0), endsAt: day(56) }],
      counted: { startsAt: day(0), endsAt: day(56) },
      iterationRange: { first: { ordinal: 0 }, last: { ordinal: 3 } },
    });
    expect(plan(["PAY-2", box(28, 42, 2)], ["PAY-3", box(14, 28, 1)])).toMatchObject({
      iterationRange: { first: { ordinal: 1 }, last: { ordinal: 2 } },
    });
  });

  test("in no iteration where none of them is in one", () => {
    expect(plan(["PAY-2", box(14, 28)])).toMatchObject({ iteration: null, iterationRange: null });
    expect(plan(["PAY-2", box(14, 28, 1)])?.iteration?.ordinal).toBe(1);
  });

  test.each<[string, readonly Part[], string | null]>([
    [
      "the open ones, where there are any",
      [
        ["PAY-2", box(0, 14, 0), { status: "done" }],
        ["PAY-3", box(14, 28, 1)],
      ],
      "14-28",
    ],
    ["those that are done, where none is open", [["PAY-2", box(0, 14, 0), { status: "done" }]], "0-14"],
    ["none that is cancelled", [["PAY-2", box(0, 14, 0), { status: "cancelled" }]], null],
    ["none that was done when it was deleted", [["PAY-2", box(0, 14, 0), { status: "done", presence: "gone" }]], null],
    ["no sub-task without dates", [["PAY-2", box(0, 14, 0), { kind: "subtask" }]], null],
    ["a sub-task with a start", [["PAY-2", box(0, 14, 0), { kind: "subtask", startOn: "2026-11-24" }]], "0-14"],
    ["a sub-task with a due day", [["PAY-2", box(0, 14, 0), { kind: "subtask", dueOn: "2026-11-24" }]], "0-14"],
    ["none", [], null],
  ])("by %s", (_, parts, expected) => {
    const [layer] = plan(...parts)?.layers ?? [];
    const days = (at: number | null | undefined) => (at == null ? null : (at - day(0)) / (day(1) - day(0)));
    expect(layer === undefined ? null : `${days(layer.startsAt)}-${days(layer.endsAt)}`).toBe(expected);
  });

  test("by none where none of them has a plan", () => {
    expect(plan(["PAY-2", none], ["PAY-3", none])).toMatchObject({
      layers: [],
      iteration: null,
      through: { unplanned: 2, next: idOf("PAY-2") },
    });
  });
});

describe("of the parts", () => {
  test.each<[string, readonly Part[], string | null, string | null]>([
    [
      "the first and the last",
      [
        ["PAY-2", box(14, 28)],
        ["PAY-3", box(0, 14)],
        ["PAY-4", box(7, 35)],
      ],
      "PAY-3",
      "PAY-4",
    ],
    [
      "of equal ones the first",
      [
        ["PAY-2", box(0, 14)],
        ["PAY-3", box(0, 14)],
      ],
      "PAY-2",
      "PAY-2",
    ],
    [
      "of two that end together the longer",
      [
        ["PAY-2", box(7, 14)],
        ["PAY-3", box(0, 14)],
        ["PAY-4", box(2, 14)],
      ],
      "PAY-3",
      "PAY-3",
    ],
    [
      "one without an end ends before others",
      [
        ["PAY-2", box(0, null)],
        ["PAY-3", box(7, 14)],
      ],
      "PAY-2",
      "PAY-3",
    ],
    [
      "one without a start begins after others",
      [
        ["PAY-2", box(null, 14)],
        ["PAY-3", box(7, 13)],
      ],
      "PAY-3",
      "PAY-2",
    ],
    [
      "one without a start is no longer than another",
      [
        ["PAY-2", box(7, 14)],
        ["PAY-3", box(null, 14)],
      ],
      "PAY-2",
      "PAY-2",
    ],
    [
      "below one that is planned by parts itself, its own",
      [
        [
          "PAY-2",
          whole(box(0, 28), { first: idOf("PAY-7"), last: idOf("PAY-8"), end: planned(item("PAY-8"), box(7, 28)) }),
        ],
      ],
      "PAY-7",
      "PAY-8",
    ],
    [
      "of one that has parts and a box, itself",
      [["PAY-2", { ...whole(box(0, 28), { first: idOf("PAY-7"), last: idOf("PAY-8") }), datesFrom: "sprint" }]],
      "PAY-2",
      "PAY-2",
    ],
    ["none where none is planned", [["PAY-2", none]], null, null],
  ])("%s", (_, parts, first, last) => {
    const found = through(...parts);
    expect([found?.first, found?.last]).toEqual([first, last].map((key) => (key === null ? null : idOf(key))));
  });

  test("that one stands for all which ends last", () => {
    expect(through(["PAY-2", box(0, 14)], ["PAY-3", box(7, 28)])?.end).toMatchObject({ endsAt: day(28) });
    expect(through(["PAY-2", none])?.end).toBeNull();
  });

  test.each<[string, readonly Part[], number, string | null]>([
    ["nothing is left", [["PAY-2", box(0, 14)]], 0, null],
    [
      "one is left",
      [
        ["PAY-2", box(0, 14)],
        ["PAY-3", none],
      ],
      1,
      "PAY-3",
    ],
    [
      "one that is not read is left, but is none to go on with",
      [
        ["PAY-2", none, { presence: "stub" }],
        ["PAY-3", none],
      ],
      2,
      "PAY-3",
    ],
    [
      "some are left below one that is planned",
      [["PAY-2", whole(box(0, 14), { unplanned: 2, next: idOf("PAY-7") })]],
      2,
      "PAY-7",
    ],
    [
      "some are left below one that is not, in its place",
      [["PAY-2", whole(none, { unplanned: 3, next: idOf("PAY-7") })]],
      3,
      "PAY-7",
    ],
    [
      "it is left itself where nothing is left below it",
      [
        ["PAY-2", whole(none)],
        ["PAY-3", none],
      ],
      2,
      "PAY-3",
    ],
    [
      "what is left itself comes before what is left below",
      [
        ["PAY-2", whole(box(0, 14), { unplanned: 1, next: idOf("PAY-7") })],
        ["PAY-3", none],
      ],
      2,
      "PAY-3",
    ],
  ])("%s", (_, parts, unplanned, next) => {
    expect(through(...parts)).toMatchObject({ unplanned, next: next === null ? null : idOf(next) });
  });
});

describe("an item is planned by its parent", () => {
  const step = item("PAY-2", { kind: "subtask" });
  const by = (plan: Plan, changes: ItemChanges = {}) => {
    const { items, lookup } = lensOn([["PAY-1", plan, changes]]);
    return planOfParent(step, { parentOf: () => items[0] ?? null, childrenOf: () => [] }, lookup);
  };
  const parent = { from: "parent", parent: idOf("PAY-1") };

  test("where and when that stands", () => {
    expect(by(box(0, 14, 0))).toMatchObject({
      layers: [{ from: "parent", startsAt: day(0), endsAt: day(14) }],
      iteration: { ordinal: 0 },
      counted: { startsAt: day(0), endsAt: day(14) },
      iterationRange: { first: { ordinal: 0 } },
      through: parent,
    });
  });

  const parts = { first: idOf("PAY-7"), last: idOf("PAY-8") };
  const byParts = whole(box(0, 14, 0), parts);
  test.each<[string, Plan, object]>([
    ["its parts plan it", byParts, { ...parent, parts }],
    [
      "its own parent does, by its parts",
      { ...box(0, 14), datesFrom: "parent", through: { ...parent, parts } },
      { ...parent, parts },
    ],
    [
      "its own parent does, by a timebox",
      { ...box(0, 14), datesFrom: "parent", through: { from: "parent", parent: idOf("PAY-9") } },
      parent,
    ],
    ["its own dates do", { ...byParts, datesFrom: "item" }, parent],
    ["one of its parts begins, and none ends", whole(box(0, null), { first: parts.first }), parent],
    ["one of its parts ends, and none begins", whole(box(null, 14), { last: parts.last }), parent],
  ])("and by the parent's parts only if they decide: %s", (_, plan, through) => {
    expect(by(plan)?.through).toEqual(through);
  });

  test.each<[string, Plan, ItemChanges]>([
    ["is over", box(0, 14, 0), { status: "done" }],
    ["has no plan", none, {}],
  ])("by none where that %s", (_, plan, changes) => {
    expect(by(plan, changes)).toMatchObject({ layers: [], iteration: null, iterationRange: null, through: parent });
  });

  test("not by a parent that was not read, and not without a parent", () => {
    expect(by(box(0, 14, 0), { presence: "stub" })).toBeNull();
    const { lookup } = lensOn([]);
    expect(planOfParent(step, { parentOf: () => null, childrenOf: () => [] }, lookup)).toBeNull();
  });
});
