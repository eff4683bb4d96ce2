import type { Because, Outlook, Stated } from "../domain/forecast/outlook.ts";
import type { TrackRecord } from "../domain/forecast/track-record.ts";
import { dayOf } from "./dates.ts";
import { counted } from "./verdict-words.ts";

/** `18 Dec 2026`. @param day `yyyy-mm-dd` */
export function writtenDay(day: string): string {
  return dayOf(Date.parse(day), "UTC");
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** `said 85 %, held 34 of 41 times`; the label of a range that was widened. */
export function recordWords(stated: Pick<Stated<unknown>, "record" | "level">): string {
  const { record } = stated;
  if (record.times === 0) return "no record yet";
  return `said ${percent(record.said)}, held ${heldWords(stated)}${whoseWords(record)}`;
}

function heldWords({ record, level }: Pick<Stated<unknown>, "record" | "level">): string {
  const { said, held, times } = record;
  if (times === 0) return "no record yet";
  const widened = level > said ? ` when widened to ${percent(level)}` : "";
  return `${held} of ${times} times${widened}`;
}

function whoseWords({ of }: TrackRecord): string {
  return of === "all teams" ? ", all teams" : "";
}

/** What was held of both statements, each once; how far ahead if they differ: `34 of 41 times (6 weeks), 30 of 38 times (12 weeks)`. */
export function recordsWords({ byEnd, rest }: Pick<Outlook, "byEnd" | "rest">): string {
  const stated = [byEnd, rest].filter((one) => one.kind === "stated");
  const words = [...new Set(stated.map((one) => heldWords(one)))];
  const [first] = stated;
  if (first === undefined) return "–";
  if (words.length === 1) return `${heldWords(first)}${first.record.times === 0 ? "" : whoseWords(first.record)}`;
  const each = stated.map((one) => `${heldWords(one)} (${horizonWords(one.horizonDays)}${whoseWords(one.record)})`);
  return each.join(", ");
}

function horizonWords(days: number): string {
  return counted(days / 7, "week");
}

/** Continues "cannot forecast …, because". */
export function becauseWords(because: Because): string {
  switch (because.kind) {
    case "nothing-finished":
      return "it has finished nothing yet";
    case "short-past":
      return `its first finished item is less than ${because.neededDays} days old`;
    case "too-few-lately":
      return `it finished fewer than ${because.needed} items in the last ${because.days} days`;
    case "bad-record":
      return `the record of ${horizonWords(because.horizonDays)} is too bad: ${recordWords({ record: because.record, level: because.record.said })}`;
    case "waits":
      return `${counted(because.items, "item waits", "items wait")} for work without a forecast, or for each other`;
    case "unplanned":
      return `${counted(because.items, "item of it has", "items of it have")} no iteration, or no team of the train`;
  }
}
