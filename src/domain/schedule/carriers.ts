import type { WorkItemId } from "../ids.ts";
import type { LivePlan, PlannedItem } from "../model/planned-item.ts";
import { boxKind } from "./schedule.ts";
import { isOpen } from "../items/work-item.ts";

/** The items that people would put into another box to plan an item elsewhere: itself, a part of it, or its parent. */
export type Carriers = (planned: PlannedItem, end: "first" | "last") => readonly PlannedItem[];

/**
 * An item planned by its parts goes where the part goes that begins first or ends last; a sub-task goes with its parent.
 * What its tracker puts into no box, and nothing carries, goes nowhere.
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

/** Jira puts neither an epic, or what stands above one, nor a sub-task into a sprint. */
function takesBox({ item, team }: PlannedItem): boolean {
  const isSprint = item.system === "jira" && boxKind(item, team) === "sprint";
  return !(isSprint && (item.kind === "epic" || item.kind === "subtask"));
}
