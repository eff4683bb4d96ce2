import { counted } from "../domain/counted.ts";
import type { TeamLoad, VerdictLevel, VerdictReason } from "../domain/rollup/rollup.ts";
import type { Tone } from "../ports/document.ts";

const verdictWords: Readonly<Record<VerdictLevel, string>> = {
  unknown: "Unknown",
  "on-track": "On track",
  "at-risk": "At risk",
  "off-track": "Off track",
};

export const verdictTones: Readonly<Record<VerdictLevel, Tone>> = {
  unknown: "neutral",
  "on-track": "good",
  "at-risk": "warning",
  "off-track": "bad",
};

/** The verdict in two words, for people. */
export function verdictName(level: VerdictLevel): string {
  return verdictWords[level];
}

/** The reasons of the verdict, in the order of weight. */
export function reasonsWords(reasons: readonly VerdictReason[]): string {
  return reasons.length === 0 ? "no dependency is in conflict" : reasons.map(reasonWords).join("; ");
}

function reasonWords(reason: VerdictReason): string {
  switch (reason.kind) {
    case "conflicts-now":
      return `${counted(reason.count, "dependency conflict")} in work that is under way or comes next`;
    case "conflicts-later":
      return `${counted(reason.count, "dependency conflict")} in later work`;
    case "over-capacity":
      return `${counted(reason.count, "team iteration")} with more planned than the team finished lately`;
    case "risks":
      return counted(reason.count, "dependency at risk", "dependencies at risk");
    case "parent-span":
      return `${counted(reason.count, "feature has", "features have")} work planned after the feature's own end`;
    case "nothing-owned":
      return "no team owns an item that was read";
    case "nothing-planned":
      return "no item of the teams has an iteration or dates";
    case "empty-increment":
      return "nothing is planned for the present increment";
    case "calendar-over":
      return "the calendar of the train has ended";
    case "not-read":
      return `${counted(reason.count, "tracker was", "trackers were")} not read, or not lately`;
    case "hidden-items":
      return `${counted(reason.count, "open item is", "open items are")} hidden from our account`;
    case "unseen-conflicts":
      return `${counted(reason.count, "conflict")} that cannot be seen at present`;
    case "teams-unplanned":
      return `${counted(reason.count, "team has", "teams have")} nothing planned (see Data quality)`;
    case "dead-criteria":
      return `${counted(reason.count, "part of the train file finds", "parts of the train file find")} nothing (see Data quality)`;
  }
}

/** One decimal. */
export function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

/** A mean without decimals, unless that would hide that it is not zero, or that one of these loads exceeds it. */
export function roundedMean(mean: number, loads: readonly number[]): number {
  const whole = Math.round(mean);
  return mean < 10 || loads.some((load) => load > mean && load <= whole) ? tenths(mean) : whole;
}

/** `1 item`, `2.5 points`: work in the unit of a team. */
export function workWords(amount: number, unit: TeamLoad["unit"]): string {
  return counted(amount, unit === "points" ? "point" : "item");
}
