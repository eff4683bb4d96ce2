import type { LivePlan } from "../model/train-plan.ts";
import type { Team } from "../model/train.ts";
import type { TeamFinishes } from "./finishes.ts";

/**
 * When a team finished its items, as far as the model tells: counted items that are done now, at the instant at which
 * they were closed last, for the team that owns them now.
 */
export function finishesOf(team: Team, plan: Pick<LivePlan, "countedBy">): TeamFinishes {
  const instants: number[] = [];
  for (const { item } of plan.countedBy(team))
    if (item.status === "done" && item.closedAt !== null) instants.push(item.closedAt);
  return { team: team.key, at: Float64Array.from(instants).toSorted() };
}

/** Of one team. */
export function areSameFinishes({ at: former }: TeamFinishes, { at: next }: TeamFinishes): boolean {
  return former.length === next.length && former.every((instant, place) => instant === next[place]);
}
