import type { LivePlan } from "../model/train-plan.ts";

/** Computes the figures of each team, one step each, so that later readers find them ready. */
export function* settleTeams({
  train,
  figuresOf,
  faultsOf,
  unplannedOf,
  boxFaultsOf,
}: LivePlan): Generator<void, void> {
  for (const team of train.teams) {
    figuresOf(team);
    faultsOf(team);
    unplannedOf(team);
    boxFaultsOf(team);
    yield;
  }
}
