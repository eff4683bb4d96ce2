import type { RawRecord } from "../../data.ts";
import { commentPath, issueApi, repositoryApi } from "../address.ts";
import type { Comment } from "../entity.ts";
import { notFound } from "../failure.ts";
import type { HostState } from "../host-state.ts";
import { formatInstant } from "../instant.ts";
import { accountRowOrNull } from "./account-row.ts";
import { noReactions } from "./reactions.ts";

/** A comment as REST shows it. @throws GithubError 404 if its issue is gone */
export function commentRow(state: HostState, comment: Comment): RawRecord {
  const issue = state.issues.byId(comment.issueId);
  if (issue === null) throw notFound();
  const url = `${repositoryApi(state, issue.repository)}/issues/comments/${comment.id}`;
  return {
    url,
    html_url: state.baseUrl + commentPath(issue, comment),
    issue_url: issueApi(state, issue),
    id: comment.id,
    node_id: comment.nodeId,
    user: accountRowOrNull(state, comment.author),
    created_at: formatInstant(comment.createdAt),
    updated_at: formatInstant(comment.updatedAt),
    body: comment.body,
    author_association: "MEMBER",
    reactions: noReactions(`${url}/reactions`),
    performed_via_github_app: null,
  };
}
