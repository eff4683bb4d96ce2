import { expect, test } from "vitest";
import { renamedPeriods } from "../../../src/domain/schedule/renamed-periods.ts";
import { day, iteration } from "../plan.ts";

/** Increments of iterations of two weeks, one after the other: `2026.4: 1 2, 2027.1: 3`. */
function calendar(names: string) {
  let ordinal = 0;
  const increments = names.split(", ").map((name) => {
    const [key = "", iterations = ""] = name.split(": ");
    const startsAt = day(14 * ordinal);
    const boxes = iterations.split(" ").map((one) => iteration(ordinal++, { increment: key, key: one }));
    return { key, startsAt, endsAt: day(14 * ordinal), iterations: boxes };
  });
  return { increments };
}

test.each([
  ["nothing", "A: 1 2, B: 3", "A: 1 2, B: 3", []],
  ["an increment, and with it its iterations", "A: 1, B: 2", "X: 1, B: 2", ["A → X", "A 1 → X 1"]],
  ["an iteration", "A: 1 2", "A: 1 b", ["A 2 → A b"]],
  ["iterations that swap their names", "A: 1 2", "A: 2 1", ["A 1 → A 2", "A 2 → A 1"]],
  ["an increment that two others replace", "A: 1 2", "X: 1, Y: 2", ["A → X", "A 1 → X 1", "A 2 → Y 2"]],
  ["two increments that become one", "A: 1, B: 2", "A: 1 2", ["B 2 → A 2"]],
  ["what stays where another iteration leaves the calendar", "A: 1 2", "X: 1", ["A → X", "A 1 → X 1"]],
])("%s has another name", (_, before, now, expected) => {
  const renamed = renamedPeriods(calendar(before), calendar(now));
  const named = ({ increment, iteration: key }: { increment: string; iteration: string | null }) =>
    key === null ? increment : `${increment} ${key}`;
  expect(renamed.map(({ from, to }) => `${named(from)} → ${named(to)}`)).toEqual(expected);
});

test("a period that starts at another instant is another one", () => {
  const { increments } = calendar("A: 1");
  const later = increments.map((one) => ({
    ...one,
    key: "X",
    startsAt: one.startsAt + 1,
    iterations: one.iterations.map((box) => ({ ...box, increment: "X", startsAt: box.startsAt + 1 })),
  }));
  expect(renamedPeriods({ increments }, { increments: later })).toEqual([]);
});
