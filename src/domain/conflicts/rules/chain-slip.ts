import type { LinkEnd, WorkItemId } from "../../ids.ts";
import type { PlannedItem } from "../../model/planned-item.ts";
import type { LivePlan } from "../../model/train-plan.ts";
import { crossIncrement } from "./cross-increment.ts";
import { edgeBetween, isOpenItem, itemAt } from "./edge.ts";
import { decidingIn, lateProvider } from "./late-provider.ts";
import { overdueProvider } from "./overdue-provider.ts";
import { openProvider } from "./rule.ts";
import type { Edge, EdgeRule, RulePlan } from "./rule.ts";
import { unscheduledProvider } from "./unscheduled-provider.ts";

/** Signalbox follows a chain over this many dependencies beyond B. */
export const mostLinks = 2;

/** B is in time for D, but B waits for an item that is not. See docs/rules.md. */
export const chainSlip: EdgeRule = {
  looksAt: "edge",
  severity: "risk",
  fires(edge) {
    return slippingChain(edge) !== null;
  },
};

/** Rules by which B itself breaks the order: then no chain needs to say it. */
const aboutBoth = [lateProvider, crossIncrement, unscheduledProvider, overdueProvider];

/** Rules by which the plan of B cannot hold. Behind any other B, the chain's finding belongs to B. */
const againstB = [lateProvider, crossIncrement, unscheduledProvider];

/** B and items behind it, each waiting for the next. The last is the one of those too late for D that ends last. */
export type SlippingChain = { readonly items: readonly PlannedItem[]; readonly last: PlannedItem };

/** Null if the rule does not fire. */
export function slippingChain(edge: Edge): SlippingChain | null {
  const provider = openProvider(edge);
  if (provider === null || edge.isPart) return null;
  const { consumer, plan } = edge;
  if (!plan.breaksOrder(provider.item.id) || aboutBoth.some((rule) => rule.fires(edge))) return null;
  const first = openProvidersOf(provider, plan);
  // D's own providers have edges of their own.
  const own = plan.dependenciesFrom(consumer.item.id).map((dependency) => dependency.provider);
  let last: Reached | null = null;
  for (const reached of reachedFrom(first, [consumer.item.id, ...own], plan)) {
    const isTooLate = lateProvider.fires(edgeBetween(consumer, reached.planned, plan));
    if (isTooLate && (last === null || endOf(reached) > endOf(last))) last = reached;
  }
  return last === null ? null : { items: [provider, ...pathTo(last)], last: last.planned };
}

/** See `RulePlan.breaksOrder`. */
export function breaksOrderIn(id: WorkItemId, plan: RulePlan): boolean {
  const planned = plan.itemOf(id);
  if (planned === null) return false;
  return openProvidersOf(planned, plan).some((one) => againstB.some((rule) => rule.fires(one.edge)));
}

/** A provider, and the dependency on it. */
type Awaited = { readonly planned: PlannedItem; readonly edge: Edge };

/** The open providers of an open item, outside of circles: no item of a circle can come first. */
function openProvidersOf(consumer: PlannedItem, plan: RulePlan): Awaited[] {
  return plan.dependenciesFrom(consumer.item.id).flatMap((dependency) => {
    const planned = itemAt(dependency.provider, plan);
    if (planned === null || !isOpenItem(planned) || plan.isInCycle(dependency)) return [];
    return { planned, edge: edgeBetween(consumer, planned, plan) };
  });
}

type Reached = { readonly planned: PlannedItem; readonly before: Reached | null };

/**
 * Breadth first, so that each path is a shortest one.
 * @param passed items to leave out, and everything behind them alone
 */
function* reachedFrom(first: readonly Awaited[], passed: Iterable<LinkEnd>, plan: RulePlan): Generator<Reached, void> {
  const seen = new Set(passed);
  let next = first.map(({ planned }): Reached => ({ planned, before: null }));
  for (let links = 1; links <= mostLinks; links += 1) {
    const level: Reached[] = [];
    for (const reached of next) {
      if (seen.has(reached.planned.item.id)) continue;
      seen.add(reached.planned.item.id);
      level.push(reached);
    }
    yield* level;
    next = level.flatMap((before) => openProvidersOf(before.planned, plan).map(({ planned }) => ({ planned, before })));
  }
}

/** All items whose places can matter to a chain that begins with the item. */
export function itemsBehind(provider: PlannedItem, plan: RulePlan): readonly WorkItemId[] {
  const reached = reachedFrom(openProvidersOf(provider, plan), [provider.item.id], plan);
  return Array.from(reached, ({ planned }) => planned.item.id);
}

function endOf({ planned }: Reached): number {
  const { startsAt, endsAt } = decidingIn(planned);
  return endsAt ?? startsAt ?? -Infinity;
}

function pathTo(last: Reached): readonly PlannedItem[] {
  const path: PlannedItem[] = [];
  for (let one: Reached | null = last; one !== null; one = one.before) path.unshift(one.planned);
  return path;
}

/** @returns items that may have this one behind a provider: on their dependencies its change may matter */
export function consumersAbove(
  changed: WorkItemId,
  plan: Pick<LivePlan, "itemOf" | "dependenciesTo">,
): ReadonlySet<WorkItemId> {
  const above = new Set<WorkItemId>();
  let level: readonly WorkItemId[] = [changed];
  // Up to B, and one dependency further.
  for (let links = 0; links <= mostLinks; links += 1) {
    const next: WorkItemId[] = [];
    for (const { consumer } of level.flatMap(plan.dependenciesTo)) {
      const planned = above.has(consumer) ? null : plan.itemOf(consumer);
      above.add(consumer);
      if (planned !== null && isOpenItem(planned)) next.push(consumer);
    }
    level = next;
  }
  return above;
}
