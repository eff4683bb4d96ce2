import { parseArgs } from "node:util";
import { githubProfiles, type GithubProfile } from "../../sandbox/github/release.ts";
import { jiraProfiles, type JiraProfile } from "../../sandbox/jira/profile.ts";

export type SimulationOptions = {
  readonly seeds: number;
  /** The first seed. */
  readonly from: number;
  readonly steps: number;
  readonly unending: boolean;
  /** The kind of Jira that the stand-in is. */
  readonly jira: JiraProfile;
  /** The kind of GitHub that the stand-in is. */
  readonly github: GithubProfile;
  /** Plays planted defects instead of the real code. */
  readonly planted: boolean;
  /** Prefix of the planted defects to play; empty for all. */
  readonly only: string;
};

/** @throws TypeError for numbers that are not whole or below 1, and for an unknown kind of tracker */
export function readOptions(argv: readonly string[]): SimulationOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seeds: { type: "string" },
      from: { type: "string", default: "1" },
      steps: { type: "string", default: "30" },
      unending: { type: "boolean", default: false },
      jira: { type: "string", default: "cloud" },
      github: { type: "string", default: "cloud" },
      planted: { type: "boolean", default: false },
      only: { type: "string", default: "" },
    },
  });
  const { unending, planted, only } = values;
  const { seeds = planted ? "60" : "40" } = values;
  return {
    seeds: count(seeds),
    from: count(values.from),
    steps: count(values.steps),
    unending,
    jira: profileAmong(jiraProfiles, values.jira),
    github: profileAmong(githubProfiles, values.github),
    planted,
    only,
  };
}

function profileAmong<T extends string>(profiles: readonly T[], value: string): T {
  const found = profiles.find((one) => one === value);
  if (found === undefined) throw new TypeError(`"${value}" is not ${profiles.join(" or ")}`);
  return found;
}

function count(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1) throw new TypeError(`"${value}" is not a whole number from 1`);
  return number;
}
