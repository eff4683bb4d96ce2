import { Temporal } from "temporal-polyfill";

const HOME_ZONE = "America/Los_Angeles";

/** Cuts an instant to the whole second: GitHub keeps no finer ones. */
export function wholeSecond(at: number): number {
  return Math.floor(at / 1000) * 1000;
}

/** Writes an instant as GitHub does: `2026-11-19T12:00:00Z`. */
export function formatInstant(at: number): string {
  return `${new Date(at).toISOString().slice(0, -5)}Z`;
}

/** The same for an optional instant. */
export function formatInstantOrNull(at: number | null): string | null {
  return at === null ? null : formatInstant(at);
}

/** Reads an ISO instant. @returns epoch milliseconds, or null if the value is none */
export function parseInstant(value: unknown): number | null {
  if (typeof value !== "string") return null;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : wholeSecond(at);
}

/** GitHub's conversion of a due date: midnight in California of the day there. */
export function dueDay(at: number): number {
  const day = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(HOME_ZONE).startOfDay();
  return day.epochMilliseconds;
}
