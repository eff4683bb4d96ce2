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
export function recordWords({ record, level }: Pick<Stated<unknown>, "record" | "level">): string {
  const words = heldWords(record);
  return level > record.said ? `widened to ${percent(level)}: ${words}` : words;
}

function heldWords({ said, held, times, of }: TrackRecord): string {
  if (times === 0) return "no record yet";
  const whose = of === "all teams" ? ", all teams" : "";
  return `said ${percent(said)}, held ${held} of ${times} times${whose}`;
}

/** Both records of an outlook, each once; which weeks ahead they count if they differ. */
export function recordsWords({ byEnd, rest }: Pick<Outlook, "byEnd" | "rest">): string {
  const stated = [byEnd, rest].filter((one) => one.kind === "stated");
  const words = [...new Set(stated.map((one) => recordWords(one)))];
  if (words.length < 2) return words[0] ?? "–";
  return stated.map((one) => `${horizonWords(one.horizonDays)}: ${recordWords(one)}`).join("; ");
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
      return `the record of ${horizonWords(because.horizonDays)} is too bad: ${heldWords(because.record)}`;
    case "waits":
      return `${counted(because.items, "item waits", "items wait")} for work without a forecast, or for each other`;
    case "unplanned":
      return `${counted(because.items, "item of it has", "items of it have")} no iteration, or no team of the train`;
  }
}
