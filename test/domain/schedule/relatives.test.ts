import { describe, expect, test } from "vitest";
import type { Placement } from "../../../src/domain/model/planned-item.ts";
import type { PlanLookup } from "../../../src/domain/schedule/family-plan.ts";
import type { WorkItemId } from "../../../src/domain/ids.ts";
import { relativesOf } from "../../../src/domain/schedule/relatives.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import { day, idOf, item, iteration } from "../plan.ts";
import { planned } from "../../support/builders.ts";

const step = (key: string, parent: string) => item(key, { kind: "subtask", parentId: idOf(parent) });
const epic = item("PAY-1", { kind: "epic" });
const story = item("PAY-2", { parentId: epic.id });
const other = item("PAY-3", { parentId: epic.id });
const top = item("PAY-0", { kind: "epic" });
const family = [
  top,
  { ...epic, parentId: top.id },
  story,
  other,
  step("PAY-21", "PAY-2"),
  step("PAY-22", "PAY-2"),
  step("PAY-11", "PAY-1"),
];

const placeUntil = (end: number, change: Partial<Placement> = {}): Placement => ({
  ...planned(item("PAY-9"), { startsAt: day(0), endsAt: day(end), datesFrom: "sprint" }),
  ...change,
});

const hierarchy = {
  parentOf: ({ parentId }: WorkItem) => family.find(({ id }) => id === parentId) ?? null,
  childrenOf: (id: WorkItemId) => family.filter(({ parentId }) => parentId === id),
};
const ends = new Map([...family.map(({ id }) => [id, 14] as const), [other.id, 10] as const]);
const asIs: PlanLookup = { itemOf: (one) => one, placeOf: ({ id }) => placeUntil(ends.get(id) ?? 0) };

/** A sub-task ends with its parent, a parent with the last of its other children. */
function seen(one: WorkItem, lookup: PlanLookup): Placement {
  const endOf = (of: WorkItem) => ((lookup.placeOf(lookup.itemOf(of)).endsAt ?? 0) - day(0)) / (day(1) - day(0));
  const parent = hierarchy.parentOf(one);
  if (one.kind === "subtask") return placeUntil(parent === null ? 0 : endOf(parent));
  const parts = hierarchy.childrenOf(one.id).filter(({ kind }) => kind !== "subtask");
  return placeUntil(parts.length === 0 ? (ends.get(one.id) ?? 0) : Math.max(...parts.map(endOf)));
}

const alsoMoved = relativesOf({ hierarchy, asIs, seen });

function moved(one: WorkItem, end: number, ...asked: readonly string[]) {
  const ids = new Set(asked.map((key) => idOf(key)));
  return alsoMoved([{ item: one, place: placeUntil(end) }], (id) => ids.has(id)).map(({ item: { key } }) => key);
}

describe("if an item stood elsewhere, so would", () => {
  test.each<[string, WorkItem, number, readonly string[], readonly string[]]>([
    [
      "its sub-tasks, its parents and their sub-tasks",
      story,
      20,
      ["PAY-1"],
      ["PAY-21", "PAY-22", "PAY-1", "PAY-11", "PAY-0"],
    ],
    [
      "all of them, where a sub-task is asked for",
      story,
      20,
      ["PAY-22"],
      ["PAY-21", "PAY-22", "PAY-1", "PAY-11", "PAY-0"],
    ],
    ["… or a parent's sub-task", story, 20, ["PAY-11"], ["PAY-21", "PAY-22", "PAY-1", "PAY-11", "PAY-0"]],
    ["… or a parent's parent", story, 20, ["PAY-0"], ["PAY-21", "PAY-22", "PAY-1", "PAY-11", "PAY-0"]],
    ["nobody that anybody asks for", story, 20, [], []],
    ["nobody, where only another story is asked for", story, 20, ["PAY-3"], []],
    ["nobody, where only itself is asked for", story, 20, ["PAY-2"], []],
    ["nobody above a parent that stays", other, 12, ["PAY-1", "PAY-0"], []],
    ["nobody, where it stays", story, 14, ["PAY-1", "PAY-21"], []],
    ["nobody, where a sub-task says nothing of its parent", family[4] ?? story, 20, ["PAY-2", "PAY-22"], []],
  ])("%s", (_, one, end, asked, expected) => {
    expect(moved(one, end, ...asked)).toEqual(expected);
  });
});

describe("if several items moved, so would", () => {
  const together = (...moves: readonly (readonly [WorkItem, number])[]) =>
    alsoMoved(
      moves.map(([one, end]) => ({ item: one, place: placeUntil(end) })),
      () => true,
    ).map(({ item: { key }, place }) => `${key} ${((place.endsAt ?? 0) - day(0)) / (day(1) - day(0))}`);

  test("their common parent, by the last of them", () => {
    const found = ["PAY-21 20", "PAY-22 20", "PAY-1 22", "PAY-11 22", "PAY-0 22"];
    expect(together([story, 20], [other, 22])).toEqual(found);
    expect(together([other, 22], [story, 20]).toSorted()).toEqual(found.toSorted());
  });

  test("no ancestor above a parent that moves itself", () => {
    expect(together([story, 20], [{ ...epic, parentId: top.id }, 14])).toEqual(["PAY-21 20", "PAY-22 20"]);
  });
});

describe("an item stands elsewhere where the rules see a difference", () => {
  const parts = (end: Placement | null) =>
    ({ from: "parts", first: null, last: null, end, unplanned: 0, next: null }) as const;
  const before = placeUntil(14, { iteration: iteration(0) });
  const iterationRange = (last: number) => ({ first: iteration(0), last: iteration(last) });
  const judgedBy = (end: Placement | null) => ({ ...before, through: parts(end) });
  const shared = iterationRange(1);
  const [first, second] = [iteration(0), iteration(1)];

  test.each<[string, Placement, Placement, boolean]>([
    ["none", before, { ...before }, false],
    ["in its start", before, { ...before, startsAt: day(1) }, true],
    ["in its end", before, { ...before, endsAt: day(15) }, true],
    ["in what its start counts as", before, { ...before, counted: { ...before.counted, startsAt: day(1) } }, true],
    ["in what its end counts as", before, { ...before, counted: { ...before.counted, endsAt: day(15) } }, true],
    ["in where its dates come from", before, { ...before, datesFrom: "item" }, true],
    ["in its iteration", { ...before, iteration: first }, { ...before, iteration: second }, true],
    [
      "in the last one that it lies in",
      { ...before, iterationRange: iterationRange(1) },
      { ...before, iterationRange: iterationRange(2) },
      true,
    ],
    [
      "none in the first one that it lies in",
      { ...before, iterationRange: shared },
      { ...before, iterationRange: { ...shared, first: second } },
      false,
    ],
    ["in by whom it is planned", before, { ...before, through: { from: "parent", parent: epic.id } }, true],
    ["in where the part stands by which it is judged", judgedBy(placeUntil(3)), judgedBy(placeUntil(4)), true],
    ["none, where another part stands at the same place", judgedBy(placeUntil(3)), judgedBy(placeUntil(3)), false],
    ["in there being such a part", judgedBy(null), judgedBy(placeUntil(3)), true],
    ["in there being none any more", judgedBy(placeUntil(3)), judgedBy(null), true],
  ])("%s", (_, was, is, expected) => {
    const lookup = { itemOf: (one: WorkItem) => one, placeOf: () => was };
    const found = relativesOf({ hierarchy, asIs: lookup, seen: () => is })(
      [{ item: other, place: is }],
      (id) => id === epic.id,
    );
    expect(found.map(({ place }) => place)).toEqual(expected ? [is, is, is] : []);
  });
});
