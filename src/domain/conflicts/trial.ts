import { cyclicComponents } from "./cyclic-components.ts";
import type { RuleId } from "./conflict.ts";
import type { WorkItemId } from "../ids.ts";
import type { Dependency } from "../items/dependency.ts";
import type { CycleGroup, OpenLink, PlannedItem, Replanned } from "../model/planned-item.ts";
import { isOpenItem, itemAt } from "./rules/edge.ts";
import { breaksOrderIn } from "./rules/chain-slip.ts";
import { rulesFiring } from "./rules/firing.ts";
import type { RulePlan } from "./rules/rule.ts";
import type { ActiveRule } from "./rules/all-rules.ts";
import { distinct } from "../ordering.ts";
import { arrowOf } from "./cycle-group.ts";
import type { Situation } from "./situation.ts";

/** The result of one step: changed items, or a removed dependency. */
export type Change = Replanned | { readonly drops: Dependency };

/** The rules' result after a change. */
export type Outcome = {
  /** Of every dependency on which other rules may fire than before. */
  readonly fired: ReadonlyMap<Dependency, readonly ActiveRule[]>;
  /** Groups that wait in a circle, as far as they may differ from before: remaining ones, and new ones. */
  readonly cycles: readonly (readonly string[])[];
  /** A rule fires on a dependency on which it did not before, or other items than before wait in a circle. */
  readonly opens: boolean;
};

/** Tries changes on one situation. */
export type Trial = {
  readonly after: (change: Change) => Outcome;
  /** Whether no rule fires on the dependency after the change, and the change opens nothing else. */
  readonly ends: (change: Change, dependency: Dependency) => boolean;
};

/**
 * Runs the rules again after a change, on everything that the change can reach: the dependencies of the touched item,
 * those of the items that wait for it through others, and its group of items in a circle. The result equals that of a
 * run over everything.
 */
export function trialOn(situation: Situation): Trial {
  const known = new Map<string, Outcome>();
  const after = (change: Change): Outcome => {
    if ("drops" in change) return outcomeOf(withoutDependency(change.drops, situation), situation);
    const key = keyOf(change.becomes);
    const outcome = known.get(key) ?? outcomeOf(withItem(change, situation), situation);
    known.set(key, outcome);
    return outcome;
  };
  // Most steps that do not help already fail on the dependency itself, and an item in no circle is quick to check.
  const failsAtOnce = (change: Change, dependency: Dependency) =>
    "becomes" in change &&
    !situation.rulePlan.isInCycle(dependency) &&
    (firesWith(change, dependency, situation) || opensNear(change, situation));
  return {
    after,
    ends(change, dependency) {
      if (failsAtOnce(change, dependency)) return false;
      const { opens, fired } = after(change);
      if (opens) return false;
      const isDropped = "drops" in change && change.drops === dependency;
      return isDropped || (fired.get(dependency) ?? situation.firing(dependency)).length === 0;
    },
  };
}

function firesWith(change: Replanned, dependency: Dependency, situation: Situation): boolean {
  return rulesFiring(dependency, planWith(change, situation), situation.active).length > 0;
}

/** Whether a rule newly fires on a dependency of the item itself: others may wait for it through many. */
function opensNear(change: Replanned, situation: Situation): boolean {
  const { active, dependenciesAt, firing } = situation;
  const after = planWith(change, situation);
  return dependenciesAt(change.becomes.item.id).some((one) => fresh(rulesFiring(one, after, active), firing(one)));
}

function planWith(change: Replanned, situation: Situation): RulePlan {
  const { rulePlan } = situation;
  const changed = [change.becomes, ...change.alsoMoved].map(({ item }) => item.id);
  const affected = affectedBy(changed, situation);
  const after: RulePlan = {
    ...rulePlan,
    itemOf: itemsWith(change, rulePlan),
    breaksOrder: (id) => (affected.has(id) ? breaksOrderIn(id, after) : rulePlan.breaksOrder(id)),
  };
  return after;
}

function itemsWith({ becomes, alsoMoved }: Replanned, { itemOf }: RulePlan): RulePlan["itemOf"] {
  if (alsoMoved.length === 0) return (id) => (id === becomes.item.id ? becomes : itemOf(id));
  const changed = new Map([becomes, ...alsoMoved].map((planned) => [planned.item.id, planned]));
  return (id) => changed.get(id) ?? itemOf(id);
}

/** Items that may break the order otherwise than before: the changed ones, and those that wait for them. */
function affectedBy(changed: readonly WorkItemId[], { plan }: Situation): ReadonlySet<WorkItemId> {
  return new Set([...changed, ...changed.flatMap(plan.dependenciesTo).map(({ consumer }) => consumer)]);
}

/** Everything that a step changes of an item and its place. The plan of its parent and sub-tasks follows from it. */
function keyOf({ item, iteration, iterationRange, through, ...place }: PlannedItem): string {
  const { startsAt, endsAt, datesFrom, counted } = place;
  const ordinals = [iteration, iterationRange?.first, iterationRange?.last].map((one) => one?.ordinal);
  const dates = [item.dueOn, startsAt, endsAt, datesFrom, counted.startsAt, counted.endsAt];
  return [item.id, item.status, ...dates, ...ordinals, through?.from].join(" ");
}

/** The reach of a change. */
type Reach = {
  readonly itemOf: RulePlan["itemOf"];
  readonly dependenciesFrom: RulePlan["dependenciesFrom"];
  /** The items whose place or dependencies the change replaces. */
  readonly changed: readonly WorkItemId[];
  readonly touched: readonly Dependency[];
  /** The group it may break, and the rest of its dependencies. */
  readonly group: CycleGroup | null;
  readonly left: readonly OpenLink[];
  /** A group that it closes. */
  readonly closed: readonly string[] | null;
};

function withItem(change: Replanned, { rulePlan, ...situation }: Situation): Reach {
  const { becomes, alsoMoved } = change;
  const { id } = becomes.item;
  const before = rulePlan.itemOf(id);
  const wasOpen = before !== null && isOpenItem(before);
  const isOpen = isOpenItem(becomes);
  const itemOf = itemsWith(change, rulePlan);
  const group = wasOpen && !isOpen ? situation.cycleGroupOf(id) : null;
  const left = (group?.inside ?? []).filter(
    ({ consumer, provider }) => consumer.item.id !== id && provider.item.id !== id,
  );
  const closed = !wasOpen && isOpen && closesCycle(becomes, itemOf, situation) ? [id] : null;
  const changed = [id, ...alsoMoved.map(({ item }) => item.id)];
  const touched = situation.touchedBy([...changed, ...membersOf(left)]);
  return { itemOf, dependenciesFrom: rulePlan.dependenciesFrom, changed, touched, group, left, closed };
}

/** Consumers are enough: each end of a link in a circle waits for the next one. */
function membersOf(links: readonly OpenLink[]): readonly WorkItemId[] {
  return distinct(links.map(({ consumer }) => consumer.item.id));
}

function withoutDependency(dropped: Dependency, { rulePlan, cycleGroupOf, touchedBy }: Situation): Reach {
  const group = rulePlan.isInCycle(dropped) ? cycleGroupOf(dropped.consumer) : null;
  const left = (group?.inside ?? []).filter(({ dependency }) => dependency !== dropped);
  const { itemOf } = rulePlan;
  const dependenciesFrom: RulePlan["dependenciesFrom"] = (consumer) =>
    rulePlan.dependenciesFrom(consumer).filter((one) => one !== dropped);
  const touched = touchedBy([dropped.consumer, ...membersOf(left)]).filter((one) => one !== dropped);
  return { itemOf, dependenciesFrom, changed: [dropped.consumer], touched, group, left, closed: null };
}

function outcomeOf(reach: Reach, situation: Situation): Outcome {
  const { itemOf, dependenciesFrom, touched, group, left, closed } = reach;
  const { rulePlan, active } = situation;
  const affected = affectedBy([...reach.changed, ...membersOf(group?.inside ?? [])], situation);
  const groups = group === null ? [] : cyclicComponents(left.map(arrowOf));
  const places = new Map(groups.flatMap((members, place) => members.map((id): [string, number] => [id, place])));
  const inLeft = new Set(left.map(({ dependency }) => dependency));
  const after: RulePlan = {
    ...rulePlan,
    itemOf,
    dependenciesFrom,
    isInCycle: (dependency) =>
      inLeft.has(dependency)
        ? places.has(dependency.consumer) && places.get(dependency.consumer) === places.get(dependency.provider)
        : rulePlan.isInCycle(dependency),
    breaksOrder: (id) => (affected.has(id) ? breaksOrderIn(id, after) : rulePlan.breaksOrder(id)),
  };
  const fired = new Map(touched.map((dependency) => [dependency, rulesFiring(dependency, after, active)] as const));
  const cycles = closed === null ? groups : [...groups, closed];
  const isAsBefore = ({ length }: readonly string[]) => length === group?.members.length;
  const opens =
    !cycles.every(isAsBefore) || [...fired].some(([dependency, rules]) => fresh(rules, situation.firing(dependency)));
  return { fired, cycles, opens };
}

function fresh(rules: readonly ActiveRule[], before: readonly ActiveRule[]): boolean {
  const known = new Set<RuleId>(before.map(({ id }) => id));
  return rules.some(({ id }) => !known.has(id));
}

/** Whether a reopened item would wait for itself through others, if the train has the cycle rule on. */
function closesCycle(
  { item }: PlannedItem,
  itemOf: RulePlan["itemOf"],
  { active, dependenciesAt }: Pick<Situation, "active" | "dependenciesAt">,
): boolean {
  if (active.every(({ rule }) => rule.looksAt !== "graph")) return false;
  const awaited = new Set([item.id]);
  // The loop appends to `awaited`.
  for (const id of awaited) {
    for (const { consumer, provider } of dependenciesAt(id)) {
      const planned = consumer === id ? itemAt(provider, { itemOf }) : null;
      if (planned === null || !isOpenItem(planned)) continue;
      if (planned.item.id === item.id) return true;
      awaited.add(planned.item.id);
    }
  }
  return false;
}
