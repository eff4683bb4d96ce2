import type { SandboxData } from "../data.ts";
import { repositories } from "./github/repositories.ts";
import { jiraSite } from "./jira/site.ts";
import { planDemo } from "./plan.ts";
import type { TrainKey } from "./teams.ts";
import { trainText } from "./train-text.ts";

export type DemoOptions = {
  readonly seed: number;
  /** The present, in epoch milliseconds: in the first week of the first increment's third iteration. */
  readonly now: number;
  /** Those in the train file; both by default. */
  readonly trains?: readonly TrainKey[];
};

/**
 * A realistic train of six teams in two trackers, with about 760 items (350 of them finished long ago), 125 dependencies, and conflicts
 * of every rule; and a small train with a seventh team, on whose work it depends.
 * Equal options give equal data.
 */
export function generateDemo({ seed, now, trains = ["payments", "accounts"] }: DemoOptions): SandboxData {
  const plan = planDemo(seed, now);
  return {
    jira: { acme: jiraSite(plan) },
    github: repositories(plan),
    trainFile: trainText(plan.calendar, trains),
    problems: [],
  };
}
