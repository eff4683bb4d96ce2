import type { RawRecord } from "../../data.ts";
import type { StoredComment } from "../comment-store.ts";
import type { SiteState } from "../site-state.ts";
import type { StoredIssue } from "../stored-issue.ts";
import { announce, type WebhookEvent } from "./announce.ts";

type Commented = { readonly issue: StoredIssue; readonly comment: StoredComment };

export type CommentEvent = "comment_created" | "comment_updated" | "comment_deleted";

type Telling = { readonly event: CommentEvent; readonly flow?: WebhookEvent["flow"] };

const SHOWN = ["summary", "issuetype", "project", "assignee", "priority", "status"];

/** Sends the comment and a few fields of its issue, without an actor. The update of the issue has no separate event. */
export function announceComment(
  state: SiteState,
  { issue, comment }: Commented,
  { event, flow = "Primary" }: Telling,
): void {
  const body = (): RawRecord => {
    const { id, self, key, fields } = state.view.issue(issue, { fields: SHOWN, expand: new Set(), properties: [] });
    // Data Center sends the comment alone.
    if (state.dataCenter !== null) return { comment: comment.record };
    return { comment: comment.record, issue: { id, self, key, fields } };
  };
  announce(state, { event, issue, flow, body });
}
