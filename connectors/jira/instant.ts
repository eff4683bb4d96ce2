import { instantIn, isDay, withinCalendar } from "../kit/valid-dates.ts";

/**
 * Jira writes instants as ISO 8601 with or without a colon in the offset, in bulk changelogs as a number of
 * milliseconds or seconds.
 * @returns epoch milliseconds; null without a value, or if it is no instant of the years 1 to 9999
 */
export function instantOf(value: unknown): number | null {
  if (typeof value === "number") return withinCalendar(Math.round(value < 1e11 ? value * 1000 : value));
  if (typeof value !== "string") return null;
  // `Date.parse` is slow for an offset without colon, and an issue has a dozen of them.
  return instantIn(/[+-]\d{4}$/.test(value) ? `${value.slice(0, -2)}:${value.slice(-2)}` : value);
}

/** A plain `yyyy-mm-dd`; null for anything else, such as the 31st of February. */
export function dayOf(value: unknown): string | null {
  return typeof value === "string" && isDay(value) ? value : null;
}
