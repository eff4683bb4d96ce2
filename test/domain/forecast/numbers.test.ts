import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { OpinionErrors } from "../../../src/domain/forecast/opinion-errors.ts";
import { at, countUpTo, mean, merged, quantile, sum } from "../../../src/domain/forecast/numbers.ts";
import { below, randomFrom } from "../../../src/domain/forecast/random.ts";
import { evenQuantiles, weightedMean } from "../../../src/domain/forecast/weighted.ts";

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

property.prop([fc.array(fc.integer({ max: 9 })), fc.array(fc.integer({ max: 9 }))])(
  "two ascending columns become one",
  (one, other) => {
    const [a, b] = [one, other].map((values) => Float64Array.from(values).toSorted());
    expect(merged(a ?? new Float64Array(), b ?? new Float64Array())).toEqual(
      Float64Array.from([...one, ...other]).toSorted(),
    );
  },
);

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
    const values = Float64Array.of(10, 20, 30);
    const weights = Float64Array.of(1, 1, 1);
    expect([...evenQuantiles({ values, weights }, 3, 3)]).toEqual([10, 20, 30]);
    const six = evenQuantiles({ values, weights }, 3, 6);
    [10, 12.5, 17.5, 22.5, 27.5, 30].forEach((expected, place) => {
      expect(at(six, place)).toBeCloseTo(expected, 9);
    });
  });

  test("a weight counts like as many values", () => {
    const one = { values: Float64Array.of(1, 2), weights: Float64Array.of(3, 1) };
    expect([...evenQuantiles(one, 4, 8)].map((value) => Math.round(value * 100) / 100)).toEqual([
      1, 1, 1, 1.13, 1.38, 1.63, 1.88, 2,
    ]);
    expect(weightedMean(one.values, one.weights)).toBe(1.25);
  });
});

describe("errors of one opinion", () => {
  // Only equal errors with equal noise are equal once they are standardised: the order of others is certain.
  const some = fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 6 })), { maxLength: 40 });
  const weightOf = (error: number) => 1 + (Math.abs(error) % 3);

  property.prop([some, some, fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 9 })])(
    "have the same quantiles as their sorted list, whatever was asked before, and with more of them",
    (first, later, drawn) => {
      const errorsOf = (errors: typeof first) => ({
        values: errors.map(([error]) => error),
        noise: errors.map(([, noise]) => noise),
      });
      const prior = { errors: Float64Array.from(drawn).toSorted(), noise: 0.5, weight: 4 };
      const asked = (one: OpinionErrors, errors: typeof first, uncertainty: number) => {
        const weights = Float64Array.from(errors, ([error]) => weightOf(error));
        return one.quantiles({ weights, total: sum(weights) + prior.weight, uncertainty }, prior, 11);
      };
      const all = [...first, ...later];
      const before = new OpinionErrors(errorsOf(first), undefined);
      asked(before, first, 9);
      const following = new OpinionErrors(errorsOf(all), before);
      asked(following, all, 0.1);
      const found = asked(following, all, 2);

      const listed = [
        ...all.map(([error, noise]) => ({ value: error / Math.sqrt(noise + 2), weight: weightOf(error) })),
        ...drawn.map((error) => ({ value: error / Math.sqrt(2.5), weight: 4 / drawn.length })),
      ].toSorted((a, b) => a.value - b.value);
      const values = Float64Array.from(listed, ({ value }) => value);
      const weights = Float64Array.from(listed, ({ weight }) => weight);
      const expected = evenQuantiles({ values, weights }, sum(weights), 11);
      found.forEach((value, place) => expect(value).toBeCloseTo(at(expected, place), 9));
    },
  );
});
