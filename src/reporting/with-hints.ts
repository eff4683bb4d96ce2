import { dependencyHints } from "../domain/figures/dependency-hints.ts";
import { listed } from "../domain/figures/listed.ts";
import { zoneOf } from "../domain/schedule/civil-day.ts";
import type { EvaluationLedger } from "../ports/evaluation-ledger.ts";
import { dayBasis } from "./day-basis.ts";
import type { Evaluation } from "./evaluate.ts";
import { inTurns } from "./in-turns.ts";
import type { TrainViews } from "./train-views.ts";

type HintContext = {
  readonly store: Pick<EvaluationLedger, "keptHints">;
  readonly views: Pick<TrainViews, "pause">;
};

/** Changes with the meaning of the hints. */
const version = 1;

/**
 * The evaluation with the hints of its day: those that the day's first evaluation found, as long as the train is the same
 * and no other connection was read to its end. The search looks at all dependencies, so it runs once a day.
 */
export async function withHints({ store, views }: HintContext, evaluation: Evaluation): Promise<Evaluation> {
  const { view, rollup } = evaluation;
  const { train } = view;
  const read = rollup.dataQuality.sources.filter(({ completedAt }) => completedAt !== null).length;
  const basis = dayBasis({ version, read, train });
  const kept = await store.keptHints(train.key, zoneOf(train.timeZone).dayAt(view.at));
  if (kept?.basis === basis) return { ...evaluation, hints: kept };
  const { redundant, linkTypes } = await inTurns(dependencyHints(view), views.pause);
  const reversed = linkTypes.filter(({ isReversed }) => isReversed);
  return { ...evaluation, hints: { basis, redundant: listed(redundant.items), reversed } };
}
