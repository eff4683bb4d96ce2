import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { countBetween, dayMs, type TeamFinishes } from "../../../src/domain/forecast/finishes.ts";
import { datesUntil, forecastAt, horizons, walkForecasts } from "../../../src/domain/forecast/forecast.ts";
import { mean, quantile, sum } from "../../../src/domain/forecast/numbers.ts";
import { randomFrom } from "../../../src/domain/forecast/random.ts";
import { stateRange } from "../../../src/domain/forecast/stated-range.ts";
import { outcomeOf, recordOf, type Outcome } from "../../../src/domain/forecast/track-record.ts";
import { madeUpTeam, now } from "./made-up-teams.ts";

const steady = madeUpTeam("steady", 500, () => 0.8);
const waning = madeUpTeam("waning", 500, (daysLeft) => daysLeft / 50);

function totalsOf(teams: readonly TeamFinishes[], team: string, days: number): Float64Array {
  const forecast = forecastAt(teams, now, "seed").teams.find((one) => one.team === team);
  return forecast?.horizons.find((one) => one.days === days)?.totals ?? new Float64Array();
}

describe("a forecast", () => {
  test("of a steady team is about its mean, wider the less is counted", () => {
    for (const days of horizons) {
      const totals = totalsOf([steady], "steady", days);
      const [low, middle, high] = [0.05, 0.5, 0.95].map((share) => quantile(totals, share));
      expect(Math.abs((middle ?? 0) / days - 0.8)).toBeLessThan(0.25);
      expect((high ?? 0) - (low ?? 0)).toBeGreaterThan(2 * Math.sqrt(0.8 * days));
      expect((high ?? 0) - (low ?? 0)).toBeLessThan(8 * Math.sqrt(0.8 * days));
    }
  });

  test("is the same for the same past, instant and seed, and hardly another for another seed", () => {
    expect(forecastAt([steady, waning], now, "seed")).toEqual(forecastAt([steady, waning], now, "seed"));
    const other = forecastAt([steady], now, "other").teams[0]?.horizons[1]?.totals ?? [];
    expect(Math.abs(mean([...other]) - mean(totalsOf([steady], "steady", 42)))).toBeLessThan(1);
  });

  test("learns that a team wanes: its median is below the recent level", () => {
    const lately = countBetween(waning, now - 84 * dayMs, now);
    const [learned] = [quantile(totalsOf([waning], "waning", 84), 0.5)];
    expect(learned).toBeLessThan(lately * 0.85);
  });

  test("is wider for a team whose level jumps than for a steady one", () => {
    const jumping = madeUpTeam("jumping", 700, (daysLeft) => (Math.floor(daysLeft / 60) % 2 === 0 ? 0.3 : 1.3));
    const widthOf = (totals: Float64Array) => (quantile(totals, 0.95) - quantile(totals, 0.05)) / mean(totals);
    expect(widthOf(totalsOf([jumping], "jumping", 42))).toBeGreaterThan(
      1.5 * widthOf(totalsOf([steady], "steady", 42)),
    );
  });

  test("survives bulk closings, one finish in five years, and instants far in the future", () => {
    const at = [...steady.at, ...Array.from({ length: 3000 }, () => now - 100.5 * dayMs), now + 1e12, 8e15];
    const bulk = { team: "bulk", at: Float64Array.from(at).toSorted() };
    const totals = totalsOf([bulk], "bulk", 84);
    expect(totals.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
    expect(totals).toHaveLength(606);
    const old = { team: "old", at: Float64Array.of(now - 1900 * dayMs) };
    expect(forecastAt([old], now, "seed").teams[0]?.refusal).toEqual({
      kind: "too-few-lately",
      finished: 0,
      needed: 8,
      days: 224,
    });
  });

  test.each<[string, readonly number[], object]>([
    ["nothing finished", [], { kind: "nothing-finished" }],
    ["finished later only", [-1], { kind: "nothing-finished" }],
    ["a past of 20 days", [20, 10, 3], { kind: "short-past", days: 20, neededDays: 28 }],
    ["seven items", [90, 80, 70, 60, 50, 40, 30], { kind: "too-few-lately", finished: 7, needed: 8, days: 224 }],
  ])("is refused with the reason: %s", (_, daysAgo, refusal) => {
    const at = Float64Array.from(daysAgo, (days) => now - days * dayMs);
    const [forecast] = forecastAt([{ team: "a", at }, steady], now, "seed").teams;
    expect(forecast).toEqual({ team: "a", madeAt: now, refusal, horizons: [] });
  });

  test("of no team at all is empty", () => {
    expect(forecastAt([], now, "seed")).toEqual({ madeAt: now, teams: [], outcomes: [] });
  });
});

describe("the past that a forecast replays", () => {
  test("has a date every two weeks, back to the first finish", () => {
    const team = { team: "a", at: Float64Array.of(now - 30 * dayMs) };
    expect(datesUntil([team], now)).toEqual([now - 28 * dayMs, now - 14 * dayMs, now]);
    expect(datesUntil([], now)).toEqual([now]);
  });

  property.prop([fc.integer({ min: 0, max: 400 }), fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 200 })], {
    numRuns: 6,
  })("knows nothing of what comes later: whatever follows an instant, its forecast is the same", (daysAgo, later) => {
    const instant = now - daysAgo * dayMs;
    const other = steady.at.filter((at) => at <= instant);
    const changed = Float64Array.of(...other, ...later.map((days) => instant + days * dayMs * 0.1)).toSorted();
    const teams = [{ team: "steady", at: changed }, waning];
    expect(forecastAt(teams, instant, "seed")).toEqual(forecastAt([steady, waning], instant, "seed"));
  });

  test("gives each date the forecast that was made on it", () => {
    const dates = datesUntil([steady], now);
    const walked = [...walkForecasts([steady], dates, { seed: "seed", until: Infinity })].filter((one) => one !== null);
    const then = dates.at(-20) ?? 0;
    expect(walked.find(({ madeAt }) => madeAt === then)?.teams).toEqual(forecastAt([steady], then, "seed").teams);
  });

  test("leaves out what is not judged by an instant, and learns the same", () => {
    const dates = datesUntil([steady], now);
    const [all, judged] = [Infinity, now].map((until) =>
      [...walkForecasts([steady], dates, { seed: "seed", until })].filter((one) => one !== null),
    );
    expect(judged?.at(-1)).toEqual(all?.at(-1));
    const made = judged?.slice(-8).map(({ teams }) => teams.map(({ horizons: some }) => some.map(({ days }) => days)));
    const [three, two, one] = [[14, 42, 84], [14, 42], [14]];
    expect(made?.flat()).toEqual([three, three, two, two, two, one, one, three]);
  });

  test("shows ranges that were halved by mistake: their record is bad, and they are widened", () => {
    const walked = [...walkForecasts([steady], datesUntil([steady], now), { seed: "seed", until: now })].filter(
      (one) => one !== null,
    );
    const halved = walked.flatMap(({ teams, madeAt }) =>
      teams.flatMap(({ team, horizons: made }) =>
        made
          .filter(({ days }) => days === 14 && madeAt + days * dayMs <= now)
          .map(({ days, totals }): Outcome => {
            const middle = quantile(totals, 0.5);
            const narrow = totals.map((value) => middle + (value - middle) / 2);
            const came = countBetween(steady, madeAt, madeAt + days * dayMs);
            return { team, horizonDays: days, madeAt, ...outcomeOf(narrow, came) };
          }),
      ),
    );
    const asked = { team: "steady", promised: "between", said: 0.9 } as const;
    const totals = totalsOf([steady], "steady", 14);
    const planted = stateRange({ days: 14, totals }, asked, halved);
    const honest = stateRange({ days: 14, totals }, asked, walked.at(-1)?.outcomes ?? []);
    expect(honest).toMatchObject({ kind: "range", level: 0.9 });
    expect(planted.record.times).toBe(honest.record.times);
    expect(planted.kind === "bad-record" || planted.level > 0.9).toBe(true);
  });

  test("holds as often as said, for teams that change at random", () => {
    const random = randomFrom("changing teams");
    const teams = Array.from({ length: 5 }, (_, place) => {
      const steps = Array.from({ length: 90 }, () => 0.25 * (random() + random() + random() + random() - 2));
      const levels = steps.map((_step, end) => 0.8 * Math.exp(sum(steps.slice(0, end))));
      return madeUpTeam(`team ${place}`, 1200, (daysLeft) => levels[Math.floor(daysLeft / 14)] ?? 1);
    });
    const { outcomes } = forecastAt(teams, now, "seed");
    for (const horizonDays of horizons) {
      const record = recordOf(outcomes, { team: "", horizonDays, promised: "at-least" }, 0.85);
      const within = recordOf(outcomes, { team: "", horizonDays, promised: "between" }, 0.9);
      expect(record.times).toBeGreaterThan(350);
      expect(record.held / record.times).toBeGreaterThan(0.8);
      expect(record.held / record.times).toBeLessThan(0.92);
      expect(within.held / within.times).toBeGreaterThan(0.85);
      expect(within.held / within.times).toBeLessThan(0.97);
    }
  });
});
