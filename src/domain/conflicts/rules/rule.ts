import type { ConflictSeverity } from "../conflict.ts";
import type { Dependency, Mention } from "../../items/dependency.ts";
import type { LinkEnd, WorkItemId } from "../../ids.ts";
import type { PlannedItem } from "../../model/planned-item.ts";
import type { LivePlan } from "../../model/train-plan.ts";
import { isOpen } from "../../items/work-item.ts";

/** The plan for the rules: the present one, or the one after a step. */
export type RulePlan = Pick<LivePlan, "parentOf" | "hasPassed" | "edgesFrom"> & {
  /** Both ends wait for each other, and the cycle rule reports it. */
  readonly isInCycle: (dependency: Dependency) => boolean;
  /** Whether an item waits for another that its own plan comes before. Kept per item: every consumer of it asks. */
  readonly breaksOrder: (id: WorkItemId) => boolean;
};

/** One dependency for the rules. The consumer is open and readable; the provider is another item, and not done. */
export type Edge = {
  readonly consumer: PlannedItem;
  readonly providerEnd: LinkEnd;
  /** Null if the model has no item at that end. */
  readonly provider: PlannedItem | null;
  /** B is below D, at any depth: D cannot end before it, with or without a dependency. */
  readonly isPart: boolean;
  /** Places of the dependency. */
  readonly written: readonly Mention[];
  /** Everything else that is planned. */
  readonly plan: RulePlan;
};

/** A rule on a single dependency. */
export type EdgeRule = {
  readonly looksAt: "edge";
  /** The default. */
  readonly severity: ConflictSeverity;
  fires(edge: Edge): boolean;
};

/** A rule on all dependencies together: on groups that wait in a circle. */
export type GraphRule = { readonly looksAt: "graph"; readonly severity: ConflictSeverity };

/** A rule on a single dependency that needs the day's forecast, which the plan does not have. See `withProbableSlips`. */
export type ForecastRule = { readonly looksAt: "forecast"; readonly severity: ConflictSeverity };

export type Rule = EdgeRule | GraphRule | ForecastRule;

/** The provider if it is readable and open; only then does its place in the plan matter. */
export function openProvider({ provider }: Edge): PlannedItem | null {
  return provider !== null && isReadable(provider) && isOpen(provider.item) ? provider : null;
}

export function isReadable({ item }: Pick<PlannedItem, "item">): boolean {
  return item.presence !== "stub";
}

export function isInProgress({ item }: Pick<PlannedItem, "item">): boolean {
  return item.status === "in-progress";
}

/**
 * Whether items that Signalbox did not read plan this one. Outside of the train Signalbox reads the items that
 * dependencies lead to, but not the parts of such an epic; and the tracker may hide the parent of a sub-task. Jira puts
 * neither into a sprint.
 */
export function isPlanUnread(planned: PlannedItem): boolean {
  const { role, item, through } = planned;
  const isStep = item.kind === "subtask" && item.system === "jira";
  // Without a plan, `next` is an item below it that Signalbox read.
  const knowsNone = through === null || (through.from === "parts" && through.next === null);
  return role !== "owned" && knowsNone && !isScheduled(planned) && (item.kind === "epic" || isStep);
}

/** Has an iteration, or dates of its own. */
export function isScheduled({ iteration, datesFrom }: Pick<PlannedItem, "iteration" | "datesFrom">): boolean {
  return iteration !== null || datesFrom !== null;
}
