import type { RawRecord } from "../../data.ts";
import { without } from "../../record.ts";
import type { Issue, Repository } from "../entity.ts";
import type { NewEvent } from "../event-store.ts";
import type { HostState } from "../host-state.ts";
import { accountRow } from "../rows/account-row.ts";
import { issueRow } from "../rows/issue-row.ts";
import { labelRow, milestoneRow } from "../rows/milestone-row.ts";
import { wholePullRow } from "../rows/pull-row.ts";
import { repositoryRow } from "../rows/repository-row.ts";
import { announce } from "./announce.ts";

/** An issue in payloads: as in REST, but without its parent. */
export function hookIssueRow(state: HostState, issue: Issue): RawRecord {
  return without(issueRow(state, issue), "parent_issue_url");
}

type ChangedIssue = { readonly issue: Issue; readonly actor: string };
type What = { readonly action: string; readonly more?: () => RawRecord };

/** GitHub sends an issue as `issues`, a pull request as `pull_request`, with the same actions. */
function announceIssue(state: HostState, { issue, actor }: ChangedIssue, { action, more = () => ({}) }: What): void {
  const { repository, pull, number } = issue;
  const event = pull === null ? "issues" : "pull_request";
  const shown = () =>
    pull === null ? { issue: hookIssueRow(state, issue) } : { number, pull_request: wholePullRow(state, issue, pull) };
  announce(state, { repository, event, action, sender: actor, body: () => ({ ...shown(), ...more() }) });
}

/** Sends the labels, assignees and milestone of a new issue again, one by one. */
export function announceOpened(state: HostState, changed: ChangedIssue): void {
  const { labels, assignees, milestone } = changed.issue;
  announceIssue(state, changed, { action: "opened" });
  for (const label of labels) {
    announceIssue(state, changed, { action: "labeled", more: () => labelMember(state, changed.issue, label) });
  }
  for (const assignee of assignees) {
    announceIssue(state, changed, { action: "assigned", more: () => ({ assignee: accountRow(state, assignee) }) });
  }
  if (milestone !== null) {
    announceIssue(state, changed, { action: "milestoned", more: () => milestoneMember(state, changed.issue) });
  }
}

/** @param events the history of the change */
export function announceChanged(
  state: HostState,
  { before, issue, actor }: ChangedIssue & { readonly before: Issue },
  events: readonly Pick<NewEvent, "name" | "label" | "assignee">[],
): void {
  const changes = {
    ...(before.title !== issue.title && { title: { from: before.title } }),
    ...(before.body !== issue.body && { body: { from: before.body ?? "" } }),
  };
  if (Object.keys(changes).length > 0) {
    announceIssue(state, { issue, actor }, { action: "edited", more: () => ({ changes }) });
  }
  for (const { name, label, assignee } of events.filter((event) => event.name !== "renamed")) {
    const more = () => ({
      ...(label !== undefined && labelMember(state, issue, label)),
      ...(assignee !== undefined && { assignee: accountRow(state, assignee) }),
      ...(name === "milestoned" && milestoneMember(state, issue)),
      ...(name === "demilestoned" && milestoneMember(state, before)),
    });
    announceIssue(state, { issue, actor }, { action: name, more });
  }
}

/** Call it before deleting the issue. */
export function announceDeleted(state: HostState, changed: ChangedIssue): void {
  announceIssue(state, changed, { action: "deleted" });
}

type Move = { readonly left: RawRecord; readonly from: Repository; readonly issue: Issue; readonly actor: string };

/** Sends a transfer in both repositories: the old one with the target, the new one with the origin. */
export function announceTransferred(state: HostState, { left, from, issue, actor }: Move): void {
  const moved = () => ({
    new_issue: hookIssueRow(state, issue),
    new_repository: repositoryRow(state, issue.repository),
  });
  announce(state, {
    repository: from,
    event: "issues",
    action: "transferred",
    sender: actor,
    body: () => ({ issue: left, changes: moved() }),
  });
  const changes = () => ({ old_issue: left, old_repository: repositoryRow(state, from) });
  announceIssue(state, { issue, actor }, { action: "opened", more: () => ({ changes: changes() }) });
}

function labelMember(state: HostState, issue: Issue, name: string): RawRecord {
  const label = state.repositories.of(issue.repository).label(name);
  return label === null ? {} : { label: labelRow(state, label) };
}

function milestoneMember(state: HostState, issue: Issue): RawRecord {
  const milestone = state.repositories.of(issue.repository).milestone(issue.milestone);
  return milestone === null ? {} : { milestone: milestoneRow(state, milestone) };
}
