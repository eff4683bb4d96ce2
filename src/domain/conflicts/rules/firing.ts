import type { RuleId } from "../conflict.ts";
import type { Dependency } from "../../items/dependency.ts";
import { isKeyRef } from "../../ids.ts";
import type { LinkEnd, WorkItemId } from "../../ids.ts";
import type { PlannedEdge, PlannedItem } from "../../model/planned-item.ts";
import type { LivePlan } from "../../model/train-plan.ts";
import { isOpen } from "../../items/work-item.ts";
import { isReadable } from "./rule.ts";
import type { Edge } from "./rule.ts";
import { severityRank } from "./all-rules.ts";
import type { ActiveRule } from "./all-rules.ts";

/** The plan for the rules: the present one, or the one after a step. */
export type RulePlan = Pick<LivePlan, "itemOf" | "parentOf" | "hasPassed"> & {
  /** Both ends wait for each other, and the cycle rule reports it. */
  readonly isInCycle: (dependency: Dependency) => boolean;
};

/** Rules about the order of items, which a cycle already reports. */
const saidByCycle: ReadonlySet<RuleId> = new Set([
  "cross-increment",
  "late-provider",
  "unscheduled-provider",
  "same-iteration",
  "started-blocked",
]);

/** The edge rules that fire on a dependency, the one to show first. */
export function rulesFiring(
  dependency: Dependency,
  plan: RulePlan,
  active: readonly ActiveRule[],
): readonly ActiveRule[] {
  const edge = edgeOf(plannedEdge(dependency, plan), plan);
  return edge === null ? [] : rulesOn(edge, { dependency, plan, active });
}

function plannedEdge(dependency: Dependency, plan: RulePlan): PlannedEdge {
  return { dependency, consumer: plan.itemOf(dependency.consumer), provider: itemAt(dependency.provider, plan) };
}

type Firing = {
  readonly dependency: Dependency;
  readonly plan: Pick<RulePlan, "isInCycle">;
  readonly active: readonly ActiveRule[];
};

/** The same for an edge with both ends known. */
export function rulesOn(edge: Edge, { dependency, plan, active }: Firing): readonly ActiveRule[] {
  const firing = active.filter(({ rule }) => rule.looksAt === "edge" && rule.fires(edge));
  if (firing.length === 0 || !plan.isInCycle(dependency)) return firing;
  const cycle = active.find(({ id }) => id === "cycle");
  return firing.filter((one) => !isSaidBy(cycle, one));
}

/** A train may rate cycles lower than a rule on their dependencies; then both show. */
function isSaidBy(cycle: ActiveRule | undefined, { id, severity }: ActiveRule): boolean {
  return cycle !== undefined && saidByCycle.has(id) && severityRank(cycle.severity) <= severityRank(severity);
}

/**
 * A dependency that can be in conflict: the consumer is readable and open. An item that waits for itself is left to the
 * cycle rule. Null for any other.
 */
export function edgeOf(
  { dependency, consumer, provider }: PlannedEdge,
  plan: Pick<RulePlan, "parentOf" | "hasPassed">,
): Edge | null {
  const { consumer: id, provider: providerEnd, written } = dependency;
  if (consumer === null || id === providerEnd || !isOpenItem(consumer)) return null;
  return { consumer, providerEnd, provider, isPart: isBelow(provider, id, plan), written, hasPassed: plan.hasPassed };
}

function isBelow(planned: PlannedItem | null, ancestor: WorkItemId, { parentOf }: Pick<RulePlan, "parentOf">): boolean {
  for (let parent = planned && parentOf(planned.item); parent !== null; parent = parentOf(parent)) {
    if (parent.id === ancestor) return true;
  }
  return false;
}

/** Whether Signalbox read the item and it is open; a stub's dependencies are second-hand. */
export function isOpenItem(planned: PlannedItem): boolean {
  return isReadable(planned) && isOpen(planned.item);
}

/** The item at an end; null for a key without one. */
export function itemAt(end: LinkEnd, plan: Pick<LivePlan, "itemOf">): PlannedItem | null {
  return isKeyRef(end) ? null : plan.itemOf(end);
}
