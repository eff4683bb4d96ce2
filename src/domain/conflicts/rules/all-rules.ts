import { conflictSeverities, ruleIds } from "../conflict.ts";
import type { ConflictSeverity, RuleId } from "../conflict.ts";
import type { Train } from "../../model/train.ts";
import { cancelledProvider } from "./cancelled-provider.ts";
import { chainSlip } from "./chain-slip.ts";
import { crossIncrement } from "./cross-increment.ts";
import { crossTrain } from "./cross-train.ts";
import { cycle } from "./cycle.ts";
import { lateProvider } from "./late-provider.ts";
import { overdueProvider } from "./overdue-provider.ts";
import { probableSlip } from "./probable-slip.ts";
import type { Rule } from "./rule.ts";
import { sameIteration } from "./same-iteration.ts";
import { startedBlocked } from "./started-blocked.ts";
import { unreadableProvider } from "./unreadable-provider.ts";
import { unscheduledProvider } from "./unscheduled-provider.ts";

export const rules = {
  cycle,
  "cancelled-provider": cancelledProvider,
  "overdue-provider": overdueProvider,
  "cross-increment": crossIncrement,
  "late-provider": lateProvider,
  "unscheduled-provider": unscheduledProvider,
  "chain-slip": chainSlip,
  "same-iteration": sameIteration,
  "cross-train": crossTrain,
  "started-blocked": startedBlocked,
  "probable-slip": probableSlip,
  "unreadable-provider": unreadableProvider,
} satisfies Record<RuleId, Rule>;

export type ActiveRule = { readonly id: RuleId; readonly severity: ConflictSeverity; readonly rule: Rule };

/** The active rules of a train, the one to show first before the others: by severity, then in the order of `ruleIds`. */
export function activeRules(train: Train): readonly ActiveRule[] {
  const active: ActiveRule[] = [];
  for (const id of ruleIds) {
    const severity = train.rules[id] ?? rules[id].severity;
    if (severity !== "off") active.push({ id, severity, rule: rules[id] });
  }
  return active.toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity));
}

/** 0 for the most severe. */
export function severityRank(severity: ConflictSeverity): number {
  return conflictSeverities.indexOf(severity);
}
