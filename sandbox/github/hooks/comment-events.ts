import type { RawRecord } from "../../data.ts";
import type { Comment, Issue } from "../entity.ts";
import type { HostState } from "../host-state.ts";
import { commentRow } from "../rows/comment-row.ts";
import { announce } from "./announce.ts";
import { hookIssueRow } from "./issue-events.ts";

type Commented = { readonly issue: Issue; readonly comment: Comment; readonly actor: string };

type What = { readonly action: "created" | "edited" | "deleted"; readonly changes?: RawRecord };

/** GitHub sends comments on pull requests in the same way: their issue has a member `pull_request`. */
export function announceComment(state: HostState, commented: Commented, { action, changes }: What): void {
  const { issue, comment, actor } = commented;
  const body = () => ({
    ...(changes !== undefined && { changes }),
    issue: hookIssueRow(state, issue),
    comment: commentRow(state, comment),
  });
  announce(state, { repository: issue.repository, event: "issue_comment", action, sender: actor, body });
}
