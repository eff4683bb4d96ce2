import type { Team } from "./train.ts";
import type { WorkItem } from "./work-item.ts";

/** The estimate by the team's way of estimating; null where there is none. */
export function pointsOf(item: WorkItem, team: Team | null): number | null {
  if (item.system === "jira") return item.points;
  if (team?.from.system !== "github" || team.from.pointsLabel === null) return null;
  const readings = pointsFromLabels(item.labels, team.from.pointsLabel);
  return readings.length === 0 ? null : Math.max(...readings);
}

/** `points/5` read by `points/*`, without case; labels with anything but a number in the star's place say nothing. */
function pointsFromLabels(labels: readonly string[], pattern: string): number[] {
  const [before = "", after = ""] = pattern.toLowerCase().split("*");
  return labels
    .map((label) => label.toLowerCase())
    .filter((label) => label.startsWith(before) && label.endsWith(after))
    .map((label) => label.slice(before.length, label.length - after.length))
    .filter((number) => /^\d{1,6}(?:\.\d{1,3})?$/u.test(number))
    .map(Number);
}
