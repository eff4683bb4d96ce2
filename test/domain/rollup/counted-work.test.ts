import { describe, expect, test } from "vitest";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import { idOf, item, model, now, train } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";

const epic = item("PAY-1", { kind: "epic" });
const below = (key: string, changes: Partial<WorkItem> = {}) => item(key, { parentId: epic.id, ...changes });

describe("what is added up", () => {
  test.each<[string, readonly WorkItem[], readonly string[]]>([
    ["stories, not their epic", [epic, below("PAY-2"), below("LED-1")], ["LED-1", "PAY-2"]],
    ["an epic without children", [epic], ["PAY-1"]],
    ["an epic whose children are of no team here", [epic, below("OPS-1")], ["PAY-1"]],
    ["an epic whose children are all cancelled", [epic, below("PAY-2", { status: "cancelled" })], ["PAY-1", "PAY-2"]],
    ["an epic whose only child is gone", [epic, below("PAY-2", { presence: "gone" })], ["PAY-1"]],
    ["the lowest of three levels", [epic, below("PAY-2"), item("PAY-3", { parentId: idOf("PAY-2") })], ["PAY-3"]],
    [
      "a story, not its sub-tasks",
      [item("PAY-2"), item("PAY-3", { kind: "subtask", parentId: idOf("PAY-2") })],
      ["PAY-2"],
    ],
    ["a sub-task whose story is elsewhere", [item("PAY-3", { kind: "subtask", parentId: idOf("OPS-9") })], ["PAY-3"]],
    ["a sub-task without a parent", [item("PAY-3", { kind: "subtask" })], ["PAY-3"]],
    ["an item that is its own parent", [below("PAY-1")], ["PAY-1"]],
    [
      "the items of a circle of parents, as none of them is one",
      [below("PAY-2"), item("PAY-1", { parentId: idOf("PAY-2") })],
      ["PAY-1", "PAY-2"],
    ],
    [
      "what is below such an item in its place",
      [below("PAY-2"), item("PAY-1", { parentId: idOf("PAY-2") }), below("PAY-3")],
      ["PAY-2", "PAY-3"],
    ],
    [
      "sub-tasks in a circle",
      [
        item("PAY-1", { kind: "subtask", parentId: idOf("PAY-2") }),
        item("PAY-2", { kind: "subtask", parentId: idOf("PAY-1") }),
      ],
      ["PAY-1", "PAY-2"],
    ],
  ])("%s", (_, items, expected) => {
    const view = viewTrain(model({ items }), train(), now);
    expect([...view.items.values()].filter(view.plan.isCounted).map(({ item }) => item.key)).toEqual(expected);
  });
});
