import { expect, test } from "vitest";
import { digestDueAt } from "../../../src/domain/schedule/digest-schedule.ts";

const monday8 = { channels: [], weekday: 1, minutes: 8 * 60 };

test.each([
  ["a minute before it", monday8, "Europe/Berlin", "2026-11-30T06:59:59.999Z", "2026-11-23T07:00:00.000Z"],
  ["the minute itself", monday8, "Europe/Berlin", "2026-11-30T07:00:00.000Z", "2026-11-30T07:00:00.000Z"],
  ["the Sunday after", monday8, "Europe/Berlin", "2026-12-06T22:00:00.000Z", "2026-11-30T07:00:00.000Z"],
  [
    "east of UTC, where Monday has begun on UTC's Sunday",
    { ...monday8, minutes: 0 },
    "Pacific/Auckland",
    "2026-11-29T11:00:00.000Z",
    "2026-11-29T11:00:00.000Z",
  ],
  [
    "west of UTC, where it is Sunday on UTC's Monday",
    { ...monday8, minutes: 0 },
    "America/Los_Angeles",
    "2026-11-30T07:59:00.000Z",
    "2026-11-23T08:00:00.000Z",
  ],
  ["over a change of the clocks", monday8, "Europe/Berlin", "2026-10-25T12:00:00.000Z", "2026-10-19T06:00:00.000Z"],
  [
    "on the day on which clocks go back",
    { ...monday8, weekday: 7 },
    "Europe/Berlin",
    "2026-10-25T12:00:00.000Z",
    "2026-10-25T07:00:00.000Z",
  ],
  [
    "on the day on which they go forward",
    { ...monday8, weekday: 7 },
    "Europe/Berlin",
    "2027-03-28T12:00:00.000Z",
    "2027-03-28T06:00:00.000Z",
  ],
  [
    "at a time that clocks skip",
    { ...monday8, weekday: 7, minutes: 150 },
    "Europe/Berlin",
    "2027-03-28T12:00:00.000Z",
    "2027-03-28T01:30:00.000Z",
  ],
  ["on Sundays", { ...monday8, weekday: 7 }, "UTC", "2026-11-29T08:00:00.000Z", "2026-11-29T08:00:00.000Z"],
])("%s", (_name, policy, timeZone, at, expected) => {
  expect(new Date(digestDueAt(policy, timeZone, Date.parse(at))).toISOString()).toBe(expected);
});

test("is never later than now, nor more than a week and a day before it", () => {
  const start = Date.UTC(2026, 2, 25);
  for (let hour = 0; hour < 24 * 21; hour += 1) {
    const at = start + hour * 3_600_000;
    for (const timeZone of ["UTC", "Asia/Kolkata", "America/St_Johns", "Pacific/Kiritimati"]) {
      const due = digestDueAt({ channels: [], weekday: (hour % 7) + 1, minutes: hour }, timeZone, at);
      expect(due).toBeLessThanOrEqual(at);
      expect(at - due).toBeLessThan(8 * 86_400_000);
    }
  }
});
