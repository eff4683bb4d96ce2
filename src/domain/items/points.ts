import type { Team } from "../model/train.ts";
import type { WorkItem } from "./work-item.ts";

/** The estimate by the team's method, that of its project first; null if there is none. */
export function pointsOf(item: WorkItem, team: Team | null): number | null {
  if (item.system === "jira" || item.points !== null) return item.points;
  if (team?.from.system !== "github" || team.from.pointsLabel === null) return null;
  const readings = labelledWith(item.labels, team.from.pointsLabel).flatMap((words) => pointsIn(words) ?? []);
  return readings.length === 0 ? null : Math.max(...readings);
}

/** Text in place of an estimate that is not a number. */
export function wordsForPoints(item: WorkItem, team: Team | null): readonly string[] {
  if (item.system === "jira") return item.pointsWords === null ? [] : [item.pointsWords];
  if (team?.from.system !== "github" || team.from.pointsLabel === null) return [];
  return labelledWith(item.labels, team.from.pointsLabel).filter((words) => pointsIn(words) === null);
}

/** The part of a label in the star's place: `5` of `points/5` for `points/*`, without case. */
export function labelledWith(labels: readonly string[], pattern: string): readonly string[] {
  const [before = "", after = ""] = pattern.toLowerCase().split("*");
  return labels
    .map((label) => label.toLowerCase())
    .filter((label) => label.length > before.length + after.length)
    .filter((label) => label.startsWith(before) && label.endsWith(after))
    .map((label) => label.slice(before.length, label.length - after.length));
}

/** A greater number is an identifier, a time or an error. */
const tooMuch = 1_000_000;

/** A number that can be an estimate; null for others, such as −1 for "not estimated". */
export function asPoints(value: number): number | null {
  return value >= 0 && value < tooMuch ? Math.abs(value) : null;
}

/**
 * `5`, `0.5`, ` 5,5 `, `½`, `1½`: a number and nothing else. A comma is a decimal one; before three digits it is
 * ambiguous, and gives null.
 */
export function pointsIn(words: string): number | null {
  // Without the space `1½` would be eleven halves.
  const number = words
    .replace(/(?<=\d)(?=[\u00BC-\u00BE\u2150-\u215E])/u, " ")
    .normalize("NFKC")
    .trim();
  const [, whole = "0", over, under] = /^(?:(\d{1,6}) {1,2})?(\d{1,2})\u2044([1-9]\d?)$/u.exec(number) ?? [];
  if (over !== undefined) return asPoints(Number(whole) + Number(over) / Number(under));
  return /^(?:\d{1,6}(?:\.\d{1,3})?|\d{1,6},\d{1,2})$/u.test(number)
    ? asPoints(Number(number.replace(",", ".")))
    : null;
}
