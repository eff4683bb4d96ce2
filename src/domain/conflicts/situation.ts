import type { Dependency } from "../items/dependency.ts";
import type { WorkItemId } from "../ids.ts";
import type { LivePlan } from "../model/train-plan.ts";
import { breaksOrderIn } from "./rules/chain-slip.ts";
import { rulesFiring } from "./rules/firing.ts";
import type { RulePlan } from "./rules/rule.ts";
import { activeRules } from "./rules/all-rules.ts";
import type { ActiveRule } from "./rules/all-rules.ts";
import { once } from "../tracking/once.ts";
import { keyed } from "../tracking/tracked.ts";

/** A plan prepared for the rules. */
export type Situation = {
  readonly plan: LivePlan;
  readonly active: readonly ActiveRule[];
  /** The plan as the rules see it. */
  readonly rulePlan: RulePlan;
  /** The group of the item. Null if it waits in no circle, and if the train switched the rule off. */
  readonly cycleGroupOf: LivePlan["cycleGroupOf"];
  /** The edge rules that fire at present, the one to show first. */
  readonly firing: (dependency: Dependency) => readonly ActiveRule[];
};

export const situationOf = once((plan: LivePlan): Situation => {
  const active = activeRules(plan.train);
  const cycleGroupOf = active.some(({ rule }) => rule.looksAt === "graph") ? plan.cycleGroupOf : () => null;
  const isInCycle = ({ consumer, provider }: Dependency) => {
    const group = cycleGroupOf(consumer);
    return group !== null && group === cycleGroupOf(provider);
  };
  const { parentOf, hasPassed, edgesFrom } = plan;
  const breaksOrder = keyed(plan.rows, (id: WorkItemId): boolean => breaksOrderIn(id, rulePlan));
  const rulePlan: RulePlan = { parentOf, hasPassed, edgesFrom, isInCycle, breaksOrder };
  const firingFrom = keyed(
    plan.rows,
    (consumer: WorkItemId): ReadonlyMap<Dependency, readonly ActiveRule[]> =>
      new Map(edgesFrom(consumer).map((one) => [one.dependency, rulesFiring(one, rulePlan, active)])),
  );
  return {
    plan,
    active,
    rulePlan,
    cycleGroupOf,
    firing: (dependency) => firingFrom(dependency.consumer).get(dependency) ?? [],
  };
});
