import { createHash } from "node:crypto";
import type { RawRecord } from "../../data.ts";
import type { DemoPlan } from "../plan.ts";
import type { PullDraft } from "../pulls.ts";
import type { GithubHome } from "../teams.ts";
import { apiUrl, instant, nodeId, user, webUrl } from "./identity.ts";

/** The pull request as `GET /repos/{owner}/{repo}/pulls` gives it. */
export function pullRecord(plan: DemoPlan, pull: PullDraft, home: GithubHome): RawRecord {
  const { id, number } = plan.addresses.of(pull);
  const at = instant(pull.mergedAt ?? pull.createdAt);
  return {
    ...addressesIn(home.repo, number),
    id,
    node_id: nodeId("PR", home.repoId, id),
    number,
    state: pull.mergedAt === null ? "open" : "closed",
    locked: false,
    active_lock_reason: null,
    ...wordsOf(plan, pull, home),
    user: user(pull.author),
    labels: [],
    milestone: null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    draft: pull.isDraft,
    created_at: instant(pull.createdAt),
    updated_at: at,
    closed_at: pull.mergedAt === null ? null : at,
    merged_at: pull.mergedAt === null ? null : at,
    merge_commit_sha: pull.mergedAt === null ? null : sha(`${number} merge`),
    author_association: "MEMBER",
    auto_merge: null,
  };
}

function addressesIn(repo: string, number: number): RawRecord {
  const url = `${apiUrl}/repos/${repo}/pulls/${number}`;
  const issueUrl = `${apiUrl}/repos/${repo}/issues/${number}`;
  const htmlUrl = `${webUrl}/${repo}/pull/${number}`;
  const href = (address: string) => ({ href: address });
  return {
    url,
    html_url: htmlUrl,
    diff_url: `${htmlUrl}.diff`,
    patch_url: `${htmlUrl}.patch`,
    issue_url: issueUrl,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${apiUrl}/repos/${repo}/pulls/comments{/number}`,
    comments_url: `${issueUrl}/comments`,
    statuses_url: `${apiUrl}/repos/${repo}/statuses/${sha(`${number} head`)}`,
    _links: { self: href(url), html: href(htmlUrl), issue: href(issueUrl), comments: href(`${issueUrl}/comments`) },
  };
}

/** Work of the repository itself is closed by the pull request; another tracker's is named by its key. */
function wordsOf(plan: DemoPlan, { about }: PullDraft, home: GithubHome): RawRecord {
  const { key, number } = plan.addresses.of(about);
  const isOwn = key.startsWith(`${home.repo}#`);
  const slug = about.title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .slice(0, 40)
    .replaceAll(/^-|-$/gu, "");
  const branch = isOwn ? `${number}-${slug}` : `${key}-${slug}`;
  return {
    title: isOwn ? about.title : `${key}: ${about.title}`.slice(0, 250),
    body: isOwn ? `Closes #${number}` : `Part of ${key}.`,
    head: { label: `acme:${branch}`, ref: branch, sha: sha(`${number} head`) },
    base: { label: "acme:main", ref: "main", sha: sha("main") },
  };
}

function sha(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}
