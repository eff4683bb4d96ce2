import type { Conflict, RuleId } from "../conflicts/conflict.ts";
import { situationOf } from "../conflicts/situation.ts";
import { bestFixIn, idsOf, type MovesFix, type PlannedMove } from "./fix-order.ts";
import type { WorkItemId } from "../ids.ts";
import type { Dependency } from "../items/dependency.ts";
import type { WorkItem } from "../items/work-item.ts";
import { movabilityIn, plannersIn } from "./move.ts";
import type { LivePlan } from "../model/train-plan.ts";
import { iterationsOf } from "../model/train.ts";
import { distinct, sortedBy } from "../ordering.ts";
import { tryMovesIn, type InTheWay } from "./try-moves.ts";

/** A fix has no more moves than this. */
export const mostMoves = 3;

/** A search tries no more sets of moves than this. */
export const mostTrials = 5000;

/** The result of a search. */
export type FixSearch = {
  /** The smallest set of moves that clears the conflict; null if the search found none. */
  readonly fix: MovesFix | null;
  /** The largest number of moves for which no fix exists: the search tried every set of them that could be one. */
  readonly excluded: number;
};

/** The bounds of a search. */
export type Bounds = { readonly moves: number; readonly trials: number };

/** They look at no place in the plan: no move ends them. */
const unmoved: ReadonlySet<RuleId> = new Set(["cycle", "cancelled-provider", "started-blocked", "unreadable-provider"]);

/** Each step is short; other work may run between two of them, but no other model may be evaluated. */
export type FindFix = (conflict: Conflict) => Generator<void, FixSearch>;

/** Moves that are no fix, and what shows it. */
type Attempt = { readonly moves: readonly PlannedMove[]; readonly blockedBy: InTheWay };

/**
 * Finds the smallest set of moves that clears a conflict and opens none as severe, by the rules themselves. See
 * docs/rules.md, "Proved fix".
 *
 * A set of moves that is no fix has a dependency in the way. A fix that contains this set moves another item that
 * plans an end of that dependency (or of its chain), because nothing else changes what the rules find there. So the
 * search goes on with the moves of these items only, and still meets every smallest fix.
 * @param items of the model, by id
 */
export function fixFinderFor(
  plan: LivePlan,
  items: ReadonlyMap<WorkItemId, WorkItem>,
  bounds: Bounds = { moves: mostMoves, trials: mostTrials },
): FindFix {
  const situation = situationOf(plan);
  const movability = movabilityIn(plan);
  const plannersOf = plannersIn(items);
  const upcoming = iterationsOf(plan.train).filter(({ endsAt }) => endsAt > plan.lastBoundary());

  const movesOf = (item: WorkItemId): readonly PlannedMove[] => {
    const planned = plan.itemOf(item);
    if (planned === null || movability(planned) !== null) return [];
    return upcoming.filter((to) => to.ordinal !== planned.iteration?.ordinal).map((to) => ({ item, to, planned }));
  };

  /** With one more move. Adds each set to those tried. */
  function* larger(attempts: readonly Attempt[], tried: Set<string>): Generator<readonly PlannedMove[], void> {
    for (const { moves, blockedBy } of attempts) {
      const movers = distinct(blockedBy.places.flatMap(plannersOf)).filter((id) =>
        moves.every(({ item }) => item !== id),
      );
      for (const move of movers.flatMap(movesOf)) {
        const set = sortedBy([...moves, move], ({ item }) => item);
        const ids = idsOf(set);
        if (!tried.has(ids)) yield set;
        tried.add(ids);
      }
    }
  }

  function* search(conflict: Conflict, target: Dependency): Generator<void, FixSearch> {
    const inTheWay = tryMovesIn(situation, { dependency: target, severity: conflict.severity });
    const placesOf = ({ planned, to }: PlannedMove) => plan.replan.destinations(planned, to);
    const bestOf = bestFixIn(plan, conflict);
    const tried = new Set<string>();
    const atFirst = inTheWay([]);
    let attempts: Attempt[] = atFirst === null ? [] : [{ moves: [], blockedBy: atFirst }];
    for (let size = 1; size <= bounds.moves; size += 1) {
      const fixes: (readonly PlannedMove[])[] = [];
      const failed: Attempt[] = [];
      for (const moves of larger(attempts, tried)) {
        if (tried.size === bounds.trials) return { fix: bestOf(fixes), excluded: size - 1 };
        yield;
        const blockedBy = inTheWay(moves.map(placesOf));
        if (blockedBy === null) fixes.push(moves);
        else failed.push({ moves, blockedBy });
      }
      if (fixes.length > 0) return { fix: bestOf(fixes), excluded: size - 1 };
      attempts = failed;
    }
    return { fix: null, excluded: bounds.moves };
  }

  return function* find(conflict) {
    const { consumer, provider, rule, alsoFires } = conflict;
    const isUnmoved = [rule, ...alsoFires].some((one) => unmoved.has(one));
    const [target] = isUnmoved ? [] : plan.dependenciesFrom(consumer).filter((one) => one.provider === provider);
    return target === undefined ? { fix: null, excluded: bounds.moves } : yield* search(conflict, target);
  };
}
