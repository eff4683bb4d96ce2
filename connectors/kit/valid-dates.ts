/** Years with four digits: enough for any plan, and every part of Signalbox can store them. */
const firstAt = Date.parse("0001-01-01T00:00:00Z");
const lastAt = Date.parse("9999-12-31T23:59:59.999Z");

/** The instant if its year is 1 to 9999, else null: trackers keep mistyped dates. */
export function withinCalendar(at: number): number | null {
  return at >= firstAt && at <= lastAt ? at : null;
}

const leadingDay = /^(\d{4})-(\d{2})-(\d{2})(?!\d)/u;

/** Epoch milliseconds of an ISO 8601 text; null if it is no instant of the years 1 to 9999. */
export function instantIn(text: string): number | null {
  const at = withinCalendar(Date.parse(text));
  // `Date.parse` accepts the 31st of February as the 3rd of March.
  return at === null || !beginsWithRealDay(text) ? null : at;
}

/** Whether a text is an existing day as `yyyy-mm-dd`. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/u.test(text) && instantIn(text) !== null;
}

function beginsWithRealDay(text: string): boolean {
  // Every month has the first 28 days.
  if (text.slice(8, 10) < "29") return true;
  const [, year, month, day] = leadingDay.exec(text) ?? [];
  if (day === undefined || Number(day) < 29) return true;
  return Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
}
