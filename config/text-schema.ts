import { isTimeZone } from "../src/domain/schedule/civil-day.ts";
import { z } from "zod";
import { patternProblem } from "../src/domain/pattern.ts";
import { didYouMean } from "./problems.ts";

/*
 * The plain values of the train file. An `error` gives the expected value ("a date such as …") and follows the word
 * "expected"; a refinement (code "custom") is a whole sentence.
 */

const longestPattern = 200;

export const text = z.string().trim().min(1, { error: "text that is not empty" });

/** Part of ids and markers: safe in a URL, an HTML comment and a file name. */
export const slug = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, {
  error: "a short key of letters, digits, dot, dash and underscore",
});

/** Key of an increment or iteration: people name these more freely. */
export const boxKey = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} ._/+-]{0,63}$/u, {
  error: 'a short key in quotes, such as "2026.4"',
});

/** A year such as 0026 is a slip of the pen. */
export const day = z.iso
  .date({ error: "a date such as 2026-10-05" })
  .refine((text) => text >= "1970-01-01", { error: "expected a date from 1970 on" });

/** Days off. */
export const holidays = z.array(day).optional();

/** Regular expression that Signalbox runs on sprint names from the tracker, so it must run in linear time. */
export const pattern = text.superRefine((source, ctx) => {
  const problem = problemOf(source);
  if (problem !== null) ctx.addIssue({ code: "custom", message: problem });
});

/** A pattern with `{increment}` and `{iteration}`; checked with keys filled in. */
export const patternTemplate = text.superRefine((template, ctx) => {
  const problem = problemOf(fillPattern(template, { increment: "1", iteration: "1" }));
  if (problem !== null) ctx.addIssue({ code: "custom", message: problem });
});

/** Fills keys into a template, as literal text and not as patterns. */
export function fillPattern(
  template: string,
  keys: { readonly increment: string; readonly iteration: string },
): string {
  return template.replaceAll(/\{(increment|iteration)\}/g, (_, name) =>
    escapePattern(name === "increment" ? keys.increment : keys.iteration),
  );
}

function escapePattern(literal: string): string {
  return literal.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}

function problemOf(source: string): string | null {
  if (source.length > longestPattern) return `a regular expression may have ${longestPattern} characters at most`;
  return patternProblem(source);
}

export const timeZone = text.superRefine((zone, ctx) => {
  if (isTimeZone(zone)) return;
  const near = didYouMean(zone, Intl.supportedValuesOf("timeZone"));
  ctx.addIssue({ code: "custom", message: `expected a time zone such as Europe/Berlin, found "${zone}"${near}` });
});

/** `2w`, `14d`, `10 m`: a whole number and a unit. */
const duration = /^(\d{1,6}) ?([smhdw])$/;
const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

function isUnit(unit: string | undefined): unit is keyof typeof unitMs {
  return unit !== undefined && unit in unitMs;
}

/** A length of time, in milliseconds. */
export const milliseconds = z
  .string({ error: "a length of time such as 10m, 2h or 1d" })
  .regex(duration, { error: "a length of time such as 10m, 2h or 1d" })
  .transform((written) => {
    const [, amount, unit] = duration.exec(written) ?? [];
    return isUnit(unit) ? Number(amount) * unitMs[unit] : 0;
  });

const calendarLength = /^([1-9]\d{0,2}) ?([dw])$/;

/** A length in calendar days: clocks may change meanwhile. */
export const days = z
  .string({ error: "a length such as 2w or 14d" })
  .regex(calendarLength, { error: "a length such as 2w or 14d" })
  .transform((written) => {
    const [, amount, unit] = calendarLength.exec(written) ?? [];
    return Number(amount) * (unit === "w" ? 7 : 1);
  });

/** One value or a list of them; the output is always a list. */
export function oneOrMore<T extends z.ZodType>(value: T, what: string) {
  return z
    .union([value, z.array(value).min(1, { error: `${what}, or a list of them` })], {
      error: `${what}, or a list of them`,
    })
    .transform((given): z.output<T>[] => (Array.isArray(given) ? given : [given]));
}
