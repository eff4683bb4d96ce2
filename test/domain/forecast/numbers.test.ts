import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { at, countUpTo, mean, quantile, sum } from "../../../src/domain/forecast/numbers.ts";
import { below, randomFrom } from "../../../src/domain/forecast/random.ts";
import { evenQuantiles, join, weightedMean } from "../../../src/domain/forecast/weighted.ts";

describe("numbers", () => {
  test("a place outside is no number", () => {
    expect([at([1, 2], 1), at([1, 2], 2), sum([1, 2, 4]), mean([1, 2, 6])]).toEqual([2, Number.NaN, 7, 3]);
  });

  test.each([
    [[10], 0.3, 10],
    [[0, 10], 0.15, 1.5],
    [[1, 2, 3, 4], 0.5, 2.5],
    [[1, 2, 3, 4], 1, 4],
  ])("quantile of %j at %f is %f, as in R and NumPy", (values, share, expected) => {
    expect(quantile(values, share)).toBeCloseTo(expected, 12);
  });

  property.prop([fc.array(fc.integer({ min: 0, max: 9 })), fc.integer({ min: -1, max: 10 })])(
    "counts what is at most a limit",
    (values, limit) => {
      const ascending = values.toSorted((a, b) => a - b);
      expect(countUpTo(ascending, limit)).toBe(values.filter((value) => value <= limit).length);
    },
  );
});

describe("random numbers", () => {
  test("a seed repeats them on any machine", () => {
    const random = randomFrom("train 7");
    expect([random(), random(), random()]).toMatchInlineSnapshot(`
      [
        0.947157548460886,
        0.4857233669336911,
        0.1485664516703954,
      ]
    `);
    expect(randomFrom("train 7")()).toBe(randomFrom("train 7")());
  });

  test("are spread evenly, and differ between similar seeds", () => {
    const random = randomFrom("a");
    const tenths = Array.from({ length: 10_000 }, () => below(10, random));
    const counts = Array.from({ length: 10 }, (_, tenth) => tenths.filter((one) => one === tenth).length);
    expect(Math.min(...counts)).toBeGreaterThan(900);
    expect(Math.max(...counts)).toBeLessThan(1100);
    expect(Math.abs(randomFrom("a")() - randomFrom("b")())).toBeGreaterThan(0.001);
  });
});

describe("weighted values", () => {
  test("equal weights give the middle of each step, and what lies between", () => {
    const values = Float64Array.of(30, 10, 20);
    const weights = Float64Array.of(1, 1, 1);
    expect([...evenQuantiles({ values, weights }, 3)]).toEqual([10, 20, 30]);
    const six = evenQuantiles({ values, weights }, 6);
    [10, 12.5, 17.5, 22.5, 27.5, 30].forEach((expected, place) => {
      expect(at(six, place)).toBeCloseTo(expected, 9);
    });
  });

  test("a weight counts like as many values", () => {
    const one = { values: Float64Array.of(1, 2), weights: Float64Array.of(3, 1) };
    expect([...evenQuantiles(one, 8)].map((value) => Math.round(value * 100) / 100)).toEqual([
      1, 1, 1, 1.13, 1.38, 1.63, 1.88, 2,
    ]);
    expect(weightedMean(one.values, one.weights)).toBe(1.25);
    expect([...join(one, one).weights]).toEqual([3, 1, 3, 1]);
  });
});
