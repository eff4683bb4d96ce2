import type { Conflict } from "./conflict.ts";
import { cycleConflictsIn } from "./cycle-conflicts.ts";
import { edgeConflictsFrom } from "./edge-conflicts.ts";
import { stepChooserFor } from "./choose-steps.ts";
import type { WorkItemId } from "../ids.ts";
import { urgencyIn } from "./urgency.ts";
import type { CycleGroup } from "../model/planned-item.ts";
import type { LivePlan } from "../model/train-plan.ts";
import { situationOf } from "./situation.ts";

/** Finds the conflicts of a plan. */
export type ConflictFinder = {
  /** At most one conflict for each dependency of the consumer. */
  readonly from: (consumer: WorkItemId) => readonly Conflict[];
  /** The conflict of a group that waits in a circle; none if the train switched the rule off. */
  readonly inCycleGroup: (group: CycleGroup) => readonly Conflict[];
};

export function conflictFinder(plan: LivePlan): ConflictFinder {
  const situation = situationOf(plan);
  const fixes = stepChooserFor(situation);
  const withNearness = urgencyIn(plan);
  const rule = situation.active.find(({ rule }) => rule.looksAt === "graph");
  return {
    from: (consumer) => edgeConflictsFrom(consumer, situation, fixes).map(withNearness),
    inCycleGroup: (group) => (rule === undefined ? [] : cycleConflictsIn(group, rule, fixes).map(withNearness)),
  };
}
