import type { Dependency } from "../items/dependency.ts";
import type { WorkItemId } from "../ids.ts";
import { distinct } from "../ordering.ts";
import type { LivePlan } from "../model/train-plan.ts";
import { breaksOrderIn, consumersAbove } from "./rules/chain-slip.ts";
import { rulesFiring } from "./rules/firing.ts";
import type { RulePlan } from "./rules/rule.ts";
import { activeRules } from "./rules/all-rules.ts";
import type { ActiveRule } from "./rules/all-rules.ts";
import { isSameList, keyed } from "../tracking/tracked.ts";

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
  /** Every dependency on which the rules may find something else after a change of one of the items. */
  readonly touchedBy: (ids: readonly WorkItemId[]) => readonly Dependency[];
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
  const { itemOf, parentOf, hasPassed, dependenciesFrom } = plan;
  const breaksOrder = keyed(plan.rows, (id: WorkItemId): boolean => breaksOrderIn(id, rulePlan));
  const rulePlan: RulePlan = { itemOf, parentOf, hasPassed, dependenciesFrom, isInCycle, breaksOrder };
  const firingFrom = keyed(
    plan.rows,
    (consumer: WorkItemId): ReadonlyMap<Dependency, readonly ActiveRule[]> =>
      new Map(plan.dependenciesFrom(consumer).map((one) => [one, rulesFiring(one, rulePlan, active)])),
  );
  const dependenciesAt = (id: WorkItemId) => distinct([...plan.dependenciesFrom(id), ...plan.dependenciesTo(id)]);
  const looksFar = active.some(({ id }) => id === "chain-slip");
  const touchedByOne = keyed(
    plan.rows,
    (id: WorkItemId): readonly Dependency[] =>
      looksFar
        ? distinct([...dependenciesAt(id), ...[...consumersAbove(id, plan)].flatMap(plan.dependenciesFrom)])
        : dependenciesAt(id),
    isSameList,
  );
  return {
    plan,
    active,
    rulePlan,
    cycleGroupOf,
    dependenciesAt,
    touchedBy: (ids) => distinct(ids.flatMap(touchedByOne)),
    firing: (dependency) => firingFrom(dependency.consumer).get(dependency) ?? [],
  };
}
