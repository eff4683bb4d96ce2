import { describe, expect, test } from "vitest";
import { questionOf } from "../../../src/domain/forecast/train-forecast.ts";
import { aTrain, api, checkout, noon } from "../../support/builders.ts";
import { aView } from "../../support/views.ts";
import { pasts, stories } from "./made-up-trains.ts";

describe("the question of a day", () => {
  const view = aView([], { finishes: pasts });
  const asked = { view, increment: "2026.4", read: 1 };
  const basisOf = (change: Partial<typeof asked>) => questionOf({ ...asked, ...change })?.basis ?? "none";
  const later = (hours: number) => ({ view: { ...view, at: noon + hours * 3_600_000 } });

  test("is the same all day long, whatever is finished on it", () => {
    const today = pasts.map(({ team, at }) => ({ team, at: Float64Array.of(...at, noon + 1).toSorted() }));
    expect(basisOf(later(11))).toBe(basisOf({}));
    expect(basisOf({ view: { ...view, finishes: today } })).toBe(basisOf({}));
  });

  test("is another on another day, with another past, calendar, holiday, or connection", () => {
    const past = pasts.map(({ team, at }) => ({ team, at: at.slice(1) }));
    const free = { ...aTrain(), holidays: ["2026-12-25"] };
    const bases = [
      basisOf({}),
      basisOf(later(12)),
      basisOf({ view: { ...view, finishes: past } }),
      basisOf({ view: { ...view, train: free } }),
      basisOf({ view: { ...view, train: { ...aTrain(), teams: [checkout, { ...api, holidays: ["2026-12-25"] }] } } }),
      basisOf({ read: 0 }),
    ];
    expect(new Set(bases).size).toBe(bases.length);
  });

  test("needs an increment that has not ended", () => {
    expect(questionOf({ ...asked, increment: "" })).toBeNull();
    expect(questionOf({ ...asked, ...later(24 * 300) })).toBeNull();
  });

  test("counts days by the train's time zone, also across the change of the clock", () => {
    const train = { ...aTrain(), timeZone: "America/New_York" };
    const before = aView(stories(1), { train, at: Date.UTC(2026, 10, 24, 3), finishes: pasts });
    expect(questionOf({ ...asked, view: before })).toMatchObject({
      day: "2026-11-23",
      startsAt: Date.UTC(2026, 10, 23, 5),
    });
  });
});
