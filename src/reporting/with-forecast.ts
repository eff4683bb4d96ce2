import { forecastTrain, questionOf } from "../domain/forecast/train-forecast.ts";
import type { EvaluationLedger } from "../ports/evaluation-ledger.ts";
import type { Evaluation } from "./evaluate.ts";
import { inTurns } from "./in-turns.ts";
import type { TrainViews } from "./train-views.ts";

/** What a forecast needs. */
export type ForecastContext = {
  readonly store: Pick<EvaluationLedger, "keptForecast">;
  readonly views: Pick<TrainViews, "pause">;
};

/**
 * The evaluation with the forecast of its day: the kept one, as long as the past from which it was learned is the same.
 * So a day has one forecast in all processes, and only the first evaluation of a day computes it. Other work runs
 * meanwhile.
 */
export async function withForecast({ store, views }: ForecastContext, evaluation: Evaluation): Promise<Evaluation> {
  const { view, rollup } = evaluation;
  const { sources } = rollup.dataQuality;
  const read = sources.filter(({ completedAt }) => completedAt !== null).length;
  const question = questionOf({ view, increment: rollup.increment, read });
  if (question === null) return evaluation;
  const kept = await store.keptForecast(question.train.key, question.day);
  if (kept?.basis === question.basis) return { ...evaluation, forecast: kept };
  const work = { view, openFeatures: rollup.openFeatures };
  return { ...evaluation, forecast: await inTurns(forecastTrain(question, work), views.pause) };
}
