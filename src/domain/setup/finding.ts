import { byText } from "../ordering.ts";

/** Groups of findings, in the order in which to mend: whatever an earlier group blocks, a later one cannot show. */
export const findingGroups = [
  "program",
  "train-file",
  "address",
  "tls",
  "proxy",
  "clock",
  "credentials",
  "permissions",
  "projects",
  "boards",
  "repositories",
  "fields",
  "link-types",
  "webhooks",
  "rate-budgets",
  "database",
  "disk",
  "time-zone",
  "teams",
  "reports",
] as const;
export type FindingGroup = (typeof findingGroups)[number];

/**
 * `warning`: Signalbox works, but not as the train file means it, or not for long. `blocks`: it cannot do a part of its
 * work. `not-tried`: an earlier finding, or a missing precondition, prevented the attempt.
 */
export type FindingOutcome = "ok" | "warning" | "blocks" | "not-tried";

/** One line of `signalbox doctor`: an attempt, its meaning and how to mend it. All texts are sentences for people. */
export type Finding = {
  /** Names the attempt and its object; the same in each run: `permission:acme:PAY:ADD_COMMENTS`. */
  readonly id: string;
  readonly group: FindingGroup;
  /** Key of the connection; null for the whole set-up. */
  readonly connection: string | null;
  readonly outcome: FindingOutcome;
  /** What Signalbox tried. */
  readonly tried: string;
  /** What it found, and what follows from that. */
  readonly means: string;
  /** The click path or command that mends it; null if there is nothing to mend. */
  readonly remedy: string | null;
  /** The tracker's own page for it; null if it has none. */
  readonly link: string | null;
};

/** Something that a check finds on its way, for a person to mend. */
export type Note = Pick<Finding, "group" | "outcome" | "means" | "remedy">;

const outcomes: readonly FindingOutcome[] = ["blocks", "warning", "not-tried", "ok"];

/**
 * The findings in the order in which to mend them: by group, then the worst first, then by id. The order of the attempts
 * changes nothing. Of findings with the same id the worst stays.
 */
export function inMendingOrder(findings: readonly Finding[]): readonly Finding[] {
  const sorted = findings.toSorted(
    (a, b) =>
      findingGroups.indexOf(a.group) - findingGroups.indexOf(b.group) ||
      outcomes.indexOf(a.outcome) - outcomes.indexOf(b.outcome) ||
      byText(a.id, b.id) ||
      byText(a.means, b.means),
  );
  return [...Map.groupBy(sorted, ({ id }) => id).values()].flatMap(([worst]) => worst ?? []);
}

/** Whether a person has to do something about it. */
export function isToMend({ outcome }: Pick<Finding, "outcome">): boolean {
  return outcome === "blocks" || outcome === "warning";
}

/** What a finding means and how to mend it, for places that show no more, such as the warnings of `sync`. */
export function findingText({ means, remedy }: Pick<Finding, "means" | "remedy">): string {
  return remedy === null ? means : `${means} ${remedy}`;
}
