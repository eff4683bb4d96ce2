import { Temporal } from "temporal-polyfill";

/** Days as whole numbers since 1970-01-01, to count with. */
const epoch = Temporal.PlainDate.from("1970-01-01");

/** The day of an instant in a time zone. */
export function dayAt(at: number, timeZone: string): number {
  return dayOf(Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate());
}

/** @param text `yyyy-mm-dd` of a real day */
export function dayNumber(text: string): number {
  return dayOf(Temporal.PlainDate.from(text));
}

/** `yyyy-mm-dd` */
export function dayText(day: number): string {
  return epoch.add({ days: day }).toString();
}

export function yearOf(day: number): number {
  return epoch.add({ days: day }).year;
}

/** 1 to 4. */
export function quarterOf(day: number): number {
  return Math.ceil(epoch.add({ days: day }).month / 3);
}

/** The first Monday on or after a day. */
export function mondayFrom(day: number): number {
  // 1970-01-05 was a Monday.
  return day + ((((4 - day) % 7) + 7) % 7);
}

function dayOf(date: Temporal.PlainDate): number {
  return epoch.until(date, { largestUnit: "days" }).days;
}
