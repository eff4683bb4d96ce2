import { carriersIn } from "../schedule/carriers.ts";
import type { WorkItemId } from "../ids.ts";
import type { PlannedItem } from "../model/planned-item.ts";
import type { LivePlan } from "../model/train-plan.ts";
import { isOpenItem } from "../conflicts/rules/edge.ts";
import type { Iteration } from "../model/train.ts";
import type { WorkItem } from "../items/work-item.ts";

/** One item planned for an iteration of the train; null takes it out of its timebox. */
export type Move<To extends Iteration | null = Iteration> = { readonly item: WorkItemId; readonly to: To };

/** Why its team cannot plan an item by a timebox; null if it can. See docs/rules.md, "Fix". */
export type Obstacle = "no-team" | "not-open" | "planned-by-others" | null;

/** Asks whether the item's team can plan it by a timebox of its own. */
export type Movability = (planned: PlannedItem) => Obstacle;

export function movabilityIn(plan: Pick<LivePlan, "itemOf">): Movability {
  const carriersOf = carriersIn(plan);
  return (planned) => {
    if (planned.role !== "owned") return "no-team";
    if (!isOpenItem(planned)) return "not-open";
    return carriersOf(planned, "last").includes(planned) ? null : "planned-by-others";
  };
}

/** The items whose moves can change the place of an item: itself, all below it, and the same of a sub-task's parent. */
export type PlannersOf = (id: WorkItemId) => readonly WorkItemId[];

/** @param items of the model, by id */
export function plannersIn(items: ReadonlyMap<WorkItemId, WorkItem>): PlannersOf {
  const children = Map.groupBy(items.values(), ({ parentId }) => parentId);
  return (id) => {
    const planners = new Set([id]);
    // The loop appends to `planners`.
    for (const one of planners) {
      for (const child of children.get(one) ?? []) planners.add(child.id);
      const item = items.get(one);
      if (item?.kind === "subtask" && item.parentId !== null) planners.add(item.parentId);
    }
    return [...planners];
  };
}
