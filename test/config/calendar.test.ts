import { fc, test as propertyTest } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { planIterations, scheduleIncrements } from "../../config/calendar.ts";
import type { IncrementEntry } from "../../config/increment-schema.ts";

const hour = 3_600_000;
const counted = (count: number, length: number, starts = "2026-10-05"): IncrementEntry => ({
  key: "2026.4",
  starts,
  iterations: { count, length },
});

function schedule(entries: readonly IncrementEntry[], timeZone: string) {
  return scheduleIncrements(
    entries.map((entry) => ({ key: entry.key, iterations: planIterations(entry) })),
    timeZone,
  );
}

describe("a day starts", () => {
  test.each([
    ["UTC", "2026-10-05", "2026-10-05T00:00:00Z"],
    ["Europe/Berlin", "2026-10-05", "2026-10-04T22:00:00Z"],
    ["Europe/Berlin", "2026-11-02", "2026-11-01T23:00:00Z"],
    ["America/Los_Angeles", "2026-07-01", "2026-07-01T07:00:00Z"],
    ["Asia/Kolkata", "2026-07-01", "2026-06-30T18:30:00Z"],
    // Chile changes its clocks at midnight: this day has no 00:00.
    ["America/Santiago", "2026-09-06", "2026-09-06T04:00:00Z"],
  ])("in %s, %s at %s", (timeZone, day, instant) => {
    const entry = { key: "A", iterations: [{ key: "1", starts: day, ends: "2027-12-31" }] };
    const startsAt = schedule([entry], timeZone)[0]?.startsAt ?? 0;
    expect(new Date(startsAt).toISOString()).toBe(new Date(instant).toISOString());
  });
});

describe("iterations given as a count and a length", () => {
  test("follow one another in whole days over a change of the clocks", () => {
    const [increment] = schedule([counted(3, 14)], "Europe/Berlin");
    expect(increment?.iterations.map(({ startsOn, endsOn }) => [startsOn, endsOn])).toEqual([
      ["2026-10-05", "2026-10-19"],
      ["2026-10-19", "2026-11-02"],
      ["2026-11-02", "2026-11-16"],
    ]);
    const hours = increment?.iterations.map(({ startsAt, endsAt }) => (endsAt - startsAt) / hour);
    expect(hours).toEqual([336, 337, 336]);
  });

  test("lose an hour in March", () => {
    const [increment] = schedule([counted(1, 14, "2026-03-23")], "Europe/Berlin");
    expect(increment).toMatchObject({ startsAt: Date.UTC(2026, 2, 22, 23), endsAt: Date.UTC(2026, 3, 5, 22) });
  });

  test("are named by their number, the last by what it is for", () => {
    const entry: IncrementEntry = {
      ...counted(2, 7),
      iterations: { count: 2, length: 7, last: "innovation-planning", sprintName: "PI {increment} / {iteration}$" },
    };
    expect(planIterations(entry)).toMatchObject([
      { key: "1", name: "Iteration 1", kind: "regular", sprintName: String.raw`PI 2026\.4 / 1$` },
      { key: "2", name: "Iteration 2 (IP)", kind: "innovation-planning", sprintName: String.raw`PI 2026\.4 / 2$` },
    ]);
  });

  test("are none without a first day", () => {
    expect(planIterations({ key: "A", iterations: { count: 2, length: 7 } })).toEqual([]);
  });

  propertyTest.prop([
    fc.integer({ min: 1, max: 20 }),
    fc.integer({ min: 1, max: 30 }),
    fc.constantFrom("UTC", "Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Pacific/Apia"),
    fc.date({ min: new Date("2000-01-01"), max: new Date("2090-01-01"), noInvalidDate: true }),
  ])("leave no gap and end where the increment ends", (count, length, timeZone, date) => {
    const [increment] = schedule([counted(count, length, date.toISOString().slice(0, 10))], timeZone);
    const iterations = increment?.iterations ?? [];
    expect(iterations).toHaveLength(count);
    expect(iterations.slice(1).map(({ startsAt }) => startsAt)).toEqual(
      iterations.slice(0, -1).map(({ endsAt }) => endsAt),
    );
    expect(increment?.endsAt).toBe(iterations.at(-1)?.endsAt);
    expect(iterations.every(({ startsAt, endsAt }) => startsAt < endsAt)).toBe(true);
  });
});

describe("listed iterations", () => {
  const listed = (key: string, days: readonly (readonly [string, string, string])[]): IncrementEntry => ({
    key,
    iterations: days.map(([name, starts, ends]) => ({ key: name, starts, ends })),
  });

  test("and increments are put in order of time, however the file has them", () => {
    const planned = schedule(
      [
        listed("B", [["1", "2026-03-01", "2026-03-15"]]),
        listed("A", [
          ["two", "2026-01-15", "2026-02-01"],
          ["1", "2026-01-01", "2026-01-15"],
        ]),
      ],
      "UTC",
    );
    const order = planned.flatMap(({ iterations }) =>
      iterations.map(({ increment, key, ordinal }) => [increment, key, ordinal]),
    );
    expect(order).toEqual([
      ["A", "1", 0],
      ["A", "two", 1],
      ["B", "1", 2],
    ]);
  });

  test("keep the name and kind they are given", () => {
    const entry: IncrementEntry = {
      key: "A",
      iterations: [
        { key: "IP", starts: "2026-01-01", ends: "2026-01-08", kind: "innovation-planning" },
        { key: "2", name: "Second", starts: "2026-01-08", ends: "2026-01-15" },
      ],
    };
    expect(planIterations(entry).map(({ name }) => name)).toEqual(["IP (IP)", "Second"]);
  });
});
