import type { Account, Comment, Issue, Label, Milestone, Repository } from "./entity.ts";
import type { HostState } from "./host-state.ts";

/** Path of a repository below the host, as its web page has it: `/owner/name`. */
export function repositoryPath(repository: Repository): string {
  return `/${repository.fullName}`;
}

export function issuePath(issue: Issue): string {
  return `${repositoryPath(issue.repository)}/${issue.pull === null ? "issues" : "pull"}/${issue.number}`;
}

export function milestonePath(milestone: Milestone): string {
  return `${repositoryPath(milestone.repository)}/milestone/${milestone.number}`;
}

export function labelPath(label: Label): string {
  return `${repositoryPath(label.repository)}/labels/${encodeURIComponent(label.name)}`;
}

export function accountPath(account: Pick<Account, "login">): string {
  return `/${account.login}`;
}

export function commentPath(issue: Issue, comment: Comment): string {
  return `${issuePath(issue)}#issuecomment-${comment.id}`;
}

/** Root of the REST API. */
export function apiRoot(state: HostState): string {
  return `${state.baseUrl}/api/v3`;
}

export function repositoryApi(state: HostState, repository: Repository): string {
  return `${apiRoot(state)}/repos/${repository.fullName}`;
}

export function issueApi(state: HostState, issue: Issue): string {
  return `${repositoryApi(state, issue.repository)}/issues/${issue.number}`;
}
