import type { Dependency } from "../items/dependency.ts";
import type { WorkItemId } from "../ids.ts";
import type { PlannedItem } from "../model/planned-item.ts";
import type { LivePlan } from "../model/train-plan.ts";
import { breaksOrderIn } from "./rules/chain-slip.ts";
import type { RulePlan } from "./rules/rule.ts";

/** Dependencies after a change. */
export type EdgesAfter = Pick<RulePlan, "edgesFrom"> & {
  /** Whether the change affects the dependencies of an item. */
  readonly isAffected: (id: WorkItemId) => boolean;
};

/** Items that wait in another circle than before, or in none any more. */
export type BrokenCircle = {
  readonly has: (id: WorkItemId) => boolean;
  readonly isInCycle: (dependency: Dependency) => boolean;
};

/** The plan as the rules see it after a change. */
export function planAfter(before: RulePlan, edges: EdgesAfter, broken: BrokenCircle | null = null): RulePlan {
  const isAsBefore = (id: WorkItemId) => !edges.isAffected(id) && broken?.has(id) !== true;
  const after: RulePlan = {
    ...before,
    edgesFrom: edges.edgesFrom,
    isInCycle: broken?.isInCycle ?? before.isInCycle,
    breaksOrder: (id) => (isAsBefore(id) ? before.breaksOrder(id) : breaksOrderIn(id, after)),
  };
  return after;
}

/** Dependencies with changed items at their ends. */
export function edgesWith(
  items: readonly PlannedItem[],
  { edgesFrom, dependenciesTo }: Pick<LivePlan, "edgesFrom" | "dependenciesTo">,
): EdgesAfter {
  const changed = new Map(items.map((planned) => [planned.item.id, planned]));
  const affected = new Set(changed.keys());
  for (const id of changed.keys()) for (const { consumer } of dependenciesTo(id)) affected.add(consumer);
  const after = (planned: PlannedItem | null) => planned && (changed.get(planned.item.id) ?? planned);
  return {
    isAffected: (id) => affected.has(id),
    edgesFrom(id) {
      const edges = edgesFrom(id);
      if (!affected.has(id)) return edges;
      return edges.map(({ dependency, consumer, provider }) => {
        return { dependency, consumer: after(consumer), provider: after(provider) };
      });
    },
  };
}
