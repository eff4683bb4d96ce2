import { createHash } from "node:crypto";
import type { RawRecord } from "../../data.ts";
import { issueApi, issuePath, repositoryApi } from "../address.ts";
import type { Issue, PullDetails } from "../entity.ts";
import type { HostState } from "../host-state.ts";
import { formatInstantOrNull } from "../instant.ts";
import { without } from "../../record.ts";
import { accountRow, accountRowOrNull } from "./account-row.ts";
import { issueRow } from "./issue-row.ts";
import { repositoryRow } from "./repository-row.ts";

/** Members of an issue row that a pull request's row lacks. */
const OF_ISSUES = [
  "pull_request",
  "reactions",
  "labels_url",
  "events_url",
  "timeline_url",
  "repository_url",
  "state_reason",
  "closed_by",
  "comments",
  "performed_via_github_app",
] as const;

/** A pull request as `GET /pulls` lists it. */
export function pullRow(state: HostState, issue: Issue, pull: PullDetails): RawRecord {
  const url = `${repositoryApi(state, issue.repository)}/pulls/${issue.number}`;
  const page = state.baseUrl + issuePath(issue);
  const issueUrl = issueApi(state, issue);
  const statuses = `${repositoryApi(state, issue.repository)}/statuses/${commitOf(pull.headRef)}`;
  const addresses = {
    url,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issueUrl,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${repositoryApi(state, issue.repository)}/pulls/comments{/number}`,
    comments_url: `${issueUrl}/comments`,
    statuses_url: statuses,
  };
  return {
    ...without(issueRow(state, issue), ...OF_ISSUES),
    ...addresses,
    id: pull.id,
    draft: pull.isDraft,
    merged_at: formatInstantOrNull(pull.mergedAt),
    merge_commit_sha: pull.mergedAt === null ? null : commitOf(`${pull.headRef} merged`),
    requested_reviewers: [],
    requested_teams: [],
    head: branch(state, issue, pull.headRef),
    base: branch(state, issue, pull.baseRef),
    _links: links(addresses),
    auto_merge: null,
  };
}

/** A single pull request, with the fields that only `GET /pulls/{number}` returns. */
export function wholePullRow(state: HostState, issue: Issue, pull: PullDetails): RawRecord {
  const isMerged = pull.mergedAt !== null;
  return {
    ...pullRow(state, issue, pull),
    merged: isMerged,
    merged_by: accountRowOrNull(state, pull.mergedBy),
    mergeable: isMerged ? null : true,
    rebaseable: isMerged ? null : true,
    mergeable_state: isMerged ? "unknown" : "clean",
    comments: state.comments.count(issue.id),
    review_comments: 0,
    maintainer_can_modify: false,
    commits: 1,
    additions: 1,
    deletions: 1,
    changed_files: 1,
  };
}

function branch(state: HostState, issue: Issue, ref: string): RawRecord {
  const { owner } = issue.repository;
  return {
    label: `${owner}:${ref}`,
    ref,
    sha: commitOf(ref),
    user: accountRow(state, owner),
    repo: repositoryRow(state, issue.repository),
  };
}

/** The sandbox has no commits; it derives a branch's tip from its name. */
function commitOf(ref: string): string {
  return createHash("sha1").update(ref).digest("hex");
}

function links(addresses: Readonly<Record<string, string>>): RawRecord {
  const named = {
    self: "url",
    html: "html_url",
    issue: "issue_url",
    comments: "comments_url",
    review_comments: "review_comments_url",
    review_comment: "review_comment_url",
    commits: "commits_url",
    statuses: "statuses_url",
  };
  return Object.fromEntries(Object.entries(named).map(([name, address]) => [name, { href: addresses[address] ?? "" }]));
}
