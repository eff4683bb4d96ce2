import { forecastTrain, questionOf, type TrainForecast } from "../domain/forecast/train-forecast.ts";
import type { Evaluation, EvaluationInput } from "./evaluate.ts";
import { inTurns } from "./in-turns.ts";
import type { TrainViews } from "./train-views.ts";

/**
 * The forecast of an evaluation's day: the one in its input, as long as the past from which it was learned is the same. So
 * a day has one forecast in all processes, and only the first evaluation of a day computes it. Other work runs meanwhile.
 * @returns undefined after the calendar's end, and for an instant that has not come yet: the time until then is no past
 */
export async function dayForecast(
  { view, rollup, asOf }: Evaluation,
  { model, forecast }: Pick<EvaluationInput, "model" | "forecast">,
  views: Pick<TrainViews, "pause">,
): Promise<TrainForecast | undefined> {
  if (asOf?.kind === "later") return undefined;
  const { sources } = rollup.dataQuality;
  const read = sources.filter(({ completedAt }) => completedAt !== null).length;
  const question = questionOf({ view, increment: rollup.increment, read });
  if (question === null || forecast?.basis === question.basis) return forecast;
  const work = { view, openFeatures: rollup.openFeatures, sprints: model.sprints };
  return inTurns(forecastTrain(question, work), views.pause);
}
