/** `29 Nov 2026`: the day an instant (epoch milliseconds) falls on in the time zone. */
export function dayOf(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone, day: "numeric", month: "short", year: "numeric" }).format(at);
}

/** The last day inside an interval whose end (epoch milliseconds) is exclusive. */
export function lastDayBefore(endsAt: number, timeZone: string): string {
  return dayOf(endsAt - 1, timeZone);
}

/** `24 Nov 2026, 10:08 CET` to the minute. */
export function instantOf(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone,
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  }).format(at);
}
