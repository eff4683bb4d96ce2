import { fc, test as property } from "@fast-check/vitest";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";

import { zoneOf } from "../../../src/domain/schedule/civil-day.ts";

const zones = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "America/Sao_Paulo",
  "Asia/Kolkata",
  "Pacific/Apia",
  "Pacific/Kiritimati",
  "Australia/Lord_Howe",
];

/** The first instant of a day by another implementation. */
function expected(day: Temporal.PlainDate, timeZone: string): number {
  return day.toZonedDateTime(timeZone).epochMilliseconds;
}

describe("a day in a time zone", () => {
  property.prop([fc.constantFrom(...zones), fc.integer({ min: -40_000, max: 60_000 })])(
    "begins and ends when the calendar says",
    (timeZone, dayNumber) => {
      const day = Temporal.PlainDate.from("1970-01-01").add({ days: dayNumber });
      // A day that a zone left out altogether (Samoa's 30 December 2011) has no beginning to agree on.
      fc.pre(!(timeZone === "Pacific/Apia" && day.toString().startsWith("2011-12-")));
      const zone = zoneOf(timeZone);
      expect(zone.startOf(day.toString())).toBe(expected(day, timeZone));
      expect(zone.endOf(day.toString())).toBe(expected(day.add({ days: 1 }), timeZone));
      const end = expected(day.add({ days: 1 }), timeZone);
      expect([end - 1, end, end + 1].map((at) => zone.lastDayBy(at))).toEqual(
        [day.subtract({ days: 1 }), day, day].map(String),
      );
      expect([end - 1, end, end + 1].map((at) => zone.firstDayUntil(at))).toEqual(
        [day, day, day.add({ days: 1 })].map(String),
      );
    },
  );

  test.each([
    ["Europe/Berlin", "2026-10-25", 25],
    ["Europe/Berlin", "2026-03-29", 23],
    ["America/Sao_Paulo", "2018-11-04", 23],
    ["Atlantic/Azores", "2026-10-25", 25],
    ["UTC", "2024-02-29", 24],
  ])("in %s, %s has %i hours", (timeZone, day, hours) => {
    const zone = zoneOf(timeZone);
    expect((Number(zone.endOf(day)) - Number(zone.startOf(day))) / 3_600_000).toBe(hours);
  });

  test.each([
    "2026-02-29",
    "2026-13-01",
    "2026-00-10",
    "2026-04-31",
    "2026-01-00",
    "2026-01-32",
    "1900-02-29",
    "2026-1-1",
    "today",
    "2026-01-01T00:00",
    "",
  ])("%s is no day", (day) => {
    const zone = zoneOf("UTC");
    expect([zone.startOf(day), zone.endOf(day)]).toEqual([null, null]);
  });

  test.each(["2000-02-29", "0026-10-05", "9999-12-31"])("%s is one", (day) => {
    expect(zoneOf("UTC").startOf(day)).toBe(Temporal.PlainDate.from(day).toZonedDateTime("UTC").epochMilliseconds);
  });
});
