import { expect, test } from "vitest";
import { velocityOf } from "../../../src/domain/figures/velocity.ts";
import { idOf } from "../plan.ts";

/** An iteration of a team that finished one item with these points, and left another one open. */
function ended(points: number, isRead = true) {
  const [done, open] = [`PAY-${points}`, "PAY-99"].map((key) => ({ id: idOf(key), team: "pay", points }));
  if (done === undefined || open === undefined) throw new TypeError("there are two");
  const work = [
    { ...done, isDone: true },
    { ...open, isDone: false },
  ];
  return { increment: "first", iteration: `${points}`, gaps: new Map(), isRead, work };
}

test.each([
  [[1], { n: 1, mean: 1, min: 1, max: 1, standardDeviation: null }],
  [[1, 3], { n: 2, mean: 2, min: 1, max: 3, standardDeviation: 1.414 }],
])("the spread of %j", (points, expected) => {
  const velocity = velocityOf({ ended: points.map((one) => ended(one)), hadEarlier: false, unit: "points" });
  expect(velocity.points).toEqual(expected);
});

test("an iteration that was not read since does not count, and each names what was done in it", () => {
  const { iterations, notRead } = velocityOf({
    ended: [ended(1), ended(2), ended(3, false)],
    hadEarlier: false,
    unit: "points",
  });
  expect(notRead).toBe(1);
  expect(iterations.map(({ ids }) => ids)).toEqual([[idOf("PAY-1")], [idOf("PAY-2")]]);
});
