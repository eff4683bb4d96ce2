import { Temporal } from "temporal-polyfill";

/** Turns days of a time zone into instants (epoch milliseconds). Days that do not exist give null. */
export type Zone = {
  /** First instant of a day `yyyy-mm-dd`. */
  startOf(day: string): number | null;
  /** First instant after the day. */
  endOf(day: string): number | null;
  /** First instant, here, of the UTC day of an instant: for days that a tracker gives without a time zone. */
  startOfUtcDay(at: number): number;
  /** When clocks here show a time of that day, in minutes after midnight; a time that clocks skip comes as much later. */
  timeOnUtcDay(at: number, minutes: number): number;
  /** First instant of the last Monday before the instant's day here. */
  mondayBefore(at: number): number;
  /** The day, `yyyy-mm-dd`, of an instant. */
  dayAt(at: number): string;
  /** The last day, `yyyy-mm-dd`, that is over at an instant. */
  lastDayBy(at: number): string;
  /** The first day, `yyyy-mm-dd`, that is not over before an instant. */
  firstDayUntil(at: number): string;
  /** The ends of days after one instant, until another, ascending. */
  endsBetween(after: number, until: number): readonly DayEnd[];
};

/** A day (`yyyy-mm-dd`) and the first instant after it, epoch milliseconds. */
export type DayEnd = { readonly day: string; readonly at: number };

/** A zone's days never change: a process keeps the few zones that its trains use. */
const zones = new Map<string, Zone>();

/** @param timeZone IANA name, known to the runtime (the train file's check ensures it) */
export function zoneOf(timeZone: string): Zone {
  const zone = zones.get(timeZone) ?? newZone(timeZone);
  zones.set(timeZone, zone);
  return zone;
}

/** Whether the runtime knows a time zone by this name. */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.PlainDate.from("1970-01-01").toZonedDateTime(name);
    return true;
  } catch {
    return false;
  }
}

const oneDay = { days: 1 };

function newZone(timeZone: string): Zone {
  const startOfDate = (date: Temporal.PlainDate) => date.toZonedDateTime(timeZone).epochMilliseconds;
  const startOf = remembered((day) => {
    const date = dateOf(day);
    return date && startOfDate(date);
  });
  const endOf = remembered((day) => {
    const date = dateOf(day);
    return date && startOfDate(date.add(oneDay));
  });
  return {
    startOf,
    endOf,
    startOfUtcDay: (at) => startOfDate(dateAt(at, "UTC")),
    timeOnUtcDay(at, minutes) {
      const plainTime = new Temporal.PlainTime(Math.floor(minutes / 60), minutes % 60);
      return dateAt(at, "UTC").toZonedDateTime({ timeZone, plainTime }).epochMilliseconds;
    },
    mondayBefore(at) {
      const date = dateAt(at, timeZone);
      const sinceMonday = date.dayOfWeek - 1;
      return startOfDate(date.subtract({ days: sinceMonday === 0 ? 7 : sinceMonday }));
    },
    dayAt: (at) => dateAt(at, timeZone).toString(),
    lastDayBy: (at) => dateAt(at, timeZone).subtract(oneDay).toString(),
    firstDayUntil(at) {
      const date = dateAt(at, timeZone);
      return (startOfDate(date) === at ? date.subtract(oneDay) : date).toString();
    },
    endsBetween(after, until) {
      const ends: DayEnd[] = [];
      let date = dateAt(after, timeZone);
      for (let next = date.add(oneDay); startOfDate(next) <= until; next = date.add(oneDay)) {
        ends.push({ day: date.toString(), at: startOfDate(next) });
        date = next;
      }
      return ends;
    },
  };
}

/** Rules ask for the same days thousands of times, and Temporal takes some microseconds for each. */
function remembered(instantOf: (day: string) => number | null): (day: string) => number | null {
  const known = new Map<string, number>();
  return (day) => {
    const instant = known.get(day) ?? instantOf(day);
    if (instant !== null) known.set(day, instant);
    return instant;
  };
}

function dateAt(at: number, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate();
}

/** Null for anything but a real day. */
function dateOf(day: string): Temporal.PlainDate | null {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(day)) return null;
  try {
    return Temporal.PlainDate.from(day);
  } catch {
    return null;
  }
}
