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

/** The day that an instant falls on by another implementation. */
function dayAt(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
}

describe("a day in a time zone", () => {
  property.prop([fc.constantFrom(...zones), fc.integer({ min: -40_000, max: 60_000 })])(
    "begins and ends when the calendar says",
    (timeZone, dayNumber) => {
      const date = Temporal.PlainDate.from("1970-01-01").add({ days: dayNumber });
      // A day that a zone left out altogether (Samoa's 30 December 2011) has no beginning to agree on.
      fc.pre(!(timeZone === "Pacific/Apia" && date.toString().startsWith("2011-12-")));
      const [before, day, after] = [date.subtract({ days: 1 }), date, date.add({ days: 1 })].map(String);
      const zone = zoneOf(timeZone);
      const [start, end] = [Number(zone.startOf(String(day))), Number(zone.endOf(String(day)))];
      expect([start - 1, start, end - 1, end].map((at) => dayAt(at, timeZone))).toEqual([before, day, day, after]);
      expect([end - 1, end, end + 1].map((at) => zone.lastDayBy(at))).toEqual([before, day, day]);
      expect([end - 1, end, end + 1].map((at) => zone.firstDayUntil(at))).toEqual([day, day, after]);
      expect(zone.startOfUtcDay(date.toZonedDateTime("UTC").epochMilliseconds + 43_200_000)).toBe(start);
    },
  );

  property.prop([fc.constantFrom(...zones), fc.integer({ min: 0, max: 2 ** 42 })])(
    "is the calendar's of each instant",
    (timeZone, at) => {
      expect(zoneOf(timeZone).dayAt(at)).toBe(dayAt(at, timeZone));
    },
  );

  property.prop([fc.constantFrom(...zones), fc.integer({ min: 0, max: 2 ** 42 })])(
    "has a Monday before it, that begins there",
    (timeZone, at) => {
      const monday = zoneOf(timeZone).mondayBefore(at);
      const weekday = new Intl.DateTimeFormat("en-US", { timeZone, weekday: "long" });
      fc.pre(!(timeZone === "Pacific/Apia" && dayAt(at, timeZone).startsWith("2012-01-")));
      expect([weekday.format(monday), weekday.format(monday - 1)]).toEqual(["Monday", "Sunday"]);
      const daysBetween = Temporal.PlainDate.from(dayAt(monday, timeZone)).until(dayAt(at, timeZone)).days;
      expect([1, 2, 3, 4, 5, 6, 7]).toContain(daysBetween);
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
    expect(zoneOf("UTC").startOf(day)).toBe(Date.parse(`${day}T00:00:00Z`));
  });
});
