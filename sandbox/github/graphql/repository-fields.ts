import { isRecord } from "../../record.ts";
import { labelPath, milestonePath, repositoryPath } from "../address.ts";
import { isPlainIssue, type Issue, type Label, type Milestone, type Repository } from "../entity.ts";
import type { HostState } from "../host-state.ts";
import { connectionOf, counted } from "./connection.ts";
import { fieldsOf, type Args, type Fields } from "./context.ts";
import { issueConnection } from "./issue-list.ts";
import { isLabel, isMilestone, isRepository } from "./kinds.ts";
import { queryError } from "./query-error.ts";

const isPullIssue = (issue: Issue) => issue.pull !== null;

export const repositoryFields: Fields = fieldsOf(isRepository, {
  nameWithOwner: ({ fullName }) => fullName,
  owner: ({ owner }, _args, { state }) => state.accounts.named(owner),
  updatedAt: (repository, _args, { state }) => lastUpdate(state, repository),
  description: () => null,
  hasIssuesEnabled: ({ hasIssues }) => hasIssues,
  isArchived: ({ isArchived }) => isArchived,
  isDisabled: () => false,
  isInOrganization: ({ owner }, _args, { state }) => state.accounts.named(owner).type === "Organization",
  isPrivate: () => true,
  viewerPermission: () => "WRITE",
  resourcePath: (repository) => repositoryPath(repository),
  issue: (repository, { number }, { state }) =>
    numbered(state, { repository, number: Number(number), type: "Issue", only: isPlainIssue }),
  pullRequest: (repository, { number }, { state }) =>
    numbered(state, { repository, number: Number(number), type: "PullRequest", only: isPullIssue }),
  issueOrPullRequest: (repository, { number }, { state }) =>
    numbered(state, { repository, number: Number(number), type: "issue or pull request", only: () => true }),
  issues: (repository, args, context) => {
    requireReadable(context.state, "issues");
    return issueConnection({ name: "issues", repository, kind: "issue" }, args, context);
  },
  pullRequests: (repository, args, context) => {
    requireReadable(context.state, "pull_requests");
    return issueConnection({ name: "pullRequests", repository, kind: "pull" }, args, context);
  },
  label: (repository, { name }, { state }) => state.repositories.of(repository).label(String(name)),
  labels: (repository, args, { state }) =>
    connectionOf(counted("labels", sortLabels(state.repositories.of(repository).labels(), args)), args),
  milestone: (repository, { number }, { state }) => state.repositories.of(repository).milestone(Number(number)),
  milestones: (repository, args, { state }) =>
    connectionOf(counted("milestones", pickMilestones(state.repositories.of(repository).milestones(), args)), args),
});

export const milestoneFields: Fields = fieldsOf(isMilestone, {
  state: ({ state }) => state.toUpperCase(),
  closed: ({ state }) => state === "closed",
  creator: ({ creator }, _args, { state }) => (creator === null ? null : state.accounts.named(creator)),
  openIssueCount: ({ repository, number }, _args, { state }) => state.issues.milestoneCounts(repository, number).open,
  closedIssueCount: ({ repository, number }, _args, { state }) =>
    state.issues.milestoneCounts(repository, number).closed,
  progressPercentage: ({ repository, number }, _args, { state }) => {
    const { open, closed } = state.issues.milestoneCounts(repository, number);
    return open + closed === 0 ? 0 : (closed * 100) / (open + closed);
  },
  issues: ({ repository, number }, args, context) =>
    issueConnection({ name: "issues", repository, kind: "issue", milestone: number }, args, context),
  resourcePath: (milestone) => milestonePath(milestone),
});

export const labelFields: Fields = fieldsOf(isLabel, {
  resourcePath: (label) => labelPath(label),
});

function requireReadable({ switches }: HostState, thing: string): void {
  if (switches.missingPermission !== `${thing}=read`) return;
  throw queryError("FORBIDDEN", "Resource not accessible by personal access token");
}

type Numbered = {
  readonly repository: Repository;
  readonly number: number;
  readonly type: string;
  readonly only: (issue: Issue) => boolean;
};

function numbered(state: HostState, { repository, number, type, only }: Numbered): Issue {
  const found = state.issues.find(repository, number);
  if (found.at !== "here" || !only(found.issue)) {
    const article = type.startsWith("P") ? "a" : "an";
    throw queryError("NOT_FOUND", `Could not resolve to ${article} ${type} with the number of ${number}.`);
  }
  return found.issue;
}

function lastUpdate(state: HostState, repository: Repository): number {
  return state.issues.sorted(repository, "updated").at(-1)?.updatedAt ?? repository.createdAt;
}

/** Labels in the requested order: by creation, or by name. */
export function sortLabels(labels: readonly Label[], args: Args): readonly Label[] {
  const order = isRecord(args["orderBy"]) ? args["orderBy"] : {};
  const sorted = order["field"] === "NAME" ? labels.toSorted((a, b) => (a.name < b.name ? -1 : 1)) : labels;
  return order["direction"] === "DESC" ? sorted.toReversed() : sorted;
}

const MILESTONE_SORTS: Readonly<Record<string, (milestone: Milestone) => number>> = {
  CREATED_AT: ({ createdAt }) => createdAt,
  DUE_DATE: ({ dueOn }) => dueOn ?? Number.MAX_SAFE_INTEGER,
  NUMBER: ({ number }) => number,
  UPDATED_AT: ({ updatedAt }) => updatedAt,
};

function pickMilestones(milestones: readonly Milestone[], args: Args): readonly Milestone[] {
  const states = args["states"];
  const kept = milestones.filter(({ state }) => !Array.isArray(states) || states.includes(state.toUpperCase()));
  const order = isRecord(args["orderBy"]) ? args["orderBy"] : {};
  const value = MILESTONE_SORTS[String(order["field"])] ?? (({ number }: Milestone) => number);
  const sorted = kept.toSorted((a, b) => value(a) - value(b) || a.number - b.number);
  return order["direction"] === "DESC" ? sorted.toReversed() : sorted;
}
