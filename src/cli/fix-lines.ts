import { mostMoves } from "../domain/fixes/smallest-fix.ts";
import { conflictSentence, plain } from "../reporting/conflict-sentence.ts";
import type { Evaluation } from "../reporting/evaluate.ts";
import { counted } from "../domain/counted.ts";
import { fixWords } from "./fix-words.ts";
import type { ProposedFix } from "./proposed-fixes.ts";
import type { Effects } from "./whatif-effects.ts";
import { conflictWords, labelled, labelledAll, loadWords } from "./whatif-lines.ts";

/**
 * The smallest fix of each conflict, or that none exists, for a person.
 * @param key of the item whose conflicts these are; undefined for those of the train
 */
export function fixLines(
  evaluation: Evaluation,
  fixes: readonly ProposedFix[],
  key: string | undefined,
): readonly string[] {
  if (fixes.length === 0) return [key === undefined ? "No open conflicts." : `${key} has no open conflicts.`];
  const { view, rollup } = evaluation;
  const lines = fixes.flatMap(({ conflict, search, effects }) => [
    labelled(conflict.severity, plain(conflictSentence(view, conflict, rollup.increment))),
    labelled("fix", fixWords(evaluation, search)),
    ...(effects === null ? [] : besideLines(effects, conflict.fingerprint)),
  ]);
  const found = fixes.filter(({ search }) => search.fix !== null).length;
  const others = found < fixes.length ? "; `conflicts` lists steps of other kinds" : "";
  const counts = `${found} of ${counted(fixes.length, "conflict")}`;
  return [...lines, `${counts} can be cleared by at most ${mostMoves} moves${others}.`];
}

/** What the fix changes besides its own conflict. */
function besideLines({ before, after, conflicts, loads }: Effects, fingerprint: string): readonly string[] {
  const others = conflicts.cleared.filter((one) => one.fingerprint !== fingerprint);
  const over = loads.filter(({ isNewlyOver }) => isNewlyOver);
  return [
    ...labelledAll(
      "clears",
      others.map((one) => `also ${conflictWords(before, one)}`),
    ),
    ...labelledAll(
      "opens",
      conflicts.opened.map((one) => conflictWords(after, one)),
    ),
    ...labelledAll(
      "load",
      over.map((one) => loadWords(one, before.rollup.increment)),
    ),
  ];
}
