import { Temporal } from "temporal-polyfill";

/**
 * Reads an instant as Jira writes it (`2026-11-19T12:00:00.000+0000`, also with `Z` or `+00:00`).
 * @returns epoch milliseconds, or null if the text is no instant
 */
export function parseInstant(text: string | null): number | null {
  if (text === null) return null;
  const at = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"));
  return Number.isNaN(at) ? null : at;
}

/** Writes an instant as the platform API does, in the zone of the account that asks: `2026-11-19T13:00:00.000+0100`. */
export function formatInstant(at: number, timeZone: string): string {
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  const local = there.toPlainDateTime().toString({ fractionalSecondDigits: 3 });
  return `${local}${there.offset.replace(":", "")}`;
}

/** `Nov 19, 2026, 1:00 PM`, as the web pages show it. */
export function readableInstant(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone }).format(at);
}
