import type { Dependency } from "../items/dependency.ts";
import type { WorkItemId } from "../ids.ts";
import { distinct } from "../ordering.ts";
import type { LivePlan } from "../model/planned-item.ts";
import { rulesFiring, type RulePlan } from "./rules/firing.ts";
import { activeRules } from "./rules/table.ts";
import type { ActiveRule } from "./rules/table.ts";
import { keyed } from "../tracking/tracked.ts";

/** A plan made ready for its rules. */
export type Situation = {
  readonly plan: LivePlan;
  readonly active: readonly ActiveRule[];
  /** The plan as the rules look at it. */
  readonly rulePlan: RulePlan;
  /** The group that the item is part of. Null where it waits in no circle, and where the train has switched the rule off. */
  readonly knotOf: LivePlan["knotOf"];
  /** Every dependency that has the item at an end. */
  readonly dependenciesAt: (id: WorkItemId) => readonly Dependency[];
  /** The edge rules that fire as things are, the one to show first. */
  readonly firing: (dependency: Dependency) => readonly ActiveRule[];
};

export function situationOf(plan: LivePlan): Situation {
  const active = activeRules(plan.train);
  const knotOf = active.some(({ rule }) => rule.looksAt === "graph") ? plan.knotOf : () => null;
  const isInCycle = ({ consumer, provider }: Dependency) => {
    const knot = knotOf(consumer);
    return knot !== null && knot === knotOf(provider);
  };
  const rulePlan: RulePlan = { ...plan, isInCycle };
  const firingFrom = keyed(
    (consumer: WorkItemId): ReadonlyMap<Dependency, readonly ActiveRule[]> =>
      new Map(plan.dependenciesFrom(consumer).map((one) => [one, rulesFiring(one, rulePlan, active)])),
  );
  return {
    plan,
    active,
    rulePlan,
    knotOf,
    dependenciesAt: (id) => distinct([...plan.dependenciesFrom(id), ...plan.dependenciesTo(id)]),
    firing: (dependency) => firingFrom(dependency.consumer).get(dependency) ?? [],
  };
}
