import { requireIssue, requireWritable, type Writer } from "./issue-access.ts";
import { announceComment } from "./hooks/comment-events.ts";
import { announceDeleted } from "./hooks/issue-events.ts";
import { announceLink } from "./hooks/link-events.ts";
import { otherLinks } from "./link-writes.ts";
import { recordAt, recordsAt, textAt } from "../record.ts";

/**
 * Deletes an issue with its comments and links; the other ends, hidden ones too, lose the link without a changelog
 * entry or a new `updated`. Webhooks get the issue first, then its links and comments.
 */
export function deleteIssue({ state, actor }: Writer, idOrKey: string): void {
  const issue = requireIssue(state, idOrKey);
  requireWritable(state, issue.projectKey, "delete issues");
  const now = state.runtime.clock();
  announceDeleted(state, { issue, actor });
  for (const link of recordsAt(issue.fields, "issuelinks")) {
    const id = textAt(link, "id") ?? "";
    const inward = textAt(link, "inwardIssue", "id");
    const other = inward ?? textAt(link, "outwardIssue", "id") ?? "";
    const [source, destination] = inward === null ? ([issue.id, other] as const) : ([other, issue.id] as const);
    const ends = { id, type: recordAt(link, "type"), source, destination };
    announceLink(state, ends, { event: "issuelink_deleted", flow: "Secondary" });
    const end = state.store.evenHidden(other);
    if (end !== null) state.store.put({ ...end, fields: { ...end.fields, issuelinks: otherLinks(end, id) } }, now);
  }
  for (const comment of state.comments.of(issue.id)) {
    announceComment(state, { issue, comment }, { event: "comment_deleted", flow: "Secondary" });
  }
  state.comments.removeAll(issue.id);
  state.properties.delete(issue.id);
  state.remoteLinks.delete(issue.id);
  state.store.remove(issue.id, now);
}
