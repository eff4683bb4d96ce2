import type { WorkItemId } from "../ids.ts";
import type { PlannedItem } from "../model/planned-item.ts";
import type { LivePlan } from "../model/train-plan.ts";
import { boxKind } from "./schedule.ts";
import { isOpen } from "../items/work-item.ts";

/** The items to put into another timebox in order to plan an item elsewhere: itself, a part of it, or its parent. */
export type Carriers = (planned: PlannedItem, end: "first" | "last") => readonly PlannedItem[];

/**
 * To move an item planned by its parts, move the part that begins first or ends last; to move a sub-task, its parent.
 * An item that fits into no timebox, and has no such relative, cannot move.
 */
export function carriersIn({ itemOf }: Pick<LivePlan, "itemOf">): Carriers {
  const carriersOf: Carriers = (planned, end) => {
    const { through } = planned;
    const own = takesBox(planned) ? [planned] : [];
    if (through === null) return own;
    const known = (id: WorkItemId | null) => [id === null ? null : itemOf(id)].filter((one) => one !== null);
    if (through.from === "parent") {
      return known(through.parent).flatMap((parent) => (isOpen(parent.item) ? carriersOf(parent, end) : []));
    }
    const bearer = through[end];
    if (bearer !== null) return known(bearer).filter(canMove);
    return [...known(through.next).filter(canMove), ...own];
  };
  return carriersOf;
}

function canMove(planned: PlannedItem): boolean {
  return isOpen(planned.item) && takesBox(planned);
}

/** Jira puts neither an epic, or an ancestor of one, nor a sub-task into a sprint. */
function takesBox({ item, team }: PlannedItem): boolean {
  const isSprint = item.system === "jira" && boxKind(item, team) === "sprint";
  return !(isSprint && (item.kind === "epic" || item.kind === "subtask"));
}
