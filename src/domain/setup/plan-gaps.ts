import { distinct, sortedBy } from "../ordering.ts";
import { boxesOf, type Known } from "../items/ownership.ts";
import type { LivePlan, TrainView } from "../model/train-plan.ts";
import type { SetupFault } from "./setup-fault.ts";
import { plannedOf } from "../rollup/team-figures.ts";
import { incrementAt, type Team } from "../model/train.ts";
import { isOpen } from "../items/work-item.ts";

/** Whether there is a plan to judge work by. */
export type PlanGaps = {
  /** No owned item has an iteration or dates. */
  readonly isUnplanned: boolean;
  /** No owned item is in the present increment, while other work is planned. */
  readonly isIncrementEmpty: boolean;
  /** The last increment has ended: work planned now has no iterations any more. */
  readonly isOver: boolean;
};

export function planGaps({ train, at, plan }: TrainView): PlanGaps {
  const teams = train.teams.map((team) => plan.figuresOf(team));
  const planned = teams.filter(({ isPlanned }) => isPlanned);
  const present = train.increments.find(({ key }) => key === incrementAt(train, at));
  const isOver = present !== undefined && at >= present.endsAt;
  const isInside = present === undefined || planned.some(({ isInIncrement }) => isInIncrement);
  return {
    isUnplanned: teams.some(({ setup }) => setup.owned > 0) && planned.length === 0,
    isIncrementEmpty: planned.length > 0 && !isInside && !isOver,
    isOver,
  };
}

/** A team whose open work has no iterations or dates: no rule can find it late. */
export function unplannedTeam(
  team: Team,
  plan: Pick<LivePlan, "ownedBy">,
  sprints: Known["sprints"],
): readonly SetupFault[] {
  const own = plan.ownedBy(team).filter(({ item }) => item.presence === "present");
  const open = own.filter(({ item }) => isOpen(item));
  const kind = team.from.iterations;
  const boxes = open
    .flatMap(({ item }) => boxesOf(item, sprints))
    .filter((box) => box.kind === kind && box.state !== "closed");
  // Work left in the backlog after all planned work is done is no fault of the plan.
  const looked = boxes.length > 0 ? open : own;
  const isToldOfRepository = team.from.system === "github" && own.every(({ item }) => item.sprintIds.length === 0);
  if (open.length === 0 || isToldOfRepository || plannedOf(looked).length > 0) return [];
  const names = distinct(sortedBy(boxes, ({ id }) => id).map(({ name }) => name));
  return [{ kind: "team-without-plan", team: team.name, open: open.length, box: kind, boxes: names.slice(0, 5) }];
}
