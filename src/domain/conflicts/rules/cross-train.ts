import type { RuleId } from "../conflict.ts";
import type { EdgeRule } from "./rule.ts";

/**
 * The ends belong to two trains of the file. Fires only beside a rule of the plan (`planRules`): dependencies across
 * trains that are in order are no finding.
 */
export const crossTrain: EdgeRule = {
  looksAt: "edge",
  severity: "risk",
  fires({ consumer, provider }) {
    return consumer.elsewhere !== undefined || provider?.elsewhere !== undefined;
  },
};

/** Rules about the plan of both ends. */
const planRules = [
  "cross-increment",
  "late-provider",
  "unscheduled-provider",
  "chain-slip",
  "same-iteration",
] as const satisfies readonly RuleId[];

/** Whether some of these rules concern the plan of both ends. */
export function isAboutPlan(ids: readonly RuleId[]): boolean {
  return planRules.some((id) => ids.includes(id));
}

/** The rule whose words tell a conflict on a dependency: beside `cross-train` the first one about the plan. */
export function toldBy(rule: EdgeRuleId, alsoFires: readonly RuleId[]): Exclude<EdgeRuleId, "cross-train"> {
  return rule === "cross-train" ? (planRules.find((id) => alsoFires.includes(id)) ?? "late-provider") : rule;
}

type EdgeRuleId = Exclude<RuleId, "cycle">;
