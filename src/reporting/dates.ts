/** Kept by time zone: making one takes longer than all the days of a report. */
const formats = new Map<string, Intl.DateTimeFormat>();

function days(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-GB", { timeZone, day: "numeric", month: "short", year: "numeric" });
  formats.set(timeZone, made);
  return made;
}

/** `29 Nov 2026`: the day an instant (epoch milliseconds) falls on in the time zone. */
export function dayOf(at: number, timeZone: string): string {
  return days(timeZone).format(at);
}

/** `Monday`: the day of the week that an instant (epoch milliseconds) falls on in the time zone. */
export function weekdayOf(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "long" }).format(at);
}

/** The last day inside an interval whose end (epoch milliseconds) is exclusive. */
export function lastDayBefore(endsAt: number, timeZone: string): string {
  return dayOf(endsAt - 1, timeZone);
}

/** `23 Nov – 6 Dec 2026`: the days of an interval (epoch milliseconds, the end exclusive), nothing said twice. */
export function daysOf(
  { startsAt, endsAt }: { readonly startsAt: number; readonly endsAt: number },
  timeZone: string,
): string {
  // The thin spaces around the dash would be a surprise in a terminal.
  return days(timeZone)
    .formatRange(startsAt, endsAt - 1)
    .replaceAll("\u2009", " ");
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
