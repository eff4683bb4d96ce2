import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { flowWindow, isWithin } from "../../../src/domain/figures/flow-window.ts";
import { inDays, inDaysOrNull, nearestRank, ratioOf } from "../../../src/domain/figures/nearest-rank.ts";
import { lengthOf, overlapOf, unionOf, type Span } from "../../../src/domain/figures/spans.ts";
import { listed } from "../../../src/domain/figures/listed.ts";
import { DAY, day } from "../plan.ts";

const span = fc.record({ from: fc.integer({ min: 0, max: 20 }), until: fc.integer({ min: 0, max: 20 }) });
const spans = fc.array(span, { maxLength: 6 });

/** Whether each of the moments from 0 to 20 lies in one of the spans. */
function moments(some: readonly Span[]): readonly boolean[] {
  return Array.from({ length: 20 }, (_, moment) => some.some(({ from, until }) => from <= moment && moment < until));
}

describe("times", () => {
  property.prop([spans])("of a union are those of any, once", (some) => {
    const union = unionOf(some);
    expect(moments(union)).toEqual(moments(some));
    expect(lengthOf(union)).toBe(moments(some).filter(Boolean).length);
    const bounds = union.flatMap(({ from, until }) => [from, until]);
    expect(bounds).toEqual([...new Set(bounds)].toSorted((a, b) => a - b));
  });

  property.prop([spans, spans])("of an overlap are those of both", (some, others) => {
    const [a, b] = [moments(some), moments(others)];
    expect(moments(overlapOf(some, others))).toEqual(a.map((isIn, place) => isIn && b[place] === true));
  });
});

describe("nearest rank", () => {
  test.each([
    [[], 50, null],
    [[7], 50, 7],
    [[7], 85, 7],
    [[1, 2], 50, 1],
    [[1, 2], 51, 2],
    [[1, 2, 3], 50, 2],
    [Array.from({ length: 20 }, (_, place) => place + 1), 85, 17],
    [Array.from({ length: 21 }, (_, place) => place + 1), 85, 18],
    [[1, 2, 3], 100, 3],
  ])("of %j at %i is %j", (values, percent, expected) => {
    expect(nearestRank(values, percent)).toBe(expected);
  });

  property.prop([fc.array(fc.integer(), { minLength: 1 }), fc.integer({ min: 1, max: 100 })])(
    "is the smallest value that the given share of all values does not exceed",
    (values, percent) => {
      const ascending = values.toSorted((a, b) => a - b);
      const found = nearestRank(ascending, percent) ?? Number.NaN;
      const share = (limit: number) => ascending.filter((value) => value <= limit).length * 100;
      expect(values).toContain(found);
      expect(share(found)).toBeGreaterThanOrEqual(percent * values.length);
      expect(share(found - 1)).toBeLessThan(percent * values.length);
    },
  );

  test("days have one decimal, ratios two", () => {
    expect([inDays(DAY * 1.26), inDaysOrNull(DAY * 2), inDaysOrNull(null), ratioOf(2, 3)]).toEqual([
      1.3,
      2,
      null,
      0.67,
    ]);
  });
});

describe("the window", () => {
  test("is twelve weeks long, and has 84 ends of days", () => {
    const { from, until, weeks, dayEnds } = flowWindow(day(84) + 1, "UTC");
    expect([from, until]).toEqual([day(0) + 1, day(84) + 1]);
    expect(weeks).toHaveLength(12);
    expect([weeks[0], weeks[11]]).toEqual([
      { from: day(0) + 1, until: day(7) + 1 },
      { from: day(77) + 1, until: day(84) + 1 },
    ]);
    expect(dayEnds).toHaveLength(84);
    expect([dayEnds[0], dayEnds[83]]).toEqual([
      { day: "2027-01-04", at: day(1) },
      { day: "2027-03-28", at: day(84) },
    ]);
  });

  test("has days of the train's time zone, longer and shorter ones too", () => {
    const { dayEnds } = flowWindow(Date.parse("2027-04-01T00:00:00+02:00"), "Europe/Berlin");
    const lengths = dayEnds.slice(1).map(({ at }, place) => (at - (dayEnds[place]?.at ?? 0)) / 3_600_000);
    expect(lengths.filter((hours) => hours !== 24)).toEqual([23]);
    expect(dayEnds.at(-1)).toEqual({ day: "2027-03-31", at: Date.parse("2027-04-01T00:00:00+02:00") });
  });

  test("does not hold the instant at its beginning", () => {
    const week = { from: 1, until: 3 };
    expect([1, 2, 3, 4].map((instant) => isWithin(instant, week))).toEqual([false, true, true, false]);
  });
});

test("a figure names ten things at most, and says how many there are", () => {
  const all = Array.from({ length: 12 }, (_, place) => place);
  expect(listed(all)).toEqual({ total: 12, first: all.slice(0, 10) });
});
