import { parseArgs } from "node:util";
import { jiraProfiles, type JiraProfile } from "../../sandbox/jira/profile.ts";

export type SimulationOptions = {
  readonly seeds: number;
  /** The first seed. */
  readonly from: number;
  readonly steps: number;
  readonly unending: boolean;
  /** The kind of Jira that the stand-in is. */
  readonly jira: JiraProfile;
  /** Plays planted defects instead of the real code. */
  readonly planted: boolean;
  /** Prefix of the planted defects to play; empty for all. */
  readonly only: string;
};

/** @throws TypeError for numbers that are not whole or below 1, and for an unknown kind of Jira */
export function readOptions(argv: readonly string[]): SimulationOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seeds: { type: "string" },
      from: { type: "string", default: "1" },
      steps: { type: "string" },
      unending: { type: "boolean", default: false },
      jira: { type: "string", default: "cloud" },
      planted: { type: "boolean", default: false },
      only: { type: "string", default: "" },
    },
  });
  const { unending, planted, only } = values;
  // A planted defect shows early or in another seed.
  const { seeds = planted ? "60" : "40", steps = planted ? "12" : "30" } = values;
  const jira = profile(values.jira);
  return { seeds: count(seeds), from: count(values.from), steps: count(steps), unending, jira, planted, only };
}

function profile(value: string): JiraProfile {
  const found = jiraProfiles.find((one) => one === value);
  if (found === undefined) throw new TypeError(`"${value}" is not ${jiraProfiles.join(" or ")}`);
  return found;
}

function count(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1) throw new TypeError(`"${value}" is not a whole number from 1`);
  return number;
}
