/** How `dayOf`, `weekdayOf` and `instantOf` write an instant. */
const shapes = {
  day: { day: "numeric", month: "short", year: "numeric" },
  weekday: { weekday: "long" },
  minute: {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  },
} as const;

/** By shape and time zone: creating a format takes longer than writing all days of a report. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(shape: keyof typeof shapes, timeZone: string): Intl.DateTimeFormat {
  const key = `${shape} ${timeZone}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat("en-GB", { timeZone, ...shapes[shape] });
  formats.set(key, format);
  return format;
}

/** `29 Nov 2026`: the day an instant (epoch milliseconds) falls on in the time zone. */
export function dayOf(at: number, timeZone: string): string {
  return formatOf("day", timeZone).format(at);
}

/** `Monday`: the day of the week that an instant (epoch milliseconds) falls on in the time zone. */
export function weekdayOf(at: number, timeZone: string): string {
  return formatOf("weekday", timeZone).format(at);
}

/** The last day inside an interval whose end (epoch milliseconds) is exclusive. */
export function lastDayBefore(endsAt: number, timeZone: string): string {
  return dayOf(endsAt - 1, timeZone);
}

/** Days by interval: every comment has the same few iterations. */
const intervals = new Map<string, string>();
const mostIntervals = 1000;

/** `23 Nov – 6 Dec 2026`: the days of an interval (epoch milliseconds, the end exclusive), without repetition. */
export function daysOf(
  { startsAt, endsAt }: { readonly startsAt: number; readonly endsAt: number },
  timeZone: string,
): string {
  const key = `${startsAt} ${endsAt} ${timeZone}`;
  const known = intervals.get(key);
  if (known !== undefined) return known;
  // The thin spaces around the dash look wrong in a terminal.
  const days = formatOf("day", timeZone)
    .formatRange(startsAt, endsAt - 1)
    .replaceAll("\u2009", " ");
  if (intervals.size >= mostIntervals) intervals.clear();
  intervals.set(key, days);
  return days;
}

/** `24 Nov 2026, 10:08 CET` to the minute. */
export function instantOf(at: number, timeZone: string): string {
  return formatOf("minute", timeZone).format(at);
}
