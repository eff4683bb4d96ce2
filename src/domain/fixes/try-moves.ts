import type { ConflictSeverity } from "../conflicts/conflict.ts";
import { edgesWith, planAfter } from "../conflicts/plan-after.ts";
import { consumersAbove, itemsBehind } from "../conflicts/rules/chain-slip.ts";
import { itemAt } from "../conflicts/rules/edge.ts";
import { rulesFiring } from "../conflicts/rules/firing.ts";
import { severityRank, type ActiveRule } from "../conflicts/rules/all-rules.ts";
import type { Situation } from "../conflicts/situation.ts";
import { isKeyRef, type WorkItemId } from "../ids.ts";
import type { Dependency } from "../items/dependency.ts";
import type { Destination } from "../model/planned-item.ts";
import { sortedBy } from "../ordering.ts";

/** The dependency whose conflict to clear, and the severity of that conflict. */
export type Cleared = { readonly dependency: Dependency; readonly severity: ConflictSeverity };

/**
 * Runs the rules on the plan after several moves.
 * @param moved each item with its possible places: the moves must help in each combination
 * @returns what makes the moves no fix: the dependency of the conflict, if a rule still fires on it, or another one
 *   on which they open a conflict as severe, or whose conflict they make more severe; null if they are a fix
 */
export type TryMoves = (moved: readonly (readonly Destination[])[]) => InTheWay | null;

/** The items whose places decide what the rules find on a dependency. */
export type InTheWay = { readonly places: readonly WorkItemId[] };

export function tryMovesIn(situation: Situation, { dependency: target, severity }: Cleared): TryMoves {
  const { plan, rulePlan, active, firing } = situation;
  const isSevere = (rule: ActiveRule) => severityRank(rule.severity) <= severityRank(severity);

  const isWorse = (before: readonly ActiveRule[], after: readonly ActiveRule[]): boolean => {
    const opens = after.some((rule) => !before.includes(rule) && isSevere(rule));
    return opens || (before.length > 0 && gravest(after) < gravest(before));
  };

  const decidedBy = ({ dependency: { consumer, provider }, rules }: Found): InTheWay => {
    const awaited = rules.some(({ id }) => id === "chain-slip") ? itemAt(provider, plan) : null;
    const ends = [consumer, provider].filter((end): end is WorkItemId => !isKeyRef(end));
    return { places: awaited === null ? ends : [...ends, ...itemsBehind(awaited, rulePlan)] };
  };

  const inTheWay = (places: readonly Destination[]): InTheWay | null => {
    const changed = plan.replan.together(places);
    const after = planAfter(rulePlan, edgesWith(changed, plan));
    const firingFrom = (id: WorkItemId) =>
      after.edgesFrom(id).map((one) => ({ dependency: one.dependency, rules: rulesFiring(one, after, active) }));
    const left = firingFrom(target.consumer).find(({ dependency }) => dependency === target)?.rules ?? [];
    if (left.length > 0) return decidedBy({ dependency: target, rules: left });
    const ids = changed.map(({ item }) => item.id);
    const touched = [...ids, ...consumersAbove(ids, plan)].flatMap(firingFrom);
    const worse = touched.filter(({ dependency, rules }) => isWorse(firing(dependency), rules));
    const [first] = sortedBy(worse, ({ dependency: { consumer, provider } }) => `${consumer} ${provider}`);
    return first === undefined ? null : decidedBy(first);
  };

  return (moved) => {
    for (const places of combinations(moved)) {
      const found = inTheWay(places);
      if (found !== null) return found;
    }
    return null;
  };
}

/** Smaller for more severe rules; infinite without any. */
function gravest(rules: readonly ActiveRule[]): number {
  return Math.min(...rules.map(({ severity }) => severityRank(severity)));
}

/** The rules that fire on a dependency after the moves. */
type Found = { readonly dependency: Dependency; readonly rules: readonly ActiveRule[] };

/** One of each list, in every combination. */
function* combinations<T>([first, ...others]: readonly (readonly T[])[]): Generator<readonly T[], void> {
  if (first === undefined) {
    yield [];
    return;
  }
  for (const one of first) for (const rest of combinations(others)) yield [one, ...rest];
}
