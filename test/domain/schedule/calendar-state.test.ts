import { describe, expect, test } from "vitest";
import { calendarAt } from "../../../src/domain/schedule/calendar-state.ts";
import { day, train } from "../plan.ts";

describe("how far the calendar reaches", () => {
  test.each<[number, number, number, string]>([
    [-3, 0, 56, "planned"],
    [55, 0, 56, "planned"],
    [56, 56, 112, "planned"],
    [97.9, 56, 112, "planned"],
    [98, 56, 112, "ends-soon"],
    [111.9, 56, 112, "ends-soon"],
    [112, 56, 112, "over"],
    [400, 56, 112, "over"],
  ])("day %d", (at, startsAt, endsAt, state) => {
    expect(calendarAt(train(), day(at))).toEqual({ startsAt: day(startsAt), endsAt: day(endsAt), state });
  });

  test("a train without increments has none", () => {
    expect(calendarAt(train({ increments: [] }), day(0))).toEqual({ startsAt: null, endsAt: null, state: "planned" });
  });
});
