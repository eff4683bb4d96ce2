import type { RawRecord } from "../data.ts";
import { commit, item, NOTHING, type Side } from "./change.ts";
import { refuse, refuseFields } from "./failure.ts";
import { requireWritable, type Writer } from "./issue-access.ts";
import { numberAt, recordAt, textAt } from "../record.ts";
import type { SiteState } from "./site-state.ts";
import type { StoredIssue } from "./stored-issue.ts";

/**
 * Stores a remote link under its `globalId`, or a new one. Absent members become null. Even an identical link leaves a
 * changelog line with equal ends and a new `updated`, as seen on Cloud. Jira sends no webhook (`setDispatchEvent(false)`
 * in Jira Server's DefaultRemoteIssueLinkManager).
 */
export function putRemoteLink(
  writer: Writer,
  issue: StoredIssue,
  body: RawRecord,
): { link: RawRecord & { readonly id: number }; created: boolean } {
  const { state } = writer;
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
  const before = known === undefined ? NOTHING : sideOf(state, known);
  note(writer, issue, { before, after: sideOf(state, link) });
  return { link, created: known === undefined };
}

/** Removes the remote links that fit; the changelog says so. @throws JiraError 404 if none does */
export function removeRemoteLinks(writer: Writer, issue: StoredIssue, fits: (link: RawRecord) => boolean): void {
  const { state } = writer;
  requireWritable(state, issue.projectKey, "link issues");
  const links = state.remoteLinks.get(issue.id) ?? [];
  const removed = links.filter(fits);
  if (removed.length === 0) throw refuse(404, "No remote issue link found.");
  state.remoteLinks.set(
    issue.id,
    links.filter((link) => !fits(link)),
  );
  for (const link of removed) note(writer, issue, { before: sideOf(state, link), after: NOTHING });
}

/** Jira Cloud renamed issues to work items, in its changelog too. */
function sideOf({ dataCenter }: SiteState, link: RawRecord): Side {
  const thing = dataCenter === null ? "work item" : "issue";
  const application = textAt(link, "application", "name") ?? "Web Link";
  return {
    id: String(numberAt(link, "id")),
    text: `This ${thing} links to "${textAt(link, "object", "title")} (${application})"`,
  };
}

type Sides = { readonly before: Side; readonly after: Side };

function note({ state, actor }: Writer, issue: StoredIssue, { before, after }: Sides): void {
  const field = state.dataCenter === null ? "RemoteWorkItemLink" : "RemoteIssueLink";
  const items = [item({ field, fieldtype: "jira" }, before, after)];
  commit(state, state.store.byId(issue.id) ?? issue, { actor, fields: {}, items });
}
