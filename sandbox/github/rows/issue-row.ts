import type { RawRecord } from "../../data.ts";
import { issueApi, issuePath, repositoryApi } from "../address.ts";
import type { Issue } from "../entity.ts";
import type { HostState } from "../host-state.ts";
import { formatInstant, formatInstantOrNull } from "../instant.ts";
import { without } from "../../record.ts";
import { dependenciesSummary, subIssuesSummary } from "../summary.ts";
import { accountRow, accountRowOrNull } from "./account-row.ts";
import { labelRow, milestoneRow } from "./milestone-row.ts";
import { noReactions } from "./reactions.ts";

/** An issue or pull request as the issues endpoints show it. Passes on unknown members of a loaded record. */
export function issueRow(state: HostState, issue: Issue): RawRecord {
  const url = issueApi(state, issue);
  const index = state.repositories.of(issue.repository);
  const milestone = index.milestone(issue.milestone);
  const assignees = issue.assignees.map((login) => accountRow(state, login));
  return {
    ...kept(issue),
    ...addresses(state, issue, url),
    id: issue.id,
    node_id: issue.nodeId,
    number: issue.number,
    title: issue.title,
    user: accountRowOrNull(state, issue.author),
    labels: issue.labels.flatMap((name) => {
      const label = index.label(name);
      return label === null ? [] : [labelRow(state, label)];
    }),
    state: issue.state,
    state_reason: issue.stateReason,
    locked: issue.raw["locked"] === true,
    assignee: assignees[0] ?? null,
    assignees,
    milestone: milestone === null ? null : milestoneRow(state, milestone),
    comments: state.comments.count(issue.id),
    created_at: formatInstant(issue.createdAt),
    updated_at: formatInstant(issue.updatedAt),
    closed_at: formatInstantOrNull(issue.closedAt),
    closed_by: accountRowOrNull(state, issue.closedBy),
    body: issue.body,
    ...(issue.pull === null ? structure(state, issue) : { draft: issue.pull.isDraft, ...pullLinks(state, issue) }),
  };
}

/** Fields of a loaded record that REST returns unchanged. */
function kept(issue: Issue): RawRecord {
  const raw = issue.pull === null ? without(issue.raw, "timeline", "parent_issue_url") : {};
  return { author_association: "MEMBER", active_lock_reason: null, performed_via_github_app: null, ...raw };
}

function addresses(state: HostState, issue: Issue, url: string): RawRecord {
  return {
    url,
    repository_url: repositoryApi(state, issue.repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    html_url: state.baseUrl + issuePath(issue),
    reactions: noReactions(`${url}/reactions`),
  };
}

function structure(state: HostState, issue: Issue): RawRecord {
  const parentId = state.relations.parentOf(issue.id);
  const parent = parentId === null ? null : state.issues.byId(parentId);
  const sub = subIssuesSummary(state, issue);
  const dependencies = dependenciesSummary(state, issue);
  return {
    type: issue.type,
    ...(parent !== null && { parent_issue_url: issueApi(state, parent) }),
    sub_issues_summary: { total: sub.total, completed: sub.completed, percent_completed: sub.percentCompleted },
    issue_dependencies_summary: {
      blocked_by: dependencies.blockedBy,
      total_blocked_by: dependencies.totalBlockedBy,
      blocking: dependencies.blocking,
      total_blocking: dependencies.totalBlocking,
    },
  };
}

function pullLinks(state: HostState, issue: Issue): RawRecord {
  const page = state.baseUrl + issuePath(issue);
  return {
    pull_request: {
      url: `${repositoryApi(state, issue.repository)}/pulls/${issue.number}`,
      html_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      merged_at: formatInstantOrNull(issue.pull?.mergedAt ?? null),
    },
  };
}
