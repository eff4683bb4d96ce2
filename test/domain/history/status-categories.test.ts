import { expect, test } from "vitest";
import { statusesWithoutCategory } from "../../../src/domain/history/status-categories.ts";
import type { HistoryChange, HistoryEvent, StatusValue } from "../../../src/domain/items/history.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import { day, idOf, item } from "../plan.ts";

const value = (id: string | null, category: StatusValue["category"] = null): StatusValue => ({
  id,
  name: id,
  category,
});

function changed(...[from, to]: readonly [StatusValue | null, StatusValue | null]): HistoryEvent {
  return happened({ field: "status", from, to });
}

function happened(change: HistoryChange): HistoryEvent {
  return { id: "e", itemId: idOf("PAY-1"), at: day(0), ordinal: 0, knownBy: "tracker", ...change };
}

test.each<[string, readonly WorkItem[], readonly HistoryEvent[], readonly string[]]>([
  ["each once", [], [changed(value("8"), value("9")), changed(value("9"), value("8"))], ["8", "9"]],
  ["not one that a present item has", [item("PAY-2", { statusId: "8" })], [changed(value("8"), value("9"))], ["9"]],
  [
    "but one that only a deleted item has",
    [item("PAY-2", { statusId: "8", presence: "gone" })],
    [changed(null, value("8"))],
    ["8"],
  ],
  ["not one whose category a change has", [], [changed(value("8"), null), changed(null, value("8", "todo"))], []],
  ["not one without an id", [], [changed(value(null), null)], []],
  ["no other changes", [], [happened({ field: "labels", from: ["8"], to: [] })], []],
])("statuses without a category: %s", (_, items, events, expected) => {
  const found = atOneGo(statusesWithoutCategory(items, events));
  expect(found).toEqual(expected.map((status) => ({ connection: "j", status })));
});
