import type { Conflict } from "../conflicts/conflict.ts";
import type { Move } from "./move.ts";
import { distinct, byText } from "../ordering.ts";
import { overCapacity } from "../rollup/load.ts";
import type { PlannedItem } from "../model/planned-item.ts";
import type { LivePlan } from "../model/train-plan.ts";
import type { Iteration } from "../model/train.ts";

/** A move with the item's present plan. */
export type PlannedMove = Move & { readonly planned: PlannedItem };

/** A set of moves that clears a conflict and opens none as severe. */
export type MovesFix = {
  /** By id. */
  readonly moves: readonly PlannedMove[];
  /** Keys of the items' teams, in the file's order. */
  readonly teams: readonly string[];
  /** Iterations in which a team would have more than it finished per iteration lately, and has not now. */
  readonly overloads: number;
  /** Sum of the distances between the present and the new iterations, in milliseconds. */
  readonly shift: number;
};

/** Identifies a set of moves. @param moves by id */
export function idsOf(moves: readonly Move[]): string {
  return moves.map(({ item, to }) => `${item} ${String(to.ordinal).padStart(4, "0")}`).join(" ");
}

/**
 * The best of fixes with equally many moves: fewer teams first, then fewer new overloads, then the smaller shift, then
 * by id. An item without a plan has its present place at the start of the conflict's consumer.
 * @returns null without any
 */
export function bestFixIn(
  plan: LivePlan,
  { consumer }: Pick<Conflict, "consumer">,
): (fixes: readonly (readonly PlannedMove[])[]) => MovesFix | null {
  const near = plan.itemOf(consumer)?.startsAt ?? null;
  const rated = (moves: readonly PlannedMove[]): MovesFix => ({
    moves,
    teams: plan.train.teams
      .map(({ key }) => key)
      .filter((key) => moves.some(({ planned }) => planned.team?.key === key)),
    overloads: overloadsOf(moves, plan),
    shift: moves.reduce(
      (sum, { planned, to }) => sum + Math.abs(to.startsAt - homeOf(planned, near ?? to.startsAt)),
      0,
    ),
  });
  const byRating = (a: MovesFix, b: MovesFix) =>
    a.teams.length - b.teams.length ||
    a.overloads - b.overloads ||
    a.shift - b.shift ||
    byText(idsOf(a.moves), idsOf(b.moves));
  return (fixes) => fixes.map(rated).toSorted(byRating)[0] ?? null;
}

function homeOf({ iteration, startsAt, endsAt }: PlannedItem, otherwise: number): number {
  return iteration?.startsAt ?? startsAt ?? endsAt ?? otherwise;
}

function overloadsOf(moves: readonly PlannedMove[], { train, capacityOf }: LivePlan): number {
  if (overCapacity(train) === "off") return 0;
  return train.teams.reduce((count, team) => {
    const own = moves.filter(({ planned }) => planned.team?.key === team.key);
    if (own.length === 0) return count;
    const { finished, loadOf, amountOf } = capacityOf(team);
    if (finished === null) return count;
    const change = (at: number) =>
      own.reduce((sum, { planned, to }) => sum + amountOf(planned) * (isAt(to, at) - isAt(planned.iteration, at)), 0);
    const isNew = (at: number) => loadOf(at).load <= finished && loadOf(at).load + change(at) > finished;
    return count + distinct(own.map(({ to }) => to.ordinal)).filter(isNew).length;
  }, 0);
}

function isAt(iteration: Iteration | null, ordinal: number): 0 | 1 {
  return iteration?.ordinal === ordinal ? 1 : 0;
}
