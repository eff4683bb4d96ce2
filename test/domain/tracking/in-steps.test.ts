import { expect, test } from "vitest";
import { atOnce, atOneGo, inSteps } from "../../../src/domain/tracking/in-steps.ts";

test.each([
  [0, 0],
  [atOnce - 1, 0],
  [atOnce, 1],
  [2 * atOnce + 5, 2],
])("%i values leave room for other work %i times", (size, pauses) => {
  const values = Array.from({ length: size }, (_, place) => place);
  const taken: number[] = [];
  expect([...inSteps(values, (one) => taken.push(one))]).toHaveLength(pauses);
  expect(taken).toEqual(values);
});

test("steps run to their result", () => {
  function* sum(): Generator<void, number> {
    let total = 0;
    yield* inSteps([1, 2, 3], (one) => (total += one));
    yield;
    return total;
  }
  expect(atOneGo(sum())).toBe(6);
});
