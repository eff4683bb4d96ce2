import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { quantile } from "../../../src/domain/forecast/numbers.ts";
import { poisson } from "./made-up-teams.ts";
import { randomFrom } from "../../../src/domain/forecast/random.ts";
import { isBad, stateRange } from "../../../src/domain/forecast/stated-range.ts";
import {
  outcomeOf,
  rangeIn,
  recordOf,
  sharesOf,
  type Outcome,
  type Promised,
} from "../../../src/domain/forecast/track-record.ts";

const totals = Float64Array.from({ length: 101 }, (_, place) => place / 10);

describe("how a forecast ended", () => {
  test.each<[readonly number[], number, number, number]>([
    [[1, 2, 3], 0, -1, 0],
    [[1, 2, 3], 1, 0, 0],
    [[1, 2, 3], 2.5, 0.75, 0.75],
    [[1, 2, 2, 2, 3], 2, 0.75, 0.25],
    [[1, 2, 3], 3, 1, 1],
    [[1, 2, 3], 4, 1, 2],
    [[0, 0, 0], 0, 1, 0],
  ])("%j, as %f came: from %f, to %f", (values, came, from, to) => {
    expect(outcomeOf(Float64Array.from(values), came)).toEqual({ from, to });
  });

  property.prop([
    fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 2, maxLength: 60 }),
    fc.integer({ min: 0, max: 41 }),
    fc.integer({ min: 51, max: 99 }),
    fc.constantFrom<Promised>("at-least", "between"),
  ])("says for every level whether the range held", (values, came, percent, promised) => {
    const ascending = Float64Array.from(values).toSorted();
    const said = percent / 100;
    const { low, high } = sharesOf(promised, said);
    const within = (value: number) => Math.round(value * 1e6) / 1e6;
    const held =
      within(quantile(ascending, low)) <= came &&
      (promised === "at-least" || came <= within(quantile(ascending, high)));
    const outcome: Outcome = { team: "a", horizonDays: 14, madeAt: 0, ...outcomeOf(ascending, came) };
    expect(recordOf([outcome], { team: "a", horizonDays: 14, promised }, said).held).toBe(Number(held));
  });
});

test.each<[readonly number[], Promised, number, number, number]>([
  [[...totals], "at-least", 0.85, 2, 10],
  [[...totals], "between", 0.9, 1, 9],
  [[2.2, 2.3, 2.4], "between", 0.9, 2, 2],
])("whole numbers inside %j, %s %f: %d to %d", (values, promised, said, least, most) => {
  expect(rangeIn(Float64Array.from(values), promised, said)).toEqual({ least, most });
});

/** Outcomes of forecasts whose ranges are `width` times as wide as they should be, `bias` too high. */
function outcomes(
  count: number,
  { width, bias = 0, seed = "" }: { width: number; bias?: number; seed?: string },
): readonly Outcome[] {
  const random = randomFrom(`outcomes ${seed} ${width} ${bias}`);
  return Array.from({ length: count }, (_, place) => {
    const ascending = Float64Array.from({ length: 200 }, () => 20 + bias + (poisson(20, random) - 20) * width);
    return { team: "a", horizonDays: 14, madeAt: place, ...outcomeOf(ascending.toSorted(), poisson(20, random)) };
  });
}

const asked = { team: "a", promised: "between", said: 0.8 } as const;
const forecast = { days: 14, totals };

describe("a stated range", () => {
  test("carries the team's own record if it has eight, else all teams'", () => {
    const all = outcomes(20, { width: 1 });
    const own = stateRange(forecast, asked, all);
    expect(own).toMatchObject({
      kind: "range",
      level: 0.8,
      least: 1,
      most: 9,
      record: { said: 0.8, times: 20, of: "team" },
    });
    const other = stateRange(forecast, { ...asked, team: "b" }, all);
    expect(other).toMatchObject({ kind: "range", level: 0.8, record: { times: 20, of: "all teams" } });
  });

  test("of 84 days needs six times as many, because they overlap", () => {
    const all = outcomes(40, { width: 1 }).map((one) => ({ ...one, horizonDays: 84 }));
    const question = { team: "a", horizonDays: 84, promised: "between" } as const;
    expect(recordOf(all, question, 0.8).of).toBe("all teams");
    expect(recordOf([...all, ...all], question, 0.8).of).toBe("team");
  });

  test.each(["a", "b", "c", "d", "e"])("is widened or refused after ranges of half the width (%s)", (seed) => {
    const halved = outcomes(200, { width: 0.5, seed });
    const plain = recordOf(halved, { team: "a", horizonDays: 14, promised: "between" }, 0.8);
    expect(plain.held).toBeLessThan(120);
    const stated = stateRange({ days: 14, totals }, asked, halved);
    expect(stated.kind === "bad-record" || stated.level > 0.9).toBe(true);
  });

  test.each(["a", "b", "c", "d", "e"])(
    "is widened, and says so, after ranges of two thirds of the width (%s)",
    (seed) => {
      const narrow = outcomes(200, { width: 0.66, seed });
      const stated = stateRange({ days: 14, totals: totals.map((value) => 4 + value / 5) }, asked, narrow);
      expect(stated).toMatchObject({ kind: "range", record: { said: 0.8, times: 200 } });
      if (stated.kind !== "range") return;
      expect(stated.level).toBeGreaterThanOrEqual(0.9);
      expect(stated.record.held).toBeGreaterThanOrEqual(160);
      expect([stated.least, stated.most]).toEqual([5, 5]);
    },
  );

  test("is refused after ranges that were all wrong", () => {
    const wrong = outcomes(60, { width: 0.1, bias: 30 });
    expect(stateRange(forecast, asked, wrong)).toEqual({
      kind: "bad-record",
      record: { said: 0.8, held: 0, times: 60, of: "team" },
    });
  });

  test.each([
    [0.85, 0, 0, 14, false],
    [0.85, 34, 41, 14, false],
    [0.85, 28, 41, 14, true],
    [0.85, 28, 41, 84, false],
    [0.85, 0, 1, 84, true],
  ])("said %f, held %d of %d times at %d days: bad %s", (said, held, times, days, bad) => {
    expect(isBad({ said, held, times, of: "team" }, days)).toBe(bad);
  });

  test("without any past is stated as it is", () => {
    expect(stateRange(forecast, asked, [])).toMatchObject({ kind: "range", level: 0.8, record: { held: 0, times: 0 } });
  });
});
