import type { Conflict, ProposedStep } from "./conflict.ts";
import type { LivePlan } from "../model/train-plan.ts";
import { iterationsOf } from "../model/train.ts";
import { situationOf } from "./situation.ts";
import { trialOn, type Change } from "./trial.ts";

/** Tries a conflict's step on others: whether it ends them too. */
export type TryStep = (step: ProposedStep) => (other: Conflict) => boolean;

/** Call it before another model is evaluated: the plan is live. */
export function sharedStepsIn(plan: LivePlan): TryStep {
  const { clears } = trialOn(situationOf(plan));
  return (step) => {
    // What the step opens was tried with its own conflict.
    const results = resultsOf(step, plan).map(clears);
    return ({ rule, consumer, provider }) => {
      const dependency = plan.dependenciesFrom(consumer).find((one) => one.provider === provider);
      // A place in the plan alone does not tell whether an item will slip.
      if (dependency === undefined || rule === "probable-slip") return false;
      return results.length > 0 && results.every((isClear) => isClear(dependency));
    };
  };
}

/** The possible results of a step with a target; none for other steps. */
function resultsOf(step: ProposedStep, { train, itemOf, replan }: LivePlan): readonly Change[] {
  const planned = "item" in step ? itemOf(step.item) : null;
  if (planned === null) return [];
  if (step.do === "set-due") return [replan.changed(planned, { dueOn: step.on })];
  const target = iterationsOf(train).find(
    ({ key, increment }) => "to" in step && key === step.to && increment === step.increment,
  );
  return target === undefined ? [] : replan.inIteration(planned, target);
}
