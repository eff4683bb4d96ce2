import { expect, test } from "vitest";
import { periodsOf } from "../../../src/domain/history/scope.ts";
import type { HistoryEvent } from "../../../src/domain/items/history.ts";
import { day, idOf, item, model, now, train } from "../plan.ts";
import { delivered, figuresOf, firstPeriod, later, readAt } from "./delivered.ts";

/** PAY-1 of the first iteration, done two days after it ended. */
const late = item("PAY-1", {
  in: 0,
  createdAt: day(-9),
  updatedAt: day(16),
  closedAt: day(16),
  status: "done",
  statusId: "2",
  statusName: "Done",
});
const closing: HistoryEvent = {
  id: "1",
  itemId: late.id,
  at: day(16),
  ordinal: 0,
  knownBy: "tracker",
  field: "status",
  from: { id: "1", name: "To Do", category: "todo" },
  to: { id: "2", name: "Done", category: "done" },
};
const told = { model: readAt(model({ items: [late] }), later), events: [closing] };

test("what was done after an iteration counts in the increment, and not in the iteration", () => {
  const { periods } = delivered(told, now).all;
  const doneIn = (iteration: string | null) => figuresOf(firstPeriod(periods, iteration)).predictability.done;
  expect([doneIn("1"), doneIn(null)]).toEqual([[], [idOf("PAY-1")]]);
});

test("an iteration that ends with the report is no longer running", () => {
  const { periods } = delivered(told, day(14)).all;
  const running = ["1", null].map((iteration) => firstPeriod(periods, iteration).isRunning);
  expect(running).toEqual([false, true]);
});

test("teams without estimates have no ratios in points, and a stored commitment says what was not known", () => {
  const [period] = periodsOf(train(), "first");
  if (period === undefined) throw new TypeError("the increment has periods");
  const unknown = [{ kind: "undated-links", count: 3 }] as const;
  const stored = [{ ...period, train: "payments", frozenAt: 0, fromHistory: false, unknown, items: [] }];
  const { periods } = delivered({ ...told, stored }, now).all;
  const [whole, first] = [null, "1"].map((iteration) => figuresOf(firstPeriod(periods, iteration)));
  expect([whole?.unknown, first?.unknown]).toEqual([unknown, []]);
  expect(first?.scopeChange).toMatchObject({ items: { change: 0 }, points: { because: "no-points" } });
});
