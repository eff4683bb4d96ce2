import type { RawRecord } from "../data.ts";
import { storedText } from "./body-text.ts";
import { commit } from "./change.ts";
import type { StoredComment } from "./comment-store.ts";
import { refuse } from "./failure.ts";
import { announceComment, type CommentEvent } from "./hooks/comment-events.ts";
import { formatInstant } from "./instant.ts";
import { requireIssue, requireWritable, type Writer } from "./issue-access.ts";
import { checkProperty } from "./property-writes.ts";
import { recordsAt, textAt } from "../record.ts";
import { userRecord } from "./account.ts";
import type { SiteState } from "./site-state.ts";

/** Adds a comment from an API body `{ body, properties, visibility }`. The issue counts as updated. @throws JiraError 400, 403, 404 */
export function addComment(writer: Writer, idOrKey: string, body: RawRecord): StoredComment {
  const { state, actor } = writer;
  const issue = requireIssue(state, idOrKey);
  requireWritable(state, issue.projectKey, "comment on issues");
  const text = storedText(state, "comment", body["body"]);
  const properties = propertiesOf(body);
  const id = state.comments.nextId();
  const user = userRecord(actor, state.baseUrl);
  const at = formatInstant(state.runtime.clock(), state.account.timeZone);
  const self = `${state.baseUrl}/rest/api/3/issue/${issue.id}/comment/${id}`;
  const visibility = body["visibility"] === undefined ? {} : { visibility: body["visibility"] };
  const record = {
    self,
    id,
    author: user,
    body: text,
    updateAuthor: user,
    created: at,
    updated: at,
    ...visibility,
    jsdPublic: true,
  };
  const comment = { id, issueId: issue.id, record, properties };
  state.comments.put(comment);
  touchIssue(writer, comment, "comment_created");
  return comment;
}

/** A comment of an issue. @throws JiraError 404 */
export function requireComment(state: SiteState, idOrKey: string, id: string): StoredComment {
  const issue = requireIssue(state, idOrKey);
  const comment = state.comments.byId(id);
  if (comment === null || comment.issueId !== issue.id) throw refuse(404, `Can not find a comment for the id: ${id}.`);
  return comment;
}

/** Changes a comment's text and properties. @throws JiraError 400, 403, 404 */
export function updateComment(writer: Writer, comment: StoredComment, body: RawRecord): StoredComment {
  const { state, actor } = writer;
  const issue = requireIssue(state, comment.issueId);
  requireWritable(state, issue.projectKey, "edit comments");
  const text = storedText(state, "comment", body["body"]);
  const properties = new Map([...comment.properties, ...propertiesOf(body)]);
  const updated = formatInstant(state.runtime.clock(), state.account.timeZone);
  const record = { ...comment.record, body: text, updateAuthor: userRecord(actor, state.baseUrl), updated };
  const changed = { ...comment, record, properties };
  state.comments.put(changed);
  touchIssue(writer, changed, "comment_updated");
  return changed;
}

/** Deletes a comment for good. @throws JiraError 403, 404 */
export function deleteComment(writer: Writer, comment: StoredComment): void {
  const { state } = writer;
  const issue = requireIssue(state, comment.issueId);
  requireWritable(state, issue.projectKey, "delete comments");
  state.comments.remove(comment);
  touchIssue(writer, comment, "comment_deleted");
}

/** The issue counts as updated; webhooks get only an event of the comment. */
function touchIssue({ state, actor }: Writer, comment: StoredComment, event: CommentEvent): void {
  const issue = commit(state, requireIssue(state, comment.issueId), { actor, fields: {}, items: [] });
  announceComment(state, { issue, comment }, { event });
}

function propertiesOf(body: RawRecord): ReadonlyMap<string, unknown> {
  const entries = recordsAt(body, "properties").map((entry) => [textAt(entry, "key") ?? "", entry["value"]] as const);
  for (const [key, value] of entries) checkProperty(key, value);
  return new Map(entries);
}
