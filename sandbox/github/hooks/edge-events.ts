import type { Issue } from "../entity.ts";
import type { HostState } from "../host-state.ts";
import { repositoryRow } from "../rows/repository-row.ts";
import { announce } from "./announce.ts";
import { hookIssueRow } from "./issue-events.ts";

type Step = "added" | "removed";

type Dependency = { readonly blocked: Issue; readonly blocker: Issue; readonly actor: string };

/** Told twice: in the blocked issue's repository and in the blocker's, also where these are the same. */
export function announceDependency(state: HostState, { blocked, blocker, actor }: Dependency, step: Step): void {
  const ends = () => ({
    blocked_issue_id: blocked.id,
    blocked_issue: hookIssueRow(state, blocked),
    blocking_issue_id: blocker.id,
    blocking_issue: hookIssueRow(state, blocker),
  });
  const common = { event: "issue_dependencies", sender: actor };
  announce(state, {
    ...common,
    repository: blocked.repository,
    action: `blocked_by_${step}`,
    body: () => ({ ...ends(), blocking_issue_repo: repositoryRow(state, blocker.repository) }),
  });
  announce(state, {
    ...common,
    repository: blocker.repository,
    action: `blocking_${step}`,
    body: () => ({ ...ends(), blocked_issue_repo: repositoryRow(state, blocked.repository) }),
  });
}

type Family = { readonly parent: Issue; readonly child: Issue; readonly actor: string };

/** Told twice: in the child's repository and in the parent's, also where these are the same. */
export function announceFamily(state: HostState, { parent, child, actor }: Family, step: Step): void {
  const ends = () => ({
    parent_issue_id: parent.id,
    parent_issue: hookIssueRow(state, parent),
    sub_issue_id: child.id,
    sub_issue: hookIssueRow(state, child),
  });
  const common = { event: "sub_issues", sender: actor };
  announce(state, {
    ...common,
    repository: child.repository,
    action: `parent_issue_${step}`,
    body: () => ({ ...ends(), parent_issue_repo: repositoryRow(state, parent.repository) }),
  });
  announce(state, {
    ...common,
    repository: parent.repository,
    action: `sub_issue_${step}`,
    body: () => ({ ...ends(), sub_issue_repo: repositoryRow(state, child.repository) }),
  });
}
