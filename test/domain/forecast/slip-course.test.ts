import { describe, expect, test } from "vitest";
import { dayMs } from "../../../src/domain/forecast/finishes.ts";
import { courseAt, whileOpen } from "../../../src/domain/forecast/slip-course.ts";
import { describeStays } from "../../../src/domain/forecast/slip-rates.ts";
import { probabilityUntil } from "../../../src/domain/forecast/slip-outlook.ts";
import { probabilityAt, replaySlips } from "../../../src/domain/forecast/slip-replay.ts";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import { aStay, start, tracker } from "./made-up-stays.ts";

/** Stays of ten days from `start`, closed on these days after it. */
function courseOf(closed: Readonly<Record<string, readonly (number | null)[]>>, now = start + 10 * dayMs) {
  const stays = Object.entries(closed).flatMap(([team, days]) =>
    days.map((day, place) =>
      aStay({
        item: `${team} ${place}`,
        team,
        sprintEndsAt: start + 10 * dayMs,
        closedAt: day === null ? null : start + day * dayMs,
      }),
    ),
  );
  return courseAt(describeStays(stays), now);
}

describe("the share of open items among those that do not slip", () => {
  // All stays have the same age, so each weighs 1. One stay that is closed evenly is added.
  test("is that of all teams for a team without a past, linear between twentieths", () => {
    const { openAt } = courseOf({ a: [1, 3, 5, 9, 12, null] });
    expect(openAt("b", 0)).toBeCloseTo(1, 9);
    expect(openAt("b", 0.4)).toBeCloseTo((2 + 0.6) / 5, 9);
    expect(openAt("b", 0.425)).toBeCloseTo((2 + 0.575) / 5, 9);
    expect(openAt("b", 1)).toBeCloseTo(0, 9);
    expect([openAt("b", -1), openAt("b", 2)]).toEqual([openAt("b", 0), openAt("b", 1)]);
  });

  test("is a team's own, to which all teams add eight stays", () => {
    const { openAt } = courseOf({ a: [1, 1, 1], b: [9] });
    const all = (1 + 0.5) / 5;
    expect(openAt("a", 0.5)).toBeCloseTo((0 + 8 * all) / 11, 9);
    expect(openAt("b", 0.5)).toBeCloseTo((1 + 8 * all) / 9, 9);
  });
});

describe("the share of late items that stay open", () => {
  test("falls with the days, and counts only days that are over", () => {
    const { openAfter } = courseOf({ a: [5, 11, 13, null] }, start + 13 * dayMs);
    expect(openAfter).toHaveLength(29);
    expect(openAfter[0]).toBe(1);
    const [first = 0, second = 0, third = 0, fourth = 0] = openAfter.slice(1);
    expect(first).toBeCloseTo(3 / 4, 1);
    expect(second).toBe(first);
    expect(third).toBeCloseTo(2 / 4, 1);
    // No stay tells of the fourth day: it is at most the third.
    expect(fourth).toBe(third);
  });
});

describe("the probability of a slip", () => {
  test("rises while the item is open, by Bayes' rule", () => {
    expect(whileOpen(0.25, 1)).toBe(0.25);
    expect(whileOpen(0.25, 0.1)).toBeCloseTo(0.25 / (0.25 + 0.075), 9);
    expect(whileOpen(0.25, 0)).toBe(1);
  });

  test("is unknown before anything was learned, and of a stay that began before", () => {
    const stays = describeStays(tracker("replay"));
    const learnedAt = start + 400 * dayMs;
    const replay = atOneGo(replaySlips(stays, [learnedAt]));
    const [first, last] = [stays.slice(0, 1), stays.slice(-1)];
    const asked = [...first, ...last].flatMap((one) =>
      [learnedAt - dayMs, one.stay.from + dayMs].map((at) => probabilityAt(replay, one, at) === null),
    );
    expect(asked).toEqual([true, true, true, false]);
    expect(first.map((one) => probabilityAt(replay, one, learnedAt))).toEqual([null]);
  });

  test.each([
    [-3, 0.8],
    [0, 0.8],
    [0.2, 0.4],
    [1, 0.4],
    [2, 0.2],
    [40, 0.2],
    [25 / 24, 0.4],
  ])("%d days after the end is what is left by then", (days, expected) => {
    const slip = { probability: 0.8, endsAt: start };
    expect(probabilityUntil({ openAfter: [1, 0.5, 0.25] }, slip, start + days * dayMs)).toBeCloseTo(expected, 9);
  });
});
