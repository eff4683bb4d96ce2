import { cyclicComponents } from "./cyclic-components.ts";
import type { WorkItemId } from "../ids.ts";
import type { Dependency } from "../items/dependency.ts";
import type { CycleGroup, OpenLink, PlannedEdge, Replanned } from "../model/planned-item.ts";
import { isOpenItem } from "./rules/edge.ts";
import { consumersAbove } from "./rules/chain-slip.ts";
import { rulesFiring } from "./rules/firing.ts";
import type { RulePlan } from "./rules/rule.ts";
import type { ActiveRule } from "./rules/all-rules.ts";
import { distinct } from "../ordering.ts";
import { arrowOf } from "./cycle-group.ts";
import { edgesWith, planAfter, type BrokenCircle, type EdgesAfter } from "./plan-after.ts";
import type { Situation } from "./situation.ts";

/** The result of one step: changed items, or a removed dependency. */
export type Change = Replanned | { readonly drops: Dependency };

/**
 * Tries changes on one situation: runs the rules again after a change, on everything that the change can reach, the
 * nearest first, until one opens something. The result equals that of a run over everything.
 */
export type Trial = {
  /** Whether no rule fires on the dependency after the change, and the change opens nothing else. */
  readonly ends: (change: Change, dependency: Dependency) => boolean;
  /** After the change: whether no rule fires on a dependency, whatever the change opens elsewhere. */
  readonly clears: (change: Change) => (dependency: Dependency) => boolean;
  /** Whether nothing of its circle's group waits in a circle without the dependency, and its removal opens nothing. */
  readonly breaksCircle: (dropped: Dependency) => boolean;
};

export function trialOn(situation: Situation): Trial {
  const { active } = situation;
  const after = (change: Change): After =>
    "drops" in change ? withoutDependency(change.drops, situation) : withItems(change, situation);
  const isClear = ({ plan }: After, dependency: Dependency): boolean => {
    const edge = plan.edgesFrom(dependency.consumer).find((one) => one.dependency === dependency);
    return edge === undefined || rulesFiring(edge, plan, active).length === 0;
  };
  return {
    ends(change, dependency) {
      const then = after(change);
      // The change may not reach the dependency.
      return !opensIn(then, situation, dependency) && isClear(then, dependency);
    },
    clears(change) {
      const then = after(change);
      return (dependency) => isClear(then, dependency);
    },
    breaksCircle(dropped) {
      const then = withoutDependency(dropped, situation);
      return then.remaining.length === 0 && !opensIn(then, situation);
    },
  };
}

/** The situation after a change. */
type After = {
  readonly plan: RulePlan;
  /** The items whose place, dependencies or circle may differ from before. */
  readonly changed: readonly WorkItemId[];
  /** The group that it may break, and what still waits in a circle of it. */
  readonly group: CycleGroup | null;
  readonly remaining: readonly (readonly string[])[];
  /** Whether it closes a circle. */
  readonly closes: boolean;
};

function withItems({ becomes, alsoMoved }: Replanned, situation: Situation): After {
  const { plan, cycleGroupOf } = situation;
  const { id } = becomes.item;
  const before = plan.itemOf(id);
  const wasOpen = before !== null && isOpenItem(before);
  const isOpen = isOpenItem(becomes);
  const group = wasOpen && !isOpen ? cycleGroupOf(id) : null;
  const left = (group?.inside ?? []).filter(
    ({ consumer, provider }) => consumer.item.id !== id && provider.item.id !== id,
  );
  const items = [becomes, ...alsoMoved];
  const edges = edgesWith(items, plan);
  const closes = !wasOpen && isOpen && closesCircle(id, edges.edgesFrom, situation);
  return { ...broken({ group, left, edges, changed: items.map(({ item }) => item.id) }, situation), closes };
}

function withoutDependency(dropped: Dependency, situation: Situation): After {
  const { rulePlan, cycleGroupOf } = situation;
  const group = rulePlan.isInCycle(dropped) ? cycleGroupOf(dropped.consumer) : null;
  const left = (group?.inside ?? []).filter(({ dependency }) => dependency !== dropped);
  const isAffected = (id: WorkItemId) => id === dropped.consumer;
  const edgesFrom: RulePlan["edgesFrom"] = (id) => {
    const edges = rulePlan.edgesFrom(id);
    return isAffected(id) ? edges.filter(({ dependency }) => dependency !== dropped) : edges;
  };
  const changed = [dropped.consumer];
  return { ...broken({ group, left, edges: { edgesFrom, isAffected }, changed }, situation), closes: false };
}

type Broken = Pick<After, "changed" | "group"> & {
  readonly edges: EdgesAfter;
  /** What is left of the group's dependencies. */
  readonly left: readonly OpenLink[];
};

function broken({ group, left, edges, changed }: Broken, { rulePlan, cycleGroupOf }: Situation) {
  if (group === null) return { plan: planAfter(rulePlan, edges), changed, group, remaining: [] };
  const remaining = cyclicComponents(left.map(arrowOf));
  const places = new Map(remaining.flatMap((members, place) => members.map((id): [string, number] => [id, place])));
  const has = (id: WorkItemId) => cycleGroupOf(id) === group;
  const isInCycle = (dependency: Dependency) => {
    const { consumer, provider } = dependency;
    if (!has(consumer)) return rulePlan.isInCycle(dependency);
    return places.has(consumer) && places.get(consumer) === places.get(provider);
  };
  const circle: BrokenCircle = { has, isInCycle };
  // Consumers are enough: each end of a link in a circle waits for the next one.
  const members = left.map(({ consumer }) => consumer.item.id);
  return {
    plan: planAfter(rulePlan, edges, circle),
    changed: distinct([...changed, ...members]),
    group,
    remaining,
  };
}

/**
 * Whether a rule fires on a dependency on which it did not before, or other items than before wait in a circle.
 * @param ended where no rule may fire at all; null for none
 */
function opensIn(after: After, situation: Situation, ended: Dependency | null = null): boolean {
  const { active, firing } = situation;
  const { plan, changed, group, remaining, closes } = after;
  if (closes || remaining.some(({ length }) => length !== group?.members.length)) return true;
  const isAgainst = (edge: PlannedEdge) => {
    const rules = rulesFiring(edge, plan, active);
    return rules.length > 0 && (edge.dependency === ended || hasNew(rules, firing(edge.dependency)));
  };
  for (const id of changed) if (plan.edgesFrom(id).some(isAgainst)) return true;
  for (const id of consumersAbove(changed, situation.plan)) if (plan.edgesFrom(id).some(isAgainst)) return true;
  return false;
}

function hasNew(rules: readonly ActiveRule[], before: readonly ActiveRule[]): boolean {
  return rules.some((rule) => !before.includes(rule));
}

/** Whether a reopened item would wait for itself through others, if the train has the cycle rule on. */
function closesCircle(start: WorkItemId, edgesFrom: RulePlan["edgesFrom"], { active }: Situation): boolean {
  if (active.every(({ rule }) => rule.looksAt !== "graph")) return false;
  const awaited = new Set([start]);
  // The loop appends to `awaited`.
  for (const id of awaited) {
    for (const { provider } of edgesFrom(id)) {
      if (provider === null || !isOpenItem(provider)) continue;
      if (provider.item.id === start) return true;
      awaited.add(provider.item.id);
    }
  }
  return false;
}
