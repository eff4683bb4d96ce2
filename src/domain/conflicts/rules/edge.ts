import { isKeyRef } from "../../ids.ts";
import type { LinkEnd, WorkItemId } from "../../ids.ts";
import type { PlannedEdge, PlannedItem } from "../../model/planned-item.ts";
import type { LivePlan } from "../../model/train-plan.ts";
import { isOpen } from "../../items/work-item.ts";
import { isReadable } from "./rule.ts";
import type { Edge, RulePlan } from "./rule.ts";

/**
 * A dependency that can be in conflict: the consumer is readable and open, and the provider is not done. An item that
 * waits for itself is left to the cycle rule. Null for any other.
 */
export function edgeOf({ dependency, consumer, provider }: PlannedEdge, plan: RulePlan): Edge | null {
  const { consumer: id, provider: providerEnd, written } = dependency;
  if (consumer === null || id === providerEnd || !isOpenItem(consumer) || isFinished(provider)) return null;
  return { consumer, providerEnd, provider, isPart: isBelow(provider, id, plan), written, plan };
}

function isFinished(planned: PlannedItem | null): boolean {
  return planned !== null && planned.item.status === "done" && planned.item.presence !== "gone";
}

/** The edge that would join two items if one waited for the other directly. */
export function edgeBetween(consumer: PlannedItem, provider: PlannedItem, plan: RulePlan): Edge {
  const isPart = isBelow(provider, consumer.item.id, plan);
  return { consumer, providerEnd: provider.item.id, provider, isPart, written: [], plan };
}

/** At any depth: then it is the ancestor's own work. */
export function isBelow(
  planned: PlannedItem | null,
  ancestor: WorkItemId,
  { parentOf }: Pick<LivePlan, "parentOf">,
): boolean {
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
