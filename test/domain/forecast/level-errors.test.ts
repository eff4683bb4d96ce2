import { describe, expect, test } from "vitest";
import { dayMs } from "../../../src/domain/forecast/finishes.ts";
import { PastErrors, totalsWithin, type EndedForecast } from "../../../src/domain/forecast/level-errors.ts";
import { mean, quantile } from "../../../src/domain/forecast/numbers.ts";
import { randomFrom } from "../../../src/domain/forecast/random.ts";
import { now, poisson } from "./made-up-teams.ts";

/** All opinions say one item a day. */
const levels = new Float64Array(6).fill(1);
const present = {
  team: "a",
  now,
  levels,
  blocks: Array.from({ length: 16 }, () => new Float64Array(14).fill(1)),
};

/** Sixty past forecasts of 42 items in 42 days, after which `mean` came on average. */
function ended(team: string, cameOf: (place: number) => number): readonly EndedForecast[] {
  return Array.from({ length: 60 }, (_, place) => ({
    team,
    madeAt: now - (63 - place) * 14 * dayMs,
    levels,
    came: cameOf(place),
  }));
}

function rangeAfter(forecasts: readonly EndedForecast[]) {
  const past = new PastErrors(42);
  for (const forecast of forecasts) past.add(forecast);
  const totals = totalsWithin(past, present, randomFrom("x"));
  return {
    mean: mean(totals),
    low: quantile(totals, 0.05),
    middle: quantile(totals, 0.5),
    width: quantile(totals, 0.95) - quantile(totals, 0.05),
  };
}

const noise = (mean: number, seed: string) => {
  const random = randomFrom(seed);
  return () => poisson(mean, random);
};

describe("totals learn from past errors", () => {
  const honest = rangeAfter(ended("a", noise(42, "honest")));

  test("without any, they are as wide as draws of blocks and a small sample allow", () => {
    const { middle, width } = rangeAfter([]);
    expect(middle).toBeCloseTo(42, 0);
    expect(width).toBeLessThan(6);
  });

  test("if only a count's own noise came, they are about that wide", () => {
    expect(Math.abs(honest.middle - 42)).toBeLessThan(3);
    expect(honest.width).toBeGreaterThan(2 * 1.645 * Math.sqrt(42) * 0.75);
    expect(honest.width).toBeLessThan(2 * 1.645 * Math.sqrt(42) * 1.4);
  });

  test("a bias moves them: if half as many came as expected, half as many are forecast", () => {
    const { middle } = rangeAfter(ended("a", noise(21, "half")));
    expect(middle).toBeGreaterThan(18);
    expect(middle).toBeLessThan(26);
  });

  test("ranges that were too narrow become wide", () => {
    const wild = rangeAfter(ended("a", (place) => (place % 2 === 0 ? 14 : 90)));
    expect(wild.width).toBeGreaterThan(3 * honest.width);
  });

  test("another team's errors count, its own count more, and newer ones more than older ones", () => {
    const others = ended("b", noise(21, "others"));
    const own = ended("a", noise(42, "own"));
    const [borrowed, both] = [rangeAfter(others), rangeAfter([...others, ...own])];
    expect(borrowed.middle).toBeLessThan(27);
    expect(both.middle).toBeGreaterThan(borrowed.middle + 5);
    expect(both.low).toBeLessThan(honest.low);
    const [fell, rose] = [(place: number) => (place < 30 ? 42 : 21), (place: number) => (place < 30 ? 21 : 42)];
    expect(rangeAfter(ended("a", fell)).mean).toBeLessThan(rangeAfter(ended("a", rose)).mean - 2);
  });

  test("an error beyond all measure gives no infinite total", () => {
    const { middle } = rangeAfter(ended("a", () => 1e300));
    expect(middle).toBeLessThanOrEqual(42.5 * Math.exp(6));
  });
});
