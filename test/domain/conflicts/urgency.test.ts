import { describe, expect, test } from "vitest";

import { byUrgency } from "../../../src/domain/conflicts/urgency.ts";
import { blocks, date, day, idOf, item, model, now, train } from "../plan.ts";
import type { ItemChanges, ModelParts } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";

function conflictsIn(parts: ModelParts, at = now) {
  return viewTrain(model(parts), train(), at).conflicts.toSorted(byUrgency);
}

const waits = (consumer: ItemChanges, provider: ItemChanges): ModelParts => ({
  items: [item("PAY-1", consumer), item("LED-1", provider)],
  links: [blocks("LED-1", "PAY-1")],
});

/** Where the present iteration began: what bites already stands there. */
const began = day(14);

describe("a conflict bites", () => {
  test.each<[string, ModelParts, number | null]>([
    ["as its consumer starts", waits({ in: 3 }, { in: 4 }), day(42)],
    ["by the consumer's own start", waits({ in: 3, startOn: date(45) }, { in: 4 }), day(45)],
    ["as it ends, where its iteration has begun", waits({ in: 1 }, { in: 2 }), day(28)],
    ["by its own end", waits({ in: 1, dueOn: date(20) }, { in: 2 }), day(21)],
    ["as it ends, where it has no start", waits({ dueOn: date(50) }, { in: 4 }), day(51)],
    ["as it starts, where it has nothing else", waits({ startOn: date(50) }, { in: 4 }), day(50)],
    ["at once, where its consumer is in progress", waits({ in: 3, status: "in-progress" }, { in: 4 }), began],
    ["at once, where its consumer is overdue", waits({ in: 0 }, { in: 4 }), began],
    ["at once, where its provider is overdue", waits({ in: 3 }, { in: 0 }), began],
    [
      "as its consumer starts, where its provider is hidden: its dates may be others now",
      waits({ in: 3 }, { in: 0, presence: "stub" }),
      day(42),
    ],
    ["nobody knows when, where its consumer has no plan", waits({}, { status: "cancelled" }), null],
    [
      "as its consumer starts, whoever it waits for",
      { items: [item("PAY-1", { in: 3 })], links: [blocks("?else/where#1", "PAY-1")] },
      day(42),
    ],
    [
      "as the first of a cycle starts",
      {
        items: [item("PAY-1", { in: 4 }), item("LED-1", { in: 3 })],
        links: [blocks("PAY-1", "LED-1"), blocks("LED-1", "PAY-1")],
      },
      day(42),
    ],
  ])("%s", (_, parts, expected) => {
    expect(conflictsIn(parts).map(({ dueAt }) => dueAt)).toEqual([expected]);
  });

  test.each([
    ["before the train starts", -3, 0],
    ["on the first day of an iteration", 14, day(14)],
    ["after the last", 120, day(112)],
  ])("at once: that is the last boundary, %s", (_, number, expected) => {
    const parts = waits({ status: "in-progress" }, { in: 4 });
    expect(conflictsIn(parts, day(number)).map(({ dueAt }) => dueAt)).toEqual([expected]);
  });
});

describe("what waits behind", () => {
  test("is open, and waits through others as well; each counts once", () => {
    const items = [
      item("PAY-1", { in: 3 }),
      item("LED-1", { in: 4 }),
      item("PAY-2"),
      item("PAY-3"),
      item("PAY-4", { status: "done" }),
      item("PAY-5", { presence: "stub" }),
      item("PAY-6"),
    ];
    const links = [
      blocks("LED-1", "PAY-1"),
      blocks("PAY-1", "PAY-2"),
      blocks("PAY-2", "PAY-3"),
      blocks("PAY-1", "PAY-3", { id: "again" }),
      blocks("PAY-1", "PAY-4"),
      blocks("PAY-4", "PAY-6"),
      blocks("PAY-1", "PAY-5"),
    ];
    expect(conflictsIn({ items, links }).find(({ consumer }) => consumer === idOf("PAY-1"))?.waitingBehind).toBe(2);
  });

  test.each([
    [98, 98],
    [99, 99],
    [150, 99],
  ])("%i items count as %i", (count, expected) => {
    const crowd = Array.from({ length: count }, (_, index) => `LED-${index + 2}`);
    const items = [item("PAY-1", { in: 3 }), item("LED-1", { in: 4 }), ...crowd.map((key) => item(key))];
    const links = [blocks("LED-1", "PAY-1"), ...crowd.map((key) => blocks("PAY-1", key))];
    expect(conflictsIn({ items, links }).map(({ waitingBehind }) => waitingBehind)).toContain(expected);
  });
});

describe("the order", () => {
  const items = [
    item("PAY-1", { in: 4 }),
    item("PAY-2", { in: 3 }),
    item("PAY-3", { in: 3 }),
    item("PAY-4", { in: 2 }),
    item("PAY-5"),
    item("PAY-6", { in: 6 }),
    item("PAY-9", { in: 7 }),
    item("LED-1", { in: 6 }),
    item("LED-2", { in: 2 }),
    item("LED-9", { status: "cancelled" }),
  ];
  const links = [
    ...["PAY-1", "PAY-2", "PAY-3"].map((key) => blocks("LED-1", key)),
    blocks("LED-2", "PAY-4"),
    blocks("LED-9", "PAY-5"),
    blocks("?else/where#1", "PAY-6", { origin: "text" }),
    blocks("PAY-3", "PAY-9"),
  ];
  const order = (at: number) => conflictsIn({ items, links }, at).map(({ consumer }) => consumer);

  test("severity, then nearness, then what waits behind, then the fingerprint; what nobody knows when comes last", () => {
    const expected = ["PAY-3", "PAY-2", "PAY-1", "PAY-5", "PAY-4", "PAY-6"];
    expect(order(now)).toEqual(expected.map(idOf));
  });

  test("stays the same within an iteration", () => {
    for (let number = 14; number < 28; number += 1) expect(order(day(number))).toEqual(order(now));
  });
});
