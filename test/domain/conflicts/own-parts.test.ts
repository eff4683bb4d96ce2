import { describe, expect, test } from "vitest";
import { blocks, date, idOf, item, model, now, train } from "../plan.ts";
import type { ItemChanges } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";

/** LED-1 waits for PAY-1, which is below it: as its child, or through another. */
function said(whole: ItemChanges, part: ItemChanges, middle: ItemChanges | null = null): readonly string[] {
  const below = { parentId: idOf(middle === null ? "LED-1" : "LED-2") };
  const between = middle === null ? [] : [item("LED-2", { ...middle, parentId: idOf("LED-1") })];
  const items = [item("LED-1", whole), ...between, item("PAY-1", { ...below, ...part })];
  const view = viewTrain(model({ items, links: [blocks("PAY-1", "LED-1")] }), train(), now);
  return view.conflicts.flatMap(({ rule, alsoFires, fix }) => [
    rule,
    ...alsoFires,
    ...fix.flatMap((step) =>
      step.do === "set-due" ? `${step.item === idOf("PAY-1") ? "part" : "whole"} ${step.on}` : [],
    ),
  ]);
}

const epic = { kind: "epic" } as const;
const subtask = { kind: "subtask" } as const;

describe("an item that waits for its own part", () => {
  test.each<readonly [string, ItemChanges, ItemChanges, readonly string[]]>([
    ["an epic that is planned by it", epic, { in: 3 }, []],
    ["a story and its sub-task", { in: 2 }, subtask, []],
    ["work on the part is work on the whole", { in: 1, status: "in-progress" }, subtask, []],
    ["both in one iteration", { in: 2 }, { in: 2 }, []],
    ["a part that comes first", { in: 3 }, { in: 2 }, []],
    ["a part that comes later than its whole", { in: 2 }, { in: 3 }, ["late-provider"]],
    ["due before its part ends", { ...epic, dueOn: date(30) }, { in: 2 }, ["late-provider", `whole ${date(41)}`]],
    ["due after it", { ...epic, dueOn: date(60) }, { in: 2 }, []],
    [
      "a part that is due too late: to the day on which the whole is",
      { in: 2, dueOn: date(35) },
      { ...subtask, dueOn: date(37) },
      ["late-provider", `part ${date(35)}`, `whole ${date(37)}`],
    ],
    ["a part without a plan", { in: 2 }, {}, ["unscheduled-provider"]],
    ["a part that is over", { in: 2 }, { in: 0 }, ["overdue-provider"]],
  ])("%s", (_, whole, part, expected) => {
    expect(said(whole, part)).toEqual(expected);
  });

  test("at any depth", () => {
    expect(said(epic, subtask, { in: 3 })).toEqual([]);
  });

  test("through an item that the train does not look at", () => {
    const items = [
      item("LED-1", { in: 2 }),
      item("LED-2", { parentId: idOf("LED-1") }),
      item("PAY-2", { presence: "stub", parentId: idOf("LED-2") }),
      item("PAY-1", { in: 2, parentId: idOf("PAY-2") }),
    ];
    const view = viewTrain(model({ items, links: [blocks("PAY-1", "LED-1")] }), train(), now);
    expect(view.items.has(idOf("PAY-2"))).toBe(false);
    expect(view.conflicts).toEqual([]);
  });

  test("not through one that is gone, which has no parts any more", () => {
    expect(said({ in: 2 }, { in: 2 }, { presence: "gone" })).toEqual(["same-iteration"]);
  });

  test("items whose parents go in a circle are nobody's parts, and nothing waits for ever", () => {
    const items = [
      item("LED-1", { parentId: idOf("PAY-1"), in: 1 }),
      item("PAY-1", { parentId: idOf("LED-2"), in: 2 }),
      item("LED-2", { parentId: idOf("PAY-1") }),
    ];
    const view = viewTrain(model({ items, links: [blocks("PAY-1", "LED-1")] }), train(), now);
    expect(view.conflicts.map(({ rule }) => rule)).toEqual(["late-provider"]);
  });
});
