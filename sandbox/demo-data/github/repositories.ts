import type { GithubRepoData, IssueAddress, RawRecord } from "../../data.ts";
import type { Draft } from "../draft.ts";
import type { DemoPlan } from "../plan.ts";
import { teams, type GithubHome, type TeamPlan } from "../teams.ts";
import { apiUrl, instant, nodeId, user, webUrl } from "./identity.ts";
import { issueRecord, type IssueContext } from "./issue.ts";
import { milestonesOf } from "./milestones.ts";
import { rollupRepository } from "./rollup-repository.ts";
import { pullRecord } from "./pull.ts";
import { relationsOf } from "./relations.ts";

/** The organisation `acme`: two teams' repositories, and the rollup's. */
export function repositories(plan: DemoPlan): Readonly<Record<string, GithubRepoData>> {
  const own = teams.flatMap((team): (readonly [string, GithubRepoData])[] =>
    team.home.system === "github" ? [[team.home.repo, repository(plan, team, team.home)]] : [],
  );
  return Object.fromEntries([...own, ["acme/trains", rollupRepository(plan.calendar)]]);
}

function repository(plan: DemoPlan, team: TeamPlan, home: GithubHome): GithubRepoData {
  const milestones = milestonesOf(plan, team, home);
  const relations = relationsOf(plan);
  const context: IssueContext = { plan, home, milestones, relations };
  const number = (draft: Draft) => plan.addresses.of(draft).number;
  const mine = plan.drafts.filter((draft) => draft.team === team.key).toSorted((a, b) => number(a) - number(b));
  const pulls = plan.pulls.filter((pull) => pull.team === team.key);
  const addressed = (others: readonly Draft[]) => others.map((other) => issueAddress(plan, other));
  return {
    issues: mine.map((draft) => issueRecord(context, draft)),
    pulls: pulls.map((pull) => pullRecord(plan, pull, home)),
    milestones: [...milestones.values()],
    dependencies: mine
      .map((draft) => ({ number: number(draft), blocked_by: addressed(relations.blockersOf(draft)) }))
      .filter(({ blocked_by: blockers }) => blockers.length > 0),
    subIssues: mine
      .map((draft) => ({ number: number(draft), sub_issues: addressed(relations.childrenOf(draft)) }))
      .filter(({ sub_issues: children }) => children.length > 0),
    comments: mine.flatMap((draft) => commentsOn(plan, draft, home)),
  };
}

function issueAddress({ addresses }: DemoPlan, draft: Draft): IssueAddress {
  const { key, number } = addresses.of(draft);
  return { repository: key.split("#")[0] ?? "", number };
}

function commentsOn(plan: DemoPlan, draft: Draft, { repo, repoId }: GithubHome): readonly RawRecord[] {
  const { id: issueId, number } = plan.addresses.of(draft);
  return plan.commentsOn(draft).map(({ author, at, text }, place) => {
    const id = issueId + 1 + place;
    return {
      url: `${apiUrl}/repos/${repo}/issues/comments/${id}`,
      html_url: `${webUrl}/${repo}/issues/${number}#issuecomment-${id}`,
      issue_url: `${apiUrl}/repos/${repo}/issues/${number}`,
      id,
      node_id: nodeId("IC", repoId, id),
      user: user(author),
      created_at: instant(at),
      updated_at: instant(at),
      author_association: "MEMBER",
      performed_via_github_app: null,
      body: text,
    };
  });
}
