import { describe, expect, test } from "vitest";
import { summaryOf } from "../../../src/domain/figures/delivery-summary.ts";
import { day, item, iteration, model, train } from "../plan.ts";
import { delivered, later, readAt } from "./delivered.ts";

const done = (on: number) => ({ status: "done", closedAt: day(on), updatedAt: day(on), createdAt: day(-9) }) as const;
const items = [
  item("PAY-1", { in: 0, points: 3, ...done(3) }),
  item("PAY-2", { in: 2, points: 5, createdAt: day(-9), updatedAt: day(-8) }),
  item("LED-1", { in: 4, ...done(60) }),
  item("LED-2", { in: 5, createdAt: day(-9), updatedAt: day(-8) }),
];

const at = (instant: number, { completedAt = later, items: work = items, on = train() } = {}) =>
  summaryOf(delivered({ model: readAt(model({ items: work }), completedAt), events: [], on }, instant), on);

describe("what a page shows", () => {
  test("in the first iteration: the increment alone", () => {
    const { increment, periods, all, teams, burnUp, scope } = at(day(4));
    expect(increment).toBe("first");
    expect(periods).toEqual([{ increment: "first", iteration: null, isRunning: true }]);
    const share = { part: 3, whole: 8, ratio: 0.375 };
    expect(all).toEqual({ unit: "points", shares: [share], velocity: null });
    expect(teams.map(({ name, shares, velocity }) => [name, shares, velocity])).toEqual([
      ["PAY", [share], null],
      ["LED", [null], null],
      ["API", [null], null],
    ]);
    expect(burnUp).toEqual([{ iteration: null, done: 3, scope: 8 }]);
    expect(scope).toEqual({ committed: 8, change: 0, creep: 0, net: 0 });
  });

  test("in a later one: two ended iterations and the increment, burn-up at each boundary", () => {
    const { periods, all, burnUp, items: counted, uncertain } = at(day(44));
    expect(periods.map(({ iteration }) => iteration)).toEqual(["2", "3", null]);
    expect(all.shares).toEqual([null, { part: 0, whole: 5, ratio: 0 }, { part: 3, whole: 8, ratio: 0.375 }]);
    expect(burnUp).toEqual([
      { iteration: "1", done: 3, scope: 8 },
      { iteration: "2", done: 3, scope: 8 },
      { iteration: "3", done: 3, scope: 8 },
      { iteration: null, done: 3, scope: 8 },
    ]);
    expect([counted, uncertain]).toEqual([2, 1]);
  });

  test("in a new increment: the increment before too, until an iteration has ended", () => {
    expect(at(day(58)).periods.map(({ increment, iteration }) => `${increment} ${iteration}`)).toEqual([
      "first 3",
      "first 4",
      "first null",
      "second null",
    ]);
    expect(at(day(72)).periods.map(({ increment, iteration }) => `${increment} ${iteration}`)).toEqual([
      "first 4",
      "second 5",
      "second null",
    ]);
  });

  test("in an increment of one iteration: the increment before and its iteration, each once", () => {
    const increments = [0, 1].map((ordinal) => {
      const only = iteration(ordinal, { increment: `${ordinal}` });
      return { key: only.increment, startsAt: only.startsAt, endsAt: only.endsAt, iterations: [only] };
    });
    const { periods } = at(day(16), { on: train({ increments }) });
    expect(periods.map(({ increment, iteration: key }) => `${increment} ${key}`)).toEqual(["0 1", "0 null", "1 null"]);
  });

  test.each([
    ["as it begins", day(56)],
    ["a day later", day(57)],
  ])("burn-up and scope of a new increment alone, %s", (_, instant) => {
    const next = item("PAY-3", { in: 5, points: 2, createdAt: day(-9), updatedAt: day(-8) });
    const { burnUp, scope } = at(instant, { items: [...items, next] });
    expect(burnUp).toEqual([{ iteration: null, done: 0, scope: 2 }]);
    expect(scope).toEqual({ committed: 2, change: 0, creep: 0, net: 0 });
    expect(at(instant).scope).toBeNull();
  });

  test("each team in its unit, with its velocity", () => {
    const [pay, led] = at(day(72)).teams;
    expect([pay?.unit, pay?.velocity]).toEqual([
      "points",
      { n: 5, mean: 0.6, min: 0, max: 3, standardDeviation: 1.342 },
    ]);
    expect([led?.unit, led?.velocity]).toEqual(["items", { n: 1, mean: 1, min: 1, max: 1, standardDeviation: null }]);
  });

  test("nothing of what was not read", () => {
    const { all, scope } = at(day(44), { completedAt: day(-1) });
    expect([all.shares, scope]).toEqual([[null, null, null], null]);
    expect(at(day(-1))).toMatchObject({ periods: [], burnUp: [], scope: null });
  });
});
