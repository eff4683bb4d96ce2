import { conflictDifferences, type ConflictDifferences } from "../domain/fixes/conflict-differences.ts";
import { landingOf, modelAfter, type Landed, type PlannableMove } from "../domain/fixes/model-after-moves.ts";
import type { WorkItemId } from "../domain/ids.ts";
import type { PlannedItem } from "../domain/model/planned-item.ts";
import type { Rollup, TeamLoad } from "../domain/rollup/rollup.ts";
import type { Evaluation, EvaluationInput } from "../reporting/evaluate.ts";
import { evaluateInput, type EvaluateContext } from "../reporting/evaluate-train.ts";

/** An item with another place. `after` is null if the train would no longer look at it. */
export type Shift = { readonly before: PlannedItem; readonly after: PlannedItem | null };

/** A team's work in an iteration, before and after. */
export type LoadChange = {
  readonly team: Pick<TeamLoad, "team" | "name" | "unit" | "finished">;
  readonly iteration: string;
  readonly increment: string;
  readonly before: number;
  readonly after: number;
  /** More than the team finished per iteration lately, which it was not before. */
  readonly isNewlyOver: boolean;
};

/** What moves change. */
export type Effects = {
  readonly before: Evaluation;
  readonly after: Evaluation;
  readonly conflicts: ConflictDifferences;
  /** In the order of the moves. */
  readonly moved: readonly (Shift & Landed)[];
  /** Other items with another place, by id: parents, parts and sub-tasks. */
  readonly followers: readonly Shift[];
  readonly loads: readonly LoadChange[];
};

/** The stored input, and its evaluation: the plan that moves change. */
export type Present = { readonly input: EvaluationInput; readonly evaluation: Evaluation };

/** Finds where moves lead. Call it before another model is evaluated: the present plan is live. */
export function landedMoves({ input, evaluation }: Present, moves: readonly PlannableMove[]): readonly Landed[] {
  const { plan } = evaluation.view;
  return moves.map((move) => ({ planned: move.planned, landing: landingOf(move, plan, input.model) }));
}

/** Evaluates the train with these items elsewhere; stores nothing. */
export async function effectsOf(
  context: Pick<EvaluateContext, "views">,
  { input, evaluation: before }: Present,
  landed: readonly Landed[],
): Promise<Effects> {
  const after = await evaluateInput(context, { ...input, model: modelAfter(input.model, landed) });
  const shiftOf = (planned: PlannedItem): Shift => ({
    before: planned,
    after: after.view.items.get(planned.item.id) ?? null,
  });
  const isMoved = new Set<WorkItemId>(landed.map(({ planned }) => planned.item.id));
  const others = [...before.view.items.values()].filter(({ item }) => !isMoved.has(item.id)).map(shiftOf);
  return {
    before,
    after,
    conflicts: conflictDifferences(before.view.conflicts, after.view.conflicts),
    moved: landed.map((one) => ({ ...one, ...shiftOf(one.planned) })),
    followers: others.filter((one) => isElsewhere(one)),
    loads: loadChanges(before.rollup, after.rollup),
  };
}

function isElsewhere({ before, after }: Shift): boolean {
  if (after === null) return true;
  const isSamePlan = before.iteration === after.iteration && before.team === after.team;
  return !isSamePlan || before.startsAt !== after.startsAt || before.endsAt !== after.endsAt;
}

function loadChanges(before: Rollup, after: Rollup): readonly LoadChange[] {
  return before.load.flatMap((team, place) =>
    team.iterations.flatMap(({ iteration, increment, load, isOver }, index) => {
      const next = after.load[place]?.iterations[index];
      if (next === undefined || next.load === load) return [];
      return [{ team, iteration, increment, before: load, after: next.load, isNewlyOver: next.isOver && !isOver }];
    }),
  );
}
