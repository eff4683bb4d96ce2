import type { Arrow } from "./components.ts";
import type { Dependency } from "./dependency.ts";
import type { WorkItemId } from "./ids.ts";
import type { PlannedItem, TrainView } from "./planned-item.ts";
import { isOpenItem, itemAt, rulesFiring } from "./rules/firing.ts";
import type { Plan } from "./rules/firing.ts";
import { activeRules } from "./rules/table.ts";
import type { ActiveRule } from "./rules/table.ts";

/** Open items that wait for each other, sorted, and what each waits for in that group: one conflict of a graph rule. */
export type Knot = {
  readonly members: readonly string[];
  readonly inside: readonly OpenLink[];
  readonly rule: ActiveRule;
};

/** A dependency between open items that were read. */
export type OpenLink = {
  readonly dependency: Dependency;
  readonly consumer: PlannedItem;
  readonly provider: PlannedItem;
};

/** A view made ready for its rules: each item's dependencies, and what waits in a circle. */
export type Situation = {
  readonly view: TrainView;
  readonly active: readonly ActiveRule[];
  readonly plan: Plan;
  /** None where the train has switched the rule off. */
  readonly knots: readonly Knot[];
  readonly knotOf: (id: string) => Knot | null;
  /** Every dependency that has the item at an end. */
  readonly dependenciesAt: (id: WorkItemId) => readonly Dependency[];
  /** The edge rules that fire as things are, the one to show first. */
  readonly firing: (dependency: Dependency) => readonly ActiveRule[];
};

export function situationOf(view: TrainView): Situation {
  const active = activeRules(view.train);
  const itemOf = (id: WorkItemId) => view.items.get(id) ?? null;
  const knots = knotsIn(openLinks(view.dependencies, itemOf), active);
  const byMember = new Map(knots.flatMap((knot) => knot.members.map((id) => [id, knot] as const)));
  const knotOf = (id: string) => byMember.get(id) ?? null;
  const isInCycle = ({ consumer, provider }: Dependency) =>
    byMember.size > 0 && byMember.has(consumer) && knotOf(consumer) === knotOf(provider);
  const plan: Plan = { at: view.at, itemOf, parentOf: view.parentOf, isInCycle };
  const byEnd = dependenciesByEnd(view.dependencies);
  const fired = new Map<Dependency, readonly ActiveRule[]>();
  return {
    view,
    active,
    plan,
    knots,
    knotOf,
    dependenciesAt: (id) => byEnd.get(id) ?? [],
    firing(dependency) {
      const rules = fired.get(dependency) ?? rulesFiring(dependency, plan, active);
      fired.set(dependency, rules);
      return rules;
    },
  };
}

function openLinks(dependencies: readonly Dependency[], itemOf: Plan["itemOf"]): OpenLink[] {
  const openAt = (end: Dependency["provider"]) => {
    const planned = itemAt(end, { itemOf });
    return planned !== null && isOpenItem(planned) ? planned : null;
  };
  return dependencies.flatMap((dependency) => {
    const [consumer, provider] = [openAt(dependency.consumer), openAt(dependency.provider)];
    return consumer === null || provider === null ? [] : { dependency, consumer, provider };
  });
}

export function arrowOf({ dependency: { consumer, provider } }: Pick<OpenLink, "dependency">): Arrow {
  return [consumer, provider];
}

function knotsIn(links: readonly OpenLink[], active: readonly ActiveRule[]): Knot[] {
  const arrows = links.map(arrowOf);
  return active.flatMap((one) => {
    if (one.rule.looksAt === "edge") return [];
    const groups = one.rule.find(arrows);
    const places = new Map(groups.flatMap((members, place) => members.map((id) => [id, place] as const)));
    const inside = Map.groupBy(links, ({ dependency: { consumer, provider } }) =>
      places.get(consumer) === places.get(provider) ? places.get(consumer) : undefined,
    );
    return groups.flatMap((members, place) =>
      [inside.get(place)].filter((own) => own !== undefined).map((own): Knot => ({ members, inside: own, rule: one })),
    );
  });
}

function dependenciesByEnd(dependencies: readonly Dependency[]): ReadonlyMap<string, readonly Dependency[]> {
  const byEnd = new Map<string, Dependency[]>();
  const add = (end: string, dependency: Dependency) => {
    const known = byEnd.get(end);
    if (known === undefined) byEnd.set(end, [dependency]);
    else known.push(dependency);
  };
  for (const dependency of dependencies) {
    add(dependency.consumer, dependency);
    if (dependency.provider !== dependency.consumer) add(dependency.provider, dependency);
  }
  return byEnd;
}
