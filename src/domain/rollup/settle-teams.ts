import type { Team, Train } from "../model/train.ts";

/** Computes results of each team, one team per step, so that later readers find them ready. */
export function* settleTeams(
  { teams }: Pick<Train, "teams">,
  results: readonly ((team: Team) => unknown)[],
): Generator<void, void> {
  for (const team of teams) {
    for (const resultOf of results) resultOf(team);
    yield;
  }
}
