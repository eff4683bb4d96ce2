import type { ConflictSeverity } from "../conflicts/conflict.ts";
import { itemsBehind } from "../conflicts/rules/chain-slip.ts";
import { itemAt } from "../conflicts/rules/edge.ts";
import { rulesFiring } from "../conflicts/rules/firing.ts";
import { severityRank, type ActiveRule } from "../conflicts/rules/all-rules.ts";
import type { Situation } from "../conflicts/situation.ts";
import { isKeyRef, type WorkItemId } from "../ids.ts";
import type { Dependency } from "../items/dependency.ts";
import type { Destination, PlannedItem } from "../model/planned-item.ts";
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
  const { plan, rulePlan, active, firing, touchedBy } = situation;
  const isSevere = (rule: ActiveRule) => severityRank(rule.severity) <= severityRank(severity);

  const isWorse = (before: readonly ActiveRule[], after: readonly ActiveRule[]): boolean => {
    const opens = after.some((rule) => !before.includes(rule) && isSevere(rule));
    return opens || (before.length > 0 && gravest(after) < gravest(before));
  };

  const decidedBy = ({ consumer, provider }: Dependency, rules: readonly ActiveRule[]): InTheWay => {
    const awaited = rules.some(({ id }) => id === "chain-slip") ? itemAt(provider, plan) : null;
    const ends = [consumer, provider].filter((end): end is WorkItemId => !isKeyRef(end));
    return { places: awaited === null ? ends : [...ends, ...itemsBehind(awaited, rulePlan)] };
  };

  const inTheWay = (places: readonly Destination[]): InTheWay | null => {
    const changed = plan.replan.together(places);
    const after = { ...rulePlan, itemOf: overlaid(changed, plan.itemOf) };
    const fires = (one: Dependency) => rulesFiring(one, after, active);
    const left = fires(target);
    if (left.length > 0) return decidedBy(target, left);
    const worse = touchedBy(changed.map(({ item }) => item.id)).filter((one) => isWorse(firing(one), fires(one)));
    const [first] = sortedBy(worse, ({ consumer, provider }) => `${consumer} ${provider}`);
    return first === undefined ? null : decidedBy(first, fires(first));
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

type ItemOf = Situation["plan"]["itemOf"];

function overlaid(changed: readonly PlannedItem[], itemOf: ItemOf): ItemOf {
  const known = new Map(changed.map((planned) => [planned.item.id, planned]));
  return (id) => known.get(id) ?? itemOf(id);
}

/** One of each list, in every combination. */
function* combinations<T>([first, ...others]: readonly (readonly T[])[]): Generator<readonly T[], void> {
  if (first === undefined) {
    yield [];
    return;
  }
  for (const one of first) for (const rest of combinations(others)) yield [one, ...rest];
}
