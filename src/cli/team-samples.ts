import type { Evaluation } from "../reporting/evaluate.ts";
import { counted } from "../domain/counted.ts";

const examples = 3;

/** Three items of each team, and what no team owns, with examples. */
export function displayedOwners({ view }: Evaluation): readonly string[] {
  const teams = view.train.teams.map((team) => {
    const keys = view.plan.ownedBy(team).slice(0, examples);
    return `  ${team.name}: ${keys.length === 0 ? "nothing" : `such as ${keys.map(({ item }) => item.key).join(", ")}`}`;
  });
  return ["Items of the teams:", ...teams, unassignedLine(view.counts.unassigned)];
}

function unassignedLine(unassigned: number): string {
  return unassigned === 0 ? "Every item has a team." : `${counted(unassigned, "item")} would belong to no team.`;
}
