import type { Because, Outlook, Stated } from "../domain/forecast/outlook.ts";
import { dayOf } from "./dates.ts";
import { counted } from "../domain/counted.ts";

/** `18 Dec 2026`. @param day `yyyy-mm-dd` */
export function writtenDay(day: string): string {
  return dayOf(Date.parse(day), "UTC");
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** `said 85 %, held 34 of 41`; the label of a range that was widened. */
function recordWords(stated: Pick<Stated<unknown>, "record" | "level">): string {
  const { said, times } = stated.record;
  return times === 0 ? heldWords(stated) : `said ${percent(said)}, held ${heldWords(stated)}`;
}

function widenedWords({ record, level }: Pick<Stated<unknown>, "record" | "level">): string {
  return level > record.said ? ` when widened to ${percent(level)}` : "";
}

/** What was held of both statements; a dash if neither is made. */
export function recordsWords({ byEnd, rest }: Pick<Outlook, "byEnd" | "rest">): string {
  const stated = [byEnd, rest].filter((one) => one.kind === "stated");
  return stated.length === 0 ? "–" : recordsOf(stated);
}

/** What was held of statements, each once; how far ahead if they differ: `34 of 41 (6 weeks ahead), 30 of 38 (12 weeks ahead)`. */
export function recordsOf(stated: readonly Stated<unknown>[]): string {
  const words = [...new Set(stated.map((one) => heldWords(one)))];
  if (words.length === 1) return words.join("");
  const far = stated.toSorted((a, b) => a.horizonDays - b.horizonDays);
  return [...new Set(far.map((one) => `${heldWords(one)} (${horizonWords(one.horizonDays)} ahead)`))].join(", ");
}

function heldWords(stated: Pick<Stated<unknown>, "record" | "level">): string {
  const { held, times } = stated.record;
  return times === 0 ? "no record yet" : `${held} of ${times}${widenedWords(stated)}`;
}

function horizonWords(days: number): string {
  return counted(days / 7, "week");
}

/** Continues "cannot forecast …, because". */
export function becauseWords(because: Because): string {
  switch (because.kind) {
    case "nothing-finished":
      return "nothing has been finished yet";
    case "short-past":
      return `the first item was finished less than ${because.neededDays} days ago`;
    case "too-few-lately":
      return `fewer than ${because.needed} items were finished in the last ${because.days} days`;
    case "bad-record":
      return `the record of ${horizonWords(because.horizonDays)} is too bad: ${recordWords({ record: because.record, level: because.record.said })}`;
    case "waits":
      return `${counted(because.items, "item waits", "items wait")} for work without a forecast, or for each other`;
    case "unplanned":
      return `${counted(because.items, "item of it has", "items of it have")} no iteration, or no team of the train`;
  }
}
