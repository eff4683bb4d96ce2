import type { Dependency } from "../items/dependency.ts";
import type { WorkItemId } from "../ids.ts";
import { distinct } from "../ordering.ts";
import type { LivePlan } from "../model/train-plan.ts";
import { rulesFiring, type RulePlan } from "./rules/firing.ts";
import { activeRules } from "./rules/all-rules.ts";
import type { ActiveRule } from "./rules/all-rules.ts";
import { keyed } from "../tracking/tracked.ts";

/** A plan prepared for the rules. */
export type Situation = {
  readonly plan: LivePlan;
  readonly active: readonly ActiveRule[];
  /** The plan as the rules see it. */
  readonly rulePlan: RulePlan;
  /** The group of the item. Null if it waits in no circle, and if the train switched the rule off. */
  readonly cycleGroupOf: LivePlan["cycleGroupOf"];
  /** Every dependency with the item at an end. */
  readonly dependenciesAt: (id: WorkItemId) => readonly Dependency[];
  /** The edge rules that fire at present, the one to show first. */
  readonly firing: (dependency: Dependency) => readonly ActiveRule[];
};

export function situationOf(plan: LivePlan): Situation {
  const active = activeRules(plan.train);
  const cycleGroupOf = active.some(({ rule }) => rule.looksAt === "graph") ? plan.cycleGroupOf : () => null;
  const isInCycle = ({ consumer, provider }: Dependency) => {
    const group = cycleGroupOf(consumer);
    return group !== null && group === cycleGroupOf(provider);
  };
  const { itemOf, parentOf, hasPassed } = plan;
  const rulePlan: RulePlan = { itemOf, parentOf, hasPassed, isInCycle };
  const firingFrom = keyed(
    plan.rows,
    (consumer: WorkItemId): ReadonlyMap<Dependency, readonly ActiveRule[]> =>
      new Map(plan.dependenciesFrom(consumer).map((one) => [one, rulesFiring(one, rulePlan, active)])),
  );
  return {
    plan,
    active,
    rulePlan,
    cycleGroupOf,
    dependenciesAt: (id) => distinct([...plan.dependenciesFrom(id), ...plan.dependenciesTo(id)]),
    firing: (dependency) => firingFrom(dependency.consumer).get(dependency) ?? [],
  };
}
