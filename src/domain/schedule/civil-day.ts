const DAY_MS = 86_400_000;

/** Turns days of a time zone into instants (epoch milliseconds). Days that do not exist give null. */
export type Zone = {
  /** First instant of a day `yyyy-mm-dd`. */
  startOf(day: string): number | null;
  /** First instant after the day. */
  endOf(day: string): number | null;
  /** First instant, here, of the UTC day of an instant: for days that a tracker gives without a time zone. */
  startOfUtcDay(at: number): number;
  /** First instant of the last Monday before the instant's day here. */
  mondayBefore(at: number): number;
  /** The last day, `yyyy-mm-dd`, that is over at an instant. */
  lastDayBy(at: number): string;
  /** The first day, `yyyy-mm-dd`, that is not over before an instant. */
  firstDayUntil(at: number): string;
};

/** Creating a zone is expensive, and its days never change: a process keeps the few that its trains use. */
const zones = new Map<string, Zone>();

/** @param timeZone IANA name, known to the runtime (the train file's check ensures it) */
export function zoneOf(timeZone: string): Zone {
  const zone = zones.get(timeZone) ?? newZone(timeZone);
  zones.set(timeZone, zone);
  return zone;
}

function newZone(timeZone: string): Zone {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  const known = new Map<number, number>();
  const startOfDay = (dayNumber: number): number => {
    const start = known.get(dayNumber) ?? firstInstant(dayNumber * DAY_MS, (at) => offsetAt(format, at));
    known.set(dayNumber, start);
    return start;
  };
  return {
    startOf(day) {
      const dayNumber = dayNumberOf(day);
      return dayNumber === null ? null : startOfDay(dayNumber);
    },
    endOf(day) {
      const dayNumber = dayNumberOf(day);
      return dayNumber === null ? null : startOfDay(dayNumber + 1);
    },
    startOfUtcDay: (at) => startOfDay(Math.floor(at / DAY_MS)),
    mondayBefore(at) {
      const dayNumber = Math.floor((at + offsetAt(format, at)) / DAY_MS);
      // Day 0 was a Thursday.
      const sinceMonday = (((dayNumber + 3) % 7) + 7) % 7;
      return startOfDay(dayNumber - (sinceMonday === 0 ? 7 : sinceMonday));
    },
    lastDayBy: (at) => dayText(lastDayNumber(at, startOfDay)),
    firstDayUntil(at) {
      const over = lastDayNumber(at, startOfDay);
      return dayText(startOfDay(over + 1) === at ? over : over + 1);
    },
  };
}

/** No zone is more than a day away from UTC. */
function lastDayNumber(at: number, startOfDay: (dayNumber: number) => number): number {
  let dayNumber = Math.floor(at / DAY_MS) + 1;
  while (startOfDay(dayNumber + 1) > at) dayNumber -= 1;
  return dayNumber;
}

/** The inverse of `dayNumberOf`. */
function dayText(dayNumber: number): string {
  const days = dayNumber + 719_468;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const dayOfYear = dayOfEra - (yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const date = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = ((marchMonth + 2) % 12) + 1;
  const year = yearOfEra + era * 400 + (month > 2 ? 0 : 1);
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(date, 2)}`;
}

function padded(value: number, length: number): string {
  return String(value).padStart(length, "0");
}

/**
 * If clocks change at midnight, both offsets are possible: the earlier instant that really shows midnight is the start;
 * if there is no midnight, the day starts at the change, which is midnight by the old offset.
 */
function firstInstant(midnightUtc: number, offset: (at: number) => number): number {
  const before = offset(midnightUtc - DAY_MS);
  const after = offset(midnightUtc + DAY_MS);
  const byOld = midnightUtc - before;
  const byNew = midnightUtc - after;
  return offset(byOld) === before || offset(byNew) !== after ? byOld : byNew;
}

const SECONDS_PER_PART = [3600, 60, 1] as const;

/** Offset from UTC in milliseconds, read from `GMT+02:00`, `GMT` or, long ago, `GMT+00:53:28`. */
function offsetAt(format: Intl.DateTimeFormat, at: number): number {
  const text = format.format(at);
  const offset = text.slice(text.lastIndexOf("GMT") + "GMT".length);
  const parts = offset.slice(1).split(":");
  const seconds = SECONDS_PER_PART.reduce((sum, weight, index) => sum + weight * Number(parts.at(index) ?? 0), 0);
  return (offset.startsWith("-") ? -seconds : seconds) * 1000;
}

/** Days since 1970-01-01 in the Gregorian calendar; null for anything but a real day. */
function dayNumberOf(day: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(day);
  if (match === null) return null;
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || date < 1 || date > daysIn(year, month)) return null;
  // Years begin in March here, so that the leap day is the last one; after
  // http://howardhinnant.github.io/date_algorithms.html.
  const marchYear = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + date - 1;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leapDays + dayOfYear - 719_468;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
