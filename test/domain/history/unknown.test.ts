import { describe, expect, test } from "vitest";
import { pairOf } from "../../../src/domain/history/links-then.ts";
import { modelAt } from "../../support/model-at.ts";
import { unknownIn } from "../../../src/domain/history/unknown.ts";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import type { Link, WorkItem } from "../../../src/domain/items/work-item.ts";
import { viewTrain } from "../../support/look-once.ts";
import { blocks, day, idOf, item, jiraTeam, model, train } from "../plan.ts";

const at = day(10);

function unknown(items: readonly WorkItem[], links: readonly Link[] = [], on: Train = train()) {
  const { model: was, ...past } = modelAt(model({ items, links }), [], at);
  return { past, unknown: atOneGo(unknownIn({ view: viewTrain(was, on, at), past, unreadable: 3 })) };
}

describe("what a report on the past cannot know", () => {
  test("counts the train's items only, and no stubs", () => {
    const changed = { createdAt: day(0), updatedAt: day(20) };
    const items = [
      item("PAY-1", changed),
      item("LED-1", { ...changed, dueOn: "2027-01-20" }),
      item("PAY-2", { ...changed, presence: "stub" }),
      item("XYZ-1", changed),
    ];
    expect(unknown(items).unknown).toEqual([
      { kind: "untold", count: 2 },
      { kind: "own-dates", count: 1 },
      { kind: "unreadable-events", count: 3 },
    ]);
  });

  test("counts dependencies without a date, whichever way round the link is", () => {
    const changed = { createdAt: day(0), updatedAt: day(20) };
    const items = ["PAY-1", "LED-1", "PAY-3"].map((key) => item(key, changed));
    const links = [blocks("PAY-1", "LED-1"), blocks("PAY-3", "LED-1", { typeName: "Relates" })];
    const found = unknown(items, links);
    expect([...found.past.undated]).toEqual([
      pairOf(idOf("PAY-1"), idOf("LED-1")),
      pairOf(idOf("PAY-3"), idOf("LED-1")),
    ]);
    expect(found.unknown).toContainEqual({ kind: "undated-links", count: 1 });
  });

  test("counts teams with a query", () => {
    const teams = [jiraTeam("pay"), jiraTeam("led", { jql: "team = led" })];
    expect(unknown([item("PAY-1")], [], train({ teams })).unknown).toContainEqual({ kind: "queries", count: 1 });
  });
});
