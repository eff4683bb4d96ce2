import { expect, test, vi } from "vitest";
import { once } from "../../../src/domain/tracking/once.ts";

test("what is worked out of an object is known from then on, of each for itself", () => {
  const work = vi.fn<(list: readonly number[]) => number>((list) => list.length);
  const lengthOf = once(work);
  const [one, other] = [[1, 2], [3]];
  expect([lengthOf(one), lengthOf(other), lengthOf(one)]).toEqual([2, 1, 2]);
  expect(work.mock.calls).toEqual([[one], [other]]);
});

test("to know of nothing is known as well", () => {
  const work = vi.fn<() => undefined>(() => undefined);
  const of = once(work);
  const list: readonly number[] = [];
  of(list);
  of(list);
  expect(work).toHaveBeenCalledTimes(1);
});
