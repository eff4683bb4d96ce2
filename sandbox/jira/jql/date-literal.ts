import { Temporal } from "temporal-polyfill";
import { refuse } from "../failure.ts";

const DATE = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?: (\d{1,2}):(\d{2}))?$/;
const PERIOD = /^[+-]?(?:\d+[wdhm]\s*)+$/;
const UNITS: Readonly<Record<string, number>> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000 };

export type DateContext = { readonly now: number; readonly timeZone: string; readonly field: string };

/**
 * Reads a date of a query: epoch milliseconds, `yyyy-MM-dd`, `yyyy-MM-dd HH:mm` (both also with slashes; read in the
 * zone of the account, to the minute), or a period from now such as `-5d`.
 * @returns epoch milliseconds
 * @throws JiraError 400 for anything else, ISO instants among them
 */
export function readDate(text: string, { now, timeZone, field }: DateContext): number {
  const trimmed = text.trim();
  if (/^-?\d+$/.test(trimmed)) return Number(trimmed);
  if (PERIOD.test(trimmed)) return now + period(trimmed);
  const match = DATE.exec(trimmed);
  const at = match === null ? null : zoned(match, timeZone);
  if (at === null) {
    throw refuse(
      400,
      `Date value '${text}' for field '${field}' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.`,
    );
  }
  return at;
}

function period(text: string): number {
  const sign = text.startsWith("-") ? -1 : 1;
  const parts = [...text.matchAll(/(\d+)([wdhm])/g)];
  return sign * parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ""] ?? 0), 0);
}

function zoned(match: RegExpExecArray, timeZone: string): number | null {
  const [year, month, day, hour, minute] = match.slice(1).map((part) => Number(part ?? 0));
  try {
    return Temporal.ZonedDateTime.from(
      { year: year ?? 0, month: month ?? 0, day: day ?? 0, hour: hour ?? 0, minute: minute ?? 0, timeZone },
      { overflow: "reject" },
    ).epochMilliseconds;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
