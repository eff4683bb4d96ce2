import type { Model } from "./model.ts";
import { distinct } from "./ordering.ts";
import { boxesOf } from "./ownership.ts";
import type { PlannedItem, TrainView } from "./planned-item.ts";
import { ownedItems } from "./rollup-figures.ts";
import { isInProgress, isScheduled } from "./rules/rule.ts";
import type { SetupFault } from "./setup-fault.ts";
import { incrementAt } from "./train.ts";
import type { Increment } from "./train.ts";
import { isOpen } from "./work-item.ts";

/** How far there is a plan that work can be held against. */
export type PlanGaps = {
  /** What the teams own has neither iterations nor dates. */
  readonly isUnplanned: boolean;
  /** Nothing of it falls into the present increment, while other work is planned. */
  readonly isIncrementEmpty: boolean;
  /** The last increment has ended: what is planned now has no iterations any more. */
  readonly isOver: boolean;
};

export function planGaps(view: TrainView): PlanGaps {
  const { train, at } = view;
  const owned = ownedItems(view);
  const planned = plannedOf(owned);
  const present = train.increments.find(({ key }) => key === incrementAt(train, at));
  const isOver = present !== undefined && at >= present.endsAt;
  const isInside = present === undefined || planned.some((one) => isInProgress(one) || fallsInto(one, present));
  return {
    isUnplanned: owned.length > 0 && planned.length === 0,
    isIncrementEmpty: planned.length > 0 && !isInside && !isOver,
    isOver,
  };
}

/** Finished work tells that there is a plan as well as open work. */
function plannedOf(items: readonly PlannedItem[]): readonly PlannedItem[] {
  return items.filter((planned) => planned.item.status !== "cancelled" && isScheduled(planned));
}

function fallsInto({ iteration, startsAt, endsAt }: PlannedItem, increment: Increment): boolean {
  if (iteration?.increment === increment.key) return true;
  const [first, last] = [startsAt ?? endsAt, endsAt ?? startsAt];
  return first !== null && last !== null && first < increment.endsAt && last > increment.startsAt;
}

/** A team with open work of which nothing has an iteration or dates: none of it can come too late for anybody. */
export function unplannedTeams(view: TrainView, model: Model): readonly SetupFault[] {
  const byTeam = Map.groupBy(ownedItems(view), (planned) => planned.team?.key);
  return view.train.teams.flatMap((team): readonly SetupFault[] => {
    const own = byTeam.get(team.key) ?? [];
    const open = own.filter(({ item }) => isOpen(item));
    const kind = team.from.iterations;
    const boxes = open
      .flatMap(({ item }) => boxesOf(item, model))
      .filter((box) => box.kind === kind && box.state !== "closed");
    // Work that is left in the backlog, once what was planned is done, is no fault of the plan.
    const looked = boxes.length > 0 ? open : own;
    const isToldOfRepository = team.from.system === "github" && own.every(({ item }) => item.sprintIds.length === 0);
    if (open.length === 0 || isToldOfRepository || plannedOf(looked).length > 0) return [];
    const names = distinct(boxes.map(({ name }) => name));
    return [{ kind: "team-without-plan", team: team.name, open: open.length, box: kind, boxes: names.slice(0, 5) }];
  });
}
