import { describe, expect, test } from "vitest";
import { dayMs } from "../../../src/domain/forecast/finishes.ts";
import { fortnightsUntil, learnPast } from "../../../src/domain/forecast/learned.ts";
import { recordOf } from "../../../src/domain/forecast/track-record.ts";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import { madeUpTeam, now } from "./made-up-teams.ts";

const fortnight = 14 * dayMs;
const midnight = Math.floor(now / fortnight) * fortnight;

describe("the dates that a forecast replays", () => {
  const since = (days: number) => [{ team: "a", at: Float64Array.of(midnight - days * dayMs) }];

  test("are fixed fortnights after the first finish, and the instant itself", () => {
    const later = midnight + 3 * dayMs;
    expect(fortnightsUntil(since(20), later)).toEqual([midnight - fortnight, midnight, later]);
    expect(fortnightsUntil(since(20), later + dayMs).slice(0, 2)).toEqual([midnight - fortnight, midnight]);
    expect(fortnightsUntil(since(20), midnight)).toEqual([midnight - fortnight, midnight]);
  });

  test("are the instant alone without a past, or with a future", () => {
    expect(fortnightsUntil([], now)).toEqual([now]);
    expect(fortnightsUntil(since(-400), now)).toEqual([now]);
  });

  test("are ten years at most, of forty teams a year, of a hundred too", () => {
    const many = (count: number) => Array.from({ length: count }, () => since(20_000)).flat();
    expect([1, 40, 100].map((count) => fortnightsUntil(many(count), now + 1).length)).toEqual([261, 27, 27]);
  });
});

test("the record of the sum of all teams is its own, and about as good as said", () => {
  const finishes = ["a", "b", "c"].map((team) => madeUpTeam(team, 1200, () => 0.5));
  const { teams, outcomes, ofTrain } = atOneGo(learnPast({ finishes, now, seed: "x" }));
  expect(teams.map(({ team }) => team)).toEqual(["a", "b", "c"]);
  const asked = { team: "", horizonDays: 14, promised: "at-least" } as const;
  const [each, sum] = [recordOf(outcomes, asked, 0.85), recordOf(ofTrain, asked, 0.85)];
  expect(each.times).toBe(3 * sum.times);
  expect(sum.times).toBeGreaterThan(75);
  expect(sum.held / sum.times).toBeGreaterThan(0.75);
  expect(sum.held / sum.times).toBeLessThan(0.98);
});

test("the record does not change from one day of a fortnight to the next", () => {
  const finishes = [madeUpTeam("a", 700, () => 0.5)];
  const learned = (days: number) => atOneGo(learnPast({ finishes, now: midnight + days * dayMs, seed: "x" }));
  expect(learned(2).outcomes).toEqual(learned(1).outcomes);
  expect(learned(2).ofTrain).toEqual(learned(1).ofTrain);
});

test("without finishes nothing is learned", () => {
  const { outcomes, ofTrain } = atOneGo(
    learnPast({ finishes: [{ team: "a", at: new Float64Array() }], now, seed: "x" }),
  );
  expect([outcomes, ofTrain]).toEqual([[], []]);
});
