import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { randomFrom } from "../../../src/domain/forecast/random.ts";
import { crpsOf, pitOf } from "../../../src/domain/forecast/scores.ts";
import {
  aucOf,
  brierOf,
  calibrationErrorOf,
  reliabilityOf,
  type Predicted,
} from "../../../src/domain/forecast/probability-scores.ts";

describe("CRPS", () => {
  test.each([
    // One value is a point forecast: its distance.
    [[5], 8, 3],
    // Two values: ½(1 + 3) − ¼ · 2.
    [[4, 6], 7, 1.5],
    [[4, 6], 5, 0.5],
    [[0, 0, 0], 0, 0],
  ])("of %j, as %f came, is %f", (values, came, expected) => {
    expect(crpsOf(values, came)).toBeCloseTo(expected, 12);
  });

  test("of many uniform values is the closed form x² − x + ⅓", () => {
    const values = Array.from({ length: 20_000 }, (_, place) => (place + 0.5) / 20_000);
    for (const came of [0, 0.3, 0.5, 1]) expect(crpsOf(values, came)).toBeCloseTo(came ** 2 - came + 1 / 3, 4);
  });

  property.prop([
    fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 20 }),
    fc.integer({ min: 0, max: 30 }),
  ])("is the mean distance less half the mean spread", (values, came) => {
    const mean = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0) / all.length;
    const spread = mean(values.flatMap((a) => values.map((b) => Math.abs(a - b))));
    const ascending = values.toSorted((a, b) => a - b);
    expect(crpsOf(ascending, came)).toBeCloseTo(mean(values.map((a) => Math.abs(a - came))) - spread / 2, 9);
  });
});

test.each([
  [[1, 2, 3, 4], 0, 0],
  [[1, 2, 3, 4], 2, 0.375],
  [[1, 2, 3, 4], 2.5, 0.5],
  [[2, 2, 2, 2], 2, 0.5],
  [[1, 2, 3, 4], 9, 1],
])("PIT of %j, as %f came, is %f", (values, came, expected) => {
  expect(pitOf(values, came)).toBe(expected);
});

const said = (...pairs: readonly (readonly [number, boolean])[]): readonly Predicted[] =>
  pairs.map(([probability, came]) => ({ probability, came }));

describe("scores of probabilities", () => {
  test.each<[readonly Predicted[], number, number, number]>([
    [said([1, true], [0, false]), 0, 1, 0],
    [said([0, true], [1, false]), 1, 0, 1],
    [said([0.5, true], [0.5, false]), 0.25, 0.5, 0],
    // Of the four pairs, two and a half are in order.
    [said([0.9, true], [0.4, true], [0.4, false], [0.6, false]), 0.2225, 0.625, 0.225],
  ])("of %j: Brier %f, AUC %f, calibration error %f", (predicted, brier, auc, error) => {
    expect(brierOf(predicted)).toBeCloseTo(brier, 12);
    expect(aucOf(predicted)).toBeCloseTo(auc, 12);
    expect(calibrationErrorOf(predicted)).toBeCloseTo(error, 12);
  });

  test("AUC needs one of each", () => {
    expect(aucOf(said([0.3, true]))).toBeNaN();
  });

  property.prop([fc.array(fc.tuple(fc.integer({ min: 0, max: 10 }), fc.boolean()), { minLength: 2, maxLength: 30 })])(
    "AUC counts pairs in order",
    (pairs) => {
      const predicted = said(...pairs.map(([tenths, came]) => [tenths / 10, came] as const));
      const [came, not] = [predicted.filter((one) => one.came), predicted.filter((one) => !one.came)];
      const inOrder = came.flatMap((a) =>
        not.map((b) => (a.probability === b.probability ? 0.5 : Number(a.probability > b.probability))),
      );
      const expected = inOrder.length === 0 ? Number.NaN : inOrder.reduce((sum, one) => sum + one, 0) / inOrder.length;
      if (Number.isNaN(expected)) expect(aucOf(predicted)).toBeNaN();
      else expect(aucOf(predicted)).toBeCloseTo(expected, 9);
    },
  );

  test("probabilities that come true as often as said have a small calibration error, stretched ones a large one", () => {
    const random = randomFrom("reliability");
    const honest = Array.from({ length: 20_000 }, () => {
      const probability = random();
      return { probability, came: random() < probability };
    });
    const sure = honest.map(({ probability, came }) => ({ probability: probability < 0.5 ? 0.02 : 0.98, came }));
    expect(calibrationErrorOf(honest)).toBeLessThan(0.01);
    expect(calibrationErrorOf(sure)).toBeGreaterThan(0.2);
    expect(reliabilityOf(sure).map(({ said: one }) => Math.round(one * 100) / 100)).toEqual([0.02, 0.98]);
    expect(reliabilityOf(said([1, true]))).toEqual([{ n: 1, said: 1, came: 1 }]);
  });
});
