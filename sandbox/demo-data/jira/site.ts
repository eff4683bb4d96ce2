import type { JiraSiteData, RawRecord } from "../../data.ts";
import type { Draft } from "../draft.ts";
import type { DemoPlan } from "../plan.ts";
import { teams, type JiraHome, type TeamPlan } from "../teams.ts";
import { issueRecord, projectRecord, type IssueContext } from "./issue.ts";
import { linksOf } from "./links.ts";
import { rollupProjectIssues, rollupProject } from "./rollup-project.ts";
import { boardRecord, sprintsOf, undatedSprint } from "./sprints.ts";
import { fields, linkTypes } from "./vocabulary.ts";

type JiraTeam = TeamPlan & { readonly home: JiraHome };

/** The site `acme`: four teams' projects, and the rollup's. */
export function jiraSite(plan: DemoPlan): JiraSiteData {
  const jiraTeams = teams.flatMap((team): JiraTeam[] => (isJiraTeam(team) ? [team] : []));
  const features = new Map(plan.drafts.map((draft) => [draft.id, draft]));
  const context: IssueContext = {
    plan,
    links: linksOf(plan),
    featureOf: ({ featureId }) => features.get(featureId ?? "") ?? null,
  };
  return {
    issues: [...jiraTeams.flatMap((team) => issuesOf(context, team)), ...rollupProjectIssues(plan.calendar)],
    boards: jiraTeams.map(boardRecord),
    sprints: [...jiraTeams.flatMap((team) => sprintsOf(plan, team, team.home)), undatedSprint],
    fields,
    issueLinkTypes: linkTypes,
    projects: [...jiraTeams.map(projectRecord), rollupProject],
    versions: [],
  };
}

function isJiraTeam(team: TeamPlan): team is JiraTeam {
  return team.home.system === "jira";
}

function issuesOf(context: IssueContext, { key, home }: JiraTeam): readonly RawRecord[] {
  const number = (draft: Draft) => context.plan.addresses.of(draft).number;
  return context.plan.drafts
    .filter(({ team }) => team === key)
    .toSorted((a, b) => number(a) - number(b))
    .map((draft) => issueRecord(context, draft, home));
}
