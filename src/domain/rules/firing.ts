import type { RuleId } from "../conflict.ts";
import type { Dependency } from "../dependency.ts";
import { isKeyRef } from "../ids.ts";
import type { LinkEnd, WorkItemId } from "../ids.ts";
import type { PlannedItem } from "../planned-item.ts";
import { isOpen } from "../work-item.ts";
import type { WorkItem } from "../work-item.ts";
import { isReadable } from "./rule.ts";
import type { Edge } from "./rule.ts";
import { severityRank } from "./table.ts";
import type { ActiveRule } from "./table.ts";

/** The plan as rules look at it: as it is, or as it would be after a step. */
export type Plan = {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Null where the train does not look at any item of that id. */
  readonly itemOf: (id: WorkItemId) => PlannedItem | null;
  readonly parentOf: (item: WorkItem) => WorkItem | null;
  /** Both ends wait for each other, and a conflict of the cycle rule says so. */
  readonly isInCycle: (dependency: Dependency) => boolean;
};

/** What a cycle says already: in which order its items would have to come. */
const saidByCycle: ReadonlySet<RuleId> = new Set([
  "cross-increment",
  "late-provider",
  "unscheduled-provider",
  "same-iteration",
  "started-blocked",
]);

/** The edge rules that fire on a dependency, the one to show first. */
export function rulesFiring(dependency: Dependency, plan: Plan, active: readonly ActiveRule[]): readonly ActiveRule[] {
  const edge = edgeOf(dependency, plan);
  if (edge === null) return [];
  const cycle = plan.isInCycle(dependency) ? active.find(({ id }) => id === "cycle") : undefined;
  return active.filter((one) => one.rule.looksAt === "edge" && !isSaidBy(cycle, one) && one.rule.fires(edge));
}

/** A train may think less of cycles than of what their dependencies show; then both are shown. */
function isSaidBy(cycle: ActiveRule | undefined, { id, severity }: ActiveRule): boolean {
  return cycle !== undefined && saidByCycle.has(id) && severityRank(cycle.severity) <= severityRank(severity);
}

/**
 * A dependency that can be in conflict: the consumer is readable and open. Waiting for oneself is the cycle rule's affair.
 * Null for any other.
 */
export function edgeOf({ consumer: id, provider: providerEnd, written }: Dependency, plan: Plan): Edge | null {
  const consumer = plan.itemOf(id);
  if (consumer === null || id === providerEnd || !isOpenItem(consumer)) return null;
  const provider = itemAt(providerEnd, plan);
  return { consumer, providerEnd, provider, isPart: isBelow(provider, id, plan), written, at: plan.at };
}

function isBelow(planned: PlannedItem | null, ancestor: WorkItemId, { parentOf }: Plan): boolean {
  for (let parent = planned && parentOf(planned.item); parent !== null; parent = parentOf(parent)) {
    if (parent.id === ancestor) return true;
  }
  return false;
}

/** Whether an item was read and is open; what a stub waits for is hearsay. */
export function isOpenItem(planned: PlannedItem): boolean {
  return isReadable(planned) && isOpen(planned.item);
}

/** The item at an end; null for a key without one. */
export function itemAt(end: LinkEnd, plan: Pick<Plan, "itemOf">): PlannedItem | null {
  return isKeyRef(end) ? null : plan.itemOf(end);
}
