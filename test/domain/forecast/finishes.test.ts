import { describe, expect, test } from "vitest";
import {
  countBetween,
  dailyCounts,
  dayMs,
  daysSinceFirst,
  finishesByTeam,
} from "../../../src/domain/forecast/finishes.ts";
import { blocksAt, levelsAt } from "../../../src/domain/forecast/levels.ts";
import { now } from "./made-up-teams.ts";

const ago = (days: number) => now - days * dayMs;

describe("a team's finishes", () => {
  const [checkout, ledger] = finishesByTeam(
    [
      { team: "checkout", at: ago(0.5) },
      { team: "checkout", at: ago(2.5) },
      { team: "elsewhere", at: ago(1) },
      { team: "checkout", at: ago(2.1) },
      { team: "checkout", at: ago(-1) },
    ],
    ["checkout", "ledger"],
  );
  const none = { team: "none", at: new Float64Array() };

  test("are in order, by team; a team without any has none", () => {
    expect([...(checkout ?? none).at]).toEqual([ago(2.5), ago(2.1), ago(0.5), ago(-1)]);
    expect(ledger).toEqual({ team: "ledger", at: new Float64Array() });
  });

  test("are counted by day as known at an instant, without those of a clock that is ahead", () => {
    expect([...dailyCounts(checkout ?? none, now, 4)]).toEqual([0, 2, 0, 1]);
    expect([...dailyCounts(checkout ?? none, ago(1), 2)]).toEqual([2, 0]);
    expect(countBetween(checkout ?? none, ago(2.1), now)).toBe(1);
    expect([daysSinceFirst(checkout ?? none, now), daysSinceFirst(none, now)]).toEqual([2, -1]);
  });

  test("give a level over each window, their mean and their geometric mean; days before the first do not count", () => {
    const at = Float64Array.from({ length: 280 }, (_, day) => ago(280 - day - 0.5)).filter((_, day) => day >= 224);
    const [two, four, eight, sixteen, mean, geometric] = levelsAt({ team: "steady", at }, now);
    expect([two, four, eight, sixteen, mean]).toEqual([1, 1, 1, 1, 1]);
    expect(geometric).toBeCloseTo(1, 12);
    const blocks = blocksAt({ team: "steady", at }, now);
    expect(blocks.map((block) => block.length)).toEqual([14, 14, 14]);
  });

  test("a level falls first in the short windows", () => {
    const at = Float64Array.from({ length: 224 }, (_, day) => ago(224 - day - 0.5)).subarray(0, 196);
    const levels = levelsAt({ team: "stopped", at }, now);
    const rates = [...levels].slice(0, 4).map((level) => Math.round(level * 1000) / 1000);
    expect(rates).toEqual([0, 0.5, 0.75, 0.874]);
    expect(levels[5]).toBeLessThan(levels[4] ?? 0);
    expect(blocksAt({ team: "stopped", at }, now)).toHaveLength(15);
  });
});
