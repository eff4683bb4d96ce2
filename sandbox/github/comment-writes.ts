import { touch } from "./change-issue.ts";
import type { Comment, Issue } from "./entity.ts";
import { announceComment } from "./hooks/comment-events.ts";
import { now, type HostState } from "./host-state.ts";
import { nodeIdFor } from "./identity.ts";
import { noteReferences } from "./note-references.ts";

type Written = { readonly body: string; readonly author: string };

/** Every write of a comment counts as an update of its issue. */
export function addComment(state: HostState, issue: Issue, { body, author }: Written): Comment {
  const at = now(state);
  const id = state.ids.next();
  const nodeId = nodeIdFor("IC", id);
  const comment: Comment = {
    kind: "comment",
    id,
    nodeId,
    issueId: issue.id,
    body,
    author,
    createdAt: at,
    updatedAt: at,
  };
  state.comments.put(comment);
  const touched = touch(state, issue);
  noteReferences(state, { issue, text: body, actor: author });
  announceComment(state, { issue: touched, comment, actor: author }, { action: "created" });
  return comment;
}

export function editComment(state: HostState, comment: Comment, { body, author }: Written): Comment {
  if (body === comment.body) return comment;
  const edited = { ...comment, body, updatedAt: now(state) };
  state.comments.put(edited);
  const issue = state.issues.byId(comment.issueId);
  if (issue !== null) {
    const touched = touch(state, issue);
    noteReferences(state, { issue, text: body, actor: author });
    const changes = { body: { from: comment.body } };
    announceComment(state, { issue: touched, comment: edited, actor: author }, { action: "edited", changes });
  }
  return edited;
}

export function deleteComment(state: HostState, comment: Comment, actor: string): void {
  state.comments.remove(comment);
  const issue = state.issues.byId(comment.issueId);
  if (issue !== null) announceComment(state, { issue: touch(state, issue), comment, actor }, { action: "deleted" });
}
