import type { RawRecord } from "../data.ts";
import { commit, item, NOTHING } from "./change.ts";
import { refuse, refuseFields } from "./failure.ts";
import { requireWritable, type Writer } from "./issue-access.ts";
import { numberAt, recordAt, textAt } from "../record.ts";
import type { StoredIssue } from "./stored-issue.ts";

/**
 * Stores a remote link under its `globalId`, or a new one. Absent members become null. Even an identical link leaves a
 * changelog line with equal ends and a new `updated`, as seen on Cloud.
 */
export function putRemoteLink(
  writer: Writer,
  issue: StoredIssue,
  body: RawRecord,
): { link: RawRecord; created: boolean } {
  const { state, actor } = writer;
  requireWritable(state, issue.projectKey, "link issues");
  const object = recordAt(body, "object");
  if (object === null || textAt(object, "url") === null || textAt(object, "title") === null) {
    throw refuseFields({ object: "'url' and 'title' are required." });
  }
  const globalId = textAt(body, "globalId");
  if ((globalId?.length ?? 0) > 255) throw refuse(400, "The globalId cannot be longer than 255 characters.");
  const links = state.remoteLinks.get(issue.id) ?? [];
  const known = globalId === null ? undefined : links.find((link) => textAt(link, "globalId") === globalId);
  const id = numberAt(known, "id") ?? Number(state.ids.next());
  const link = {
    id,
    self: `${state.baseUrl}/rest/api/3/issue/${issue.key}/remotelink/${id}`,
    globalId,
    application: recordAt(body, "application") ?? {},
    relationship: textAt(body, "relationship"),
    object: {
      url: object["url"],
      title: object["title"],
      summary: object["summary"] ?? null,
      icon: object["icon"] ?? {},
      status: object["status"] ?? {},
    },
  };
  state.remoteLinks.set(issue.id, [...links.filter((other) => other !== known), link]);
  const side = { id: String(id), text: `This issue links to "${textAt(object, "title")}"` };
  const line = item({ field: "RemoteIssueLink", fieldtype: "jira" }, known === undefined ? NOTHING : side, side);
  commit(state, issue, { actor, fields: {}, items: [line], kind: "issue_updated" });
  return { link, created: known === undefined };
}
