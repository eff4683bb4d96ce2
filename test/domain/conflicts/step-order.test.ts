import { describe, expect, test } from "vitest";

import type { Train } from "../../../src/domain/model/train.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import { blocks, date, day, idOf, item, model, now, train } from "../plan.ts";
import { steps, words } from "../step-words.ts";
import { viewTrain } from "../../support/look-once.ts";

/** The first increment's last iteration is for innovation and planning. */
const innovation: Partial<Train> = {
  increments: train().increments.map((increment) => ({
    ...increment,
    iterations: increment.iterations.map((one) => (one.ordinal === 3 ? { ...one, kind: "innovation-planning" } : one)),
  })),
};

/** The steps for PAY-1, which waits for LED-1, among other work. */
function stepsAmong(items: readonly WorkItem[], links = [blocks("LED-1", "PAY-1")]): string[] {
  const facts = model({ items, links });
  return viewTrain(facts, train(), now)
    .conflicts.filter(({ consumer }) => consumer === idOf("PAY-1"))
    .flatMap((conflict) => words(facts, conflict));
}

/** LED finishes three points per iteration. */
const record = item("LED-7", { in: 0, status: "done", points: 3 });

describe("steps come in the order", () => {
  test("what leaves the increment last, whatever speaks against the others", () => {
    const full = item("LED-8", { in: 1, points: 3 });
    const items = [
      record,
      full,
      item("PAY-1", { in: 3 }),
      item("LED-1", { in: 3, points: 1 }),
      item("LED-2", { in: 2 }),
    ];
    expect(stepsAmong(items, [blocks("LED-1", "PAY-1"), blocks("LED-1", "LED-2")])).toEqual([
      "move LED-1 to 2 (led): running-iteration over-capacity",
      "move PAY-1 to 5 (pay): next-increment",
    ]);
  });

  test("of equally many cautions, what is too full before what runs already", () => {
    const full = item("LED-8", { in: 2, points: 3 });
    expect(stepsAmong([record, full, item("PAY-1", { in: 3 }), item("LED-1", { in: 0, points: 1 })])).toEqual([
      "finish LED-1 (led)",
      "move LED-1 to 3 (led): over-capacity",
    ]);
  });

  test("and three at most", () => {
    const items = [item("PAY-1", { dueOn: date(50) }), item("LED-1", { in: 4 }), item("LED-2", { in: 3 })];
    expect(stepsAmong(items, [blocks("LED-1", "PAY-1"), blocks("LED-2", "LED-1")])).toEqual([
      "decide-scope PAY-1 (pay)",
      "decide-scope LED-1 (led)",
      `PAY-1 due ${date(69)} (pay): next-increment`,
    ]);
  });

  test("B never behind D, though the train minds no late provider", () => {
    expect(steps({ in: 2 }, { in: 2 }, { on: { rules: { "late-provider": "off" } } })).toEqual([
      "move PAY-1 to 4 (pay)",
      "move LED-1 to 2 (led): running-iteration",
    ]);
  });
});

describe("a step says what speaks against it", () => {
  test("not that it leaves a past increment", () => {
    expect(steps({ in: 6 }, { in: 2 }, { at: day(60) })).toEqual(["finish LED-1 (led)", "move LED-1 to 6 (led)"]);
  });

  test.each<[string, number, number, string]>([
    ["another last day in an innovation-planning iteration", 4, 2, `LED-1 due ${date(55)} (led): innovation-planning`],
    ["not where the item is there", 4, 3, `LED-1 due ${date(55)} (led)`],
    ["another last day in the next increment", 5, 2, `LED-1 due ${date(69)} (led): next-increment`],
  ])("%s", (_, consumer, provider, expected) => {
    expect(steps({ in: consumer }, { in: provider, dueOn: date(10) }, { on: innovation }).slice(0, 2)).toContain(
      expected,
    );
  });
});

test("no day in the past is proposed, though the train minds nothing overdue", () => {
  const on: Partial<Train> = { rules: { "overdue-provider": "off" } };
  expect(steps({ startOn: date(10), dueOn: date(60) }, { dueOn: date(69) }, { on })).toEqual([
    "decide-scope PAY-1 (pay)",
    "decide-scope LED-1 (led)",
  ]);
});
