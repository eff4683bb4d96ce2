import type { RawRecord } from "../../data.ts";
import { repositoryApi } from "../address.ts";
import type { Issue, IssueEvent } from "../entity.ts";
import type { HostState } from "../host-state.ts";
import { formatInstant } from "../instant.ts";
import { accountRowOrNull } from "./account-row.ts";
import { issueRow } from "./issue-row.ts";
import { simpleRepositoryRow } from "./repository-row.ts";

/** Name of the member with the issue at the event's other end. */
const SUBJECTS: Readonly<Record<string, string>> = {
  blocked_by_added: "blocked_by",
  blocked_by_removed: "blocked_by",
  blocking_added: "blocking",
  blocking_removed: "blocking",
  sub_issue_added: "sub_issue",
  sub_issue_removed: "sub_issue",
  parent_issue_added: "parent_issue",
  parent_issue_removed: "parent_issue",
};

/** An entry of an issue's history. */
export function eventRow(state: HostState, issue: Issue, event: IssueEvent): RawRecord {
  const index = state.repositories.of(issue.repository);
  return {
    id: event.id,
    node_id: event.nodeId,
    url: `${repositoryApi(state, issue.repository)}/issues/events/${event.id}`,
    actor: accountRowOrNull(state, event.actor),
    event: event.name,
    commit_id: null,
    commit_url: null,
    created_at: formatInstant(event.createdAt),
    performed_via_github_app: null,
    ...(event.label !== undefined && {
      label: { name: event.label, color: index.label(event.label)?.color ?? "ededed" },
    }),
    ...(event.milestoneTitle !== undefined && { milestone: { title: event.milestoneTitle } }),
    ...(event.rename !== undefined && { rename: event.rename }),
    ...(event.stateReason !== undefined && { state_reason: event.stateReason }),
    ...(event.assignee !== undefined && {
      assignee: accountRowOrNull(state, event.assignee),
      assigner: accountRowOrNull(state, event.actor),
    }),
    ...subjectOf(state, event),
  };
}

/** An entry of the repository's feed, which shows the issue with it. */
export function feedRow(state: HostState, issue: Issue, event: IssueEvent): RawRecord {
  return { ...eventRow(state, issue, event), issue: issueRow(state, issue) };
}

function subjectOf(state: HostState, { name, subject }: IssueEvent): RawRecord {
  const member = SUBJECTS[name];
  if (member === undefined) return {};
  const other = subject === undefined ? null : state.issues.byId(subject);
  const isShown = other !== null && state.repositories.isReadable(other.repository);
  return { [member]: isShown ? referenceRow(state, other) : null };
}

function referenceRow(state: HostState, issue: Issue): RawRecord {
  return {
    number: issue.number,
    title: issue.title,
    state: issue.state,
    state_reason: issue.stateReason,
    repository: simpleRepositoryRow(state, issue.repository),
    issue_type: issue.type,
  };
}

/** A reference to an issue from elsewhere, which only the timeline shows. */
export function crossReferenceRow(state: HostState, event: IssueEvent): RawRecord {
  const source = event.subject === undefined ? null : state.issues.byId(event.subject);
  return {
    event: "cross-referenced",
    actor: accountRowOrNull(state, event.actor),
    created_at: formatInstant(event.createdAt),
    updated_at: formatInstant(event.createdAt),
    source: { type: "issue", ...(source !== null && { issue: issueRow(state, source) }) },
  };
}
