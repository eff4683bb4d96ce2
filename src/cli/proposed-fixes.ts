import type { Conflict, ConflictRecord, FixStep } from "../domain/conflicts/conflict.ts";
import { fixFinderFor, type FixSearch } from "../domain/fixes/smallest-fix.ts";
import { endsOf } from "../reporting/conflict-sentence.ts";
import { inTurns } from "../reporting/in-turns.ts";
import { openRecords, type Evaluation } from "../reporting/evaluate.ts";
import type { EvaluateContext } from "../reporting/evaluate-train.ts";
import { effectsOf, landedMoves, type Effects, type Present } from "./whatif-effects.ts";
import { itemNamed } from "./whatif-moves.ts";

/** A conflict, the smallest fix if there is one, and what the fix changes. */
export type ProposedFix = {
  readonly conflict: Conflict;
  readonly search: FixSearch;
  readonly effects: Effects | null;
};

/**
 * The most urgent first.
 * @param key of the item whose conflicts to clear; undefined for all of severity `conflict`
 */
export async function proposedFixes(
  { views }: Pick<EvaluateContext, "views">,
  present: Present,
  key: string | undefined,
): Promise<readonly ProposedFix[]> {
  const { evaluation, input } = present;
  const { view } = evaluation;
  const item = key === undefined ? null : itemNamed(view, key).item.id;
  const isAsked = (conflict: Conflict) =>
    item === null ? conflict.severity === "conflict" : endsOf(conflict).includes(item);
  const find = fixFinderFor(view.plan, input.model.items);
  const found = [];
  // All of it from the present plan, before another model is evaluated.
  for (const { conflict } of plannedConflicts(evaluation).filter((record) => isAsked(record.conflict))) {
    const search = await inTurns(find(conflict), views.pause);
    found.push({ conflict, search, landed: search.fix === null ? null : landedMoves(present, search.fix.moves) });
  }
  const fixes: ProposedFix[] = [];
  for (const { conflict, search, landed } of found)
    fixes.push({ conflict, search, effects: landed === null ? null : await effectsOf({ views }, present, landed) });
  return fixes;
}

/** Less than in `whatif`, because there may be many such conflicts. */
const jointBounds = { moves: 2, trials: 1000 };

/** Fixes of two moves for conflicts that only a decision or finished work would end, by fingerprint. */
export async function jointFixes(
  { views }: Pick<EvaluateContext, "views">,
  { evaluation, input }: Present,
): Promise<ReadonlyMap<string, FixSearch>> {
  const find = fixFinderFor(evaluation.view.plan, input.model.items, jointBounds);
  const fixes = new Map<string, FixSearch>();
  const isLeft = ({ conflict }: ConflictRecord) => conflict.fix.some((step) => leaves.has(step.do));
  for (const { fingerprint, conflict } of plannedConflicts(evaluation).filter(isLeft)) {
    const search = await inTurns(find(conflict), views.pause);
    if (search.fix?.moves.length === jointBounds.moves) fixes.set(fingerprint, search);
  }
  return fixes;
}

/** The open ones that the plan alone makes. The search runs the rules on plans, so it cannot clear one that a forecast makes. */
function plannedConflicts(evaluation: Evaluation): readonly ConflictRecord[] {
  return openRecords(evaluation).filter(({ conflict }) => conflict.rule !== "probable-slip");
}

const leaves: ReadonlySet<FixStep["do"]> = new Set(["decide-scope", "finish"]);
