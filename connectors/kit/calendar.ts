/** What a calendar with years of four digits holds: more than any plan needs, and what every part of us can store. */
const firstAt = Date.parse("0001-01-01T00:00:00Z");
const lastAt = Date.parse("9999-12-31T23:59:59.999Z");

/** The instant where it lies in the years 1 to 9999, else null: trackers hold slips of the keyboard for ever. */
export function withinCalendar(at: number): number | null {
  return at >= firstAt && at <= lastAt ? at : null;
}

const leadingDay = /^(\d{4})-(\d{2})-(\d{2})(?!\d)/u;

/** Epoch milliseconds of an ISO 8601 text; null for what is no instant of this calendar. */
export function instantIn(text: string): number | null {
  const at = withinCalendar(Date.parse(text));
  // The engine takes the 31st of February for the 3rd of March.
  return at === null || !beginsWithRealDay(text) ? null : at;
}

/** Whether a text is a day as `yyyy-mm-dd`, and there is such a day. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/u.test(text) && instantIn(text) !== null;
}

function beginsWithRealDay(text: string): boolean {
  const [, year, month, day] = leadingDay.exec(text) ?? [];
  if (day === undefined || Number(day) < 29) return true;
  return Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
}
