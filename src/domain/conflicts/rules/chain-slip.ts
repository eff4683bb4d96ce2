import type { LinkEnd, WorkItemId } from "../../ids.ts";
import type { PlannedEdge, PlannedItem } from "../../model/planned-item.ts";
import type { LivePlan } from "../../model/train-plan.ts";
import { crossIncrement } from "./cross-increment.ts";
import { edgeBetween, isOpenItem } from "./edge.ts";
import { decidingIn, lateProvider } from "./late-provider.ts";
import { overdueProvider } from "./overdue-provider.ts";
import { isScheduled, openProvider } from "./rule.ts";
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
  // D without a plan needs nothing at a time.
  if (provider === null || edge.isPart || !isScheduled(edge.consumer)) return null;
  const { consumer, plan } = edge;
  if (!plan.breaksOrder(provider.item.id) || aboutBoth.some((rule) => rule.fires(edge))) return null;
  // D's own providers have edges of their own.
  const own = plan.edgesFrom(consumer.item.id).map(({ dependency }) => dependency.provider);
  let last: Reached | null = null;
  for (const reached of reachedFrom(provider, [consumer.item.id, ...own], plan)) {
    const isTooLate = lateProvider.fires(edgeBetween(consumer, reached.planned, plan));
    if (isTooLate && (last === null || endOf(reached) > endOf(last))) last = reached;
  }
  return last === null ? null : { items: [provider, ...pathTo(last)], last: last.planned };
}

/** See `RulePlan.breaksOrder`. */
export function breaksOrderIn(id: WorkItemId, plan: RulePlan): boolean {
  const isAgainst = ({ dependency, consumer, provider }: PlannedEdge): boolean => {
    if (consumer === null || provider === null) return false;
    const edge = edgeBetween(consumer, provider, plan);
    return againstB.some((rule) => rule.fires(edge)) && !plan.isInCycle(dependency);
  };
  return plan.edgesFrom(id).some(isAgainst);
}

/** The open providers of an item, outside of circles: no item of a circle can come first. */
function openProvidersOf(consumer: PlannedItem, plan: RulePlan): PlannedItem[] {
  return plan.edgesFrom(consumer.item.id).flatMap(({ dependency, provider }) => {
    const isAwaited = provider !== null && isOpenItem(provider) && !plan.isInCycle(dependency);
    return isAwaited ? provider : [];
  });
}

type Reached = { readonly planned: PlannedItem; readonly before: Reached | null };

/**
 * Breadth first, so that each path is a shortest one.
 * @param passed items to leave out, and everything behind them alone
 */
function* reachedFrom(first: PlannedItem, passed: Iterable<LinkEnd>, plan: RulePlan): Generator<Reached, void> {
  const seen = new Set(passed);
  const behind = (planned: PlannedItem, before: Reached | null) =>
    openProvidersOf(planned, plan).map((one): Reached => ({ planned: one, before }));
  let next = behind(first, null);
  for (let links = 1; links <= mostLinks; links += 1) {
    const level: Reached[] = [];
    for (const reached of next) {
      if (seen.has(reached.planned.item.id)) continue;
      seen.add(reached.planned.item.id);
      level.push(reached);
    }
    yield* level;
    next = level.flatMap((before) => behind(before.planned, before));
  }
}

/** All items whose places can matter to a chain that begins with the item. */
export function itemsBehind(provider: PlannedItem, plan: RulePlan): readonly WorkItemId[] {
  const reached = reachedFrom(provider, [provider.item.id], plan);
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

/**
 * Open items that may have one of these behind a provider, without these, the nearest first: a change of these may
 * matter to their dependencies.
 */
export function* consumersAbove(
  changed: readonly WorkItemId[],
  { dependenciesTo, edgesFrom }: Pick<LivePlan, "dependenciesTo" | "edgesFrom">,
): Generator<WorkItemId, void> {
  const seen = new Set(changed);
  const isOpen = (id: WorkItemId) => edgesFrom(id).some(({ consumer }) => consumer !== null && isOpenItem(consumer));
  let level = changed;
  // Up to B, and one dependency further.
  for (let links = 0; links <= mostLinks; links += 1) {
    const next: WorkItemId[] = [];
    for (const { consumer } of level.flatMap(dependenciesTo)) {
      if (seen.has(consumer)) continue;
      seen.add(consumer);
      if (!isOpen(consumer)) continue;
      yield consumer;
      next.push(consumer);
    }
    level = next;
  }
}
