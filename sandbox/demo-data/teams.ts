import { membersOf, type Person } from "./people.ts";
import { texts, type TeamKey, type TeamText } from "./texts.ts";

export type JiraHome = {
  readonly system: "jira";
  readonly project: string;
  readonly projectId: string;
  readonly board: number;
};
export type GithubHome = { readonly system: "github"; readonly repo: string; readonly repoId: number };

/** The demo's trains: Payments, and a small one on which it depends. */
export type TrainKey = "payments" | "accounts";

export type TeamPlan = {
  readonly key: TeamKey;
  readonly train: TrainKey;
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

const plans: readonly Omit<TeamPlan, "members" | "text" | "train">[] = [
  { key: "checkout", name: "Checkout", home: jira("PAY", "10011", 11), firstNumber: 214, weeks: 2 },
  { key: "ledger", name: "Ledger", home: jira("LED", "10012", 12), firstNumber: 341, weeks: 2 },
  { key: "risk", name: "Risk", home: jira("RSK", "10013", 13), firstNumber: 118, weeks: 1 },
  { key: "mobile", name: "Mobile App", home: jira("MOB", "10014", 14), firstNumber: 402, weeks: 2 },
  { key: "api", name: "API", home: github("acme/api", 812_450_113), firstNumber: 57, weeks: 2 },
  { key: "web", name: "Web", home: github("acme/web", 812_450_927), firstNumber: 130, weeks: 2 },
  { key: "identity", name: "Identity", home: jira("IDN", "10015", 15), firstNumber: 63, weeks: 2 },
];

/** In the order of the train file. */
export const teams: readonly TeamPlan[] = plans.map((plan, place) => ({
  ...plan,
  train: plan.key === "identity" ? "accounts" : "payments",
  members: membersOf(place),
  text: texts.teams[plan.key],
}));

export function teamsOf(train: TrainKey): readonly TeamPlan[] {
  return teams.filter((team) => team.train === train);
}

export function teamOf(key: TeamKey): TeamPlan {
  const team = teams.find((one) => one.key === key);
  if (team === undefined) throw new RangeError(`the demo has no team ${key}`);
  return team;
}
