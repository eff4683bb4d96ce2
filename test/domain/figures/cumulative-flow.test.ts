import { expect, test } from "vitest";
import { date, day } from "../plan.ts";
import { described, life, payFlow } from "./described-lives.ts";

test("the running day counts as it stands, and not in the mean of the ended ones", () => {
  const lives = [
    life("PAY-1", ["in progress", 84.25]),
    life("PAY-2"),
    life("PAY-3"),
    life("PAY-4", ["in progress", 84], ["done", 84.25]),
  ];
  const { cumulativeFlow, load } = payFlow(lives, { until: day(84.5) });
  expect(cumulativeFlow.days).toHaveLength(85);
  expect(cumulativeFlow.days.slice(-2)).toEqual([
    { day: date(83), toDo: 3, inProgress: 1, done: 0 },
    { day: date(84), toDo: 2, inProgress: 1, done: 1 },
  ]);
  expect([load.now, load.mean]).toEqual([1, 0.01]);
  expect([cumulativeFlow.sample, cumulativeFlow.items.first.map(({ key }) => key)]).toEqual([
    4,
    ["PAY-1", "PAY-2", "PAY-3", "PAY-4"],
  ]);
});

test("what was done before the window counts from its next end on", () => {
  const { days } = payFlow([life("PAY-1", ["done", -5], ["in progress", 50], ["done", 60])]).cumulativeFlow;
  expect([10, 55, 65].map((place) => days[place])).toEqual([
    { day: date(10), toDo: 0, inProgress: 0, done: 0 },
    { day: date(55), toDo: 0, inProgress: 1, done: 0 },
    { day: date(65), toDo: 0, inProgress: 0, done: 1 },
  ]);
});

test.each<readonly [string, number, number]>([
  ["at the report", 84, 0],
  ["after the report", 84.001, 1],
])("an unknown status that began %s: %i", (_, at, known) => {
  const { load, cumulativeFlow } = payFlow([life("PAY-1", ["in progress", 70], ["zzyx", at], ["in progress", 90])]);
  expect([load.coverage.of, load.coverage.known]).toEqual([1, known]);
  expect(cumulativeFlow.coverage).toEqual(load.coverage);
});

test("items of which nothing tells since when they are done are not known", () => {
  const undated = described("PAY-2", "", { status: "done", statusId: "3", statusName: "done", closedAt: null });
  const { coverage } = payFlow([life("PAY-1", ["in progress", 70]), undated]).cumulativeFlow;
  expect([coverage.of, coverage.known, coverage.missing.map(({ kind }) => kind)]).toEqual([2, 1, ["undated"]]);
});
