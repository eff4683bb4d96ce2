import type { Dependency } from "../items/dependency.ts";
import type { WorkItemId } from "../ids.ts";
import type { PlannedItem } from "../model/planned-item.ts";
import { breaksOrderIn } from "./rules/chain-slip.ts";
import type { RulePlan } from "./rules/rule.ts";

type EdgesFrom = RulePlan["edgesFrom"];

/** Items that wait in another circle than before, or in none any more. */
export type BrokenCircle = {
  readonly has: (id: WorkItemId) => boolean;
  readonly isInCycle: (dependency: Dependency) => boolean;
};

/**
 * The plan as the rules see it after a change.
 * @param edgesFrom the dependencies after it; the same list for each item whose dependencies it leaves alone
 */
export function planAfter(before: RulePlan, edgesFrom: EdgesFrom, broken: BrokenCircle | null = null): RulePlan {
  const isAsBefore = (id: WorkItemId) => edgesFrom(id) === before.edgesFrom(id) && broken?.has(id) !== true;
  const after: RulePlan = {
    ...before,
    edgesFrom,
    isInCycle: broken?.isInCycle ?? before.isInCycle,
    breaksOrder: (id) => (isAsBefore(id) ? before.breaksOrder(id) : breaksOrderIn(id, after)),
  };
  return after;
}

/** Dependencies with changed items at their ends. */
export function edgesWith(items: readonly PlannedItem[], edgesFrom: EdgesFrom): EdgesFrom {
  const changed = new Map(items.map((planned) => [planned.item.id, planned]));
  const after = (planned: PlannedItem | null) => planned && (changed.get(planned.item.id) ?? planned);
  return (id) => {
    const edges = edgesFrom(id);
    const isAsBefore = edges.every(
      ({ consumer, provider }) => after(consumer) === consumer && after(provider) === provider,
    );
    if (isAsBefore) return edges;
    return edges.map(({ dependency, consumer, provider }) => {
      return { dependency, consumer: after(consumer), provider: after(provider) };
    });
  };
}
