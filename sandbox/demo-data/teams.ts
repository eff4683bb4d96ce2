import { membersOf, type Person } from "./people.ts";
import { api } from "./text/api.ts";
import { checkout } from "./text/checkout.ts";
import type { TeamText } from "./text/feature-text.ts";
import { ledger } from "./text/ledger.ts";
import { mobile } from "./text/mobile.ts";
import { risk } from "./text/risk.ts";
import { web } from "./text/web.ts";

export type TeamKey = "checkout" | "ledger" | "risk" | "mobile" | "api" | "web";

export type JiraHome = {
  readonly system: "jira";
  readonly project: string;
  readonly projectId: string;
  readonly board: number;
};
export type GithubHome = { readonly system: "github"; readonly repo: string; readonly repoId: number };

export type TeamPlan = {
  readonly key: TeamKey;
  readonly name: string;
  readonly home: JiraHome | GithubHome;
  /** Number of its oldest issue. */
  readonly firstNumber: number;
  /** Length of its sprints. */
  readonly weeks: 1 | 2;
  readonly members: readonly Person[];
  readonly text: TeamText;
};

function jira(project: string, projectId: string, board: number): JiraHome {
  return { system: "jira", project, projectId, board };
}

function github(repo: string, repoId: number): GithubHome {
  return { system: "github", repo, repoId };
}

const plans: Readonly<Record<TeamKey, Omit<TeamPlan, "key" | "members">>> = {
  checkout: { name: "Checkout", home: jira("PAY", "10011", 11), firstNumber: 214, weeks: 2, text: checkout },
  ledger: { name: "Ledger", home: jira("LED", "10012", 12), firstNumber: 341, weeks: 2, text: ledger },
  risk: { name: "Risk", home: jira("RSK", "10013", 13), firstNumber: 118, weeks: 1, text: risk },
  mobile: { name: "Mobile App", home: jira("MOB", "10014", 14), firstNumber: 402, weeks: 2, text: mobile },
  api: { name: "API", home: github("acme/api", 812_450_113), firstNumber: 57, weeks: 2, text: api },
  web: { name: "Web", home: github("acme/web", 812_450_927), firstNumber: 130, weeks: 2, text: web },
};

const members: Readonly<Record<TeamKey, readonly Person[]>> = {
  checkout: membersOf(0),
  ledger: membersOf(1),
  risk: membersOf(2),
  mobile: membersOf(3),
  api: membersOf(4),
  web: membersOf(5),
};

export function teamOf(key: TeamKey): TeamPlan {
  return { ...plans[key], key, members: members[key] };
}

/** In the order of the train file. */
export const teams: readonly TeamPlan[] = (["checkout", "ledger", "risk", "mobile", "api", "web"] as const).map(teamOf);
