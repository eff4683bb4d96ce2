import type { RawRecord } from "../data.ts";
import { named } from "./catalogue.ts";
import { commit, item, NOTHING } from "./change.ts";
import { refuse } from "./failure.ts";
import { requireIssue, requireWritable, type Writer } from "./issue-access.ts";
import { announceLink, type LinkEnds } from "./hooks/link-events.ts";
import { recordAt, recordsAt, textAt } from "../record.ts";
import type { SiteState } from "./site-state.ts";
import type { StoredIssue } from "./stored-issue.ts";

/** `source` {type.outward} `destination`. */
export type NewLink = { readonly type: RawRecord; readonly source: string; readonly destination: string };

/** A link with both its ends as issue ids, as far as they are on this site. */
export type FoundLink = { readonly link: RawRecord; readonly source: RawRecord; readonly destination: RawRecord };

/** The link type a body names by id or name. @throws JiraError 404 */
export function linkTypeOf(state: SiteState, wanted: unknown): RawRecord {
  const name = textAt(wanted, "id") ?? textAt(wanted, "name") ?? "";
  const type = named(state.catalogue.linkTypes, name);
  if (type === null) throw refuse(404, `No issue link type with name '${name}' found.`);
  return type;
}

/** Links two issues; keeps an existing link. Both ends change. @returns the link's id */
export function addLink({ state, actor }: Writer, { type, source, destination }: NewLink): string {
  const from = requireIssue(state, source);
  const to = requireIssue(state, destination);
  requireWritable(state, from.projectKey, "link issues");
  if (from.id === to.id) throw refuse(400, "You cannot link an issue to itself.");
  const typeId = textAt(type, "id");
  const known = recordsAt(from.fields, "issuelinks").find(
    (link) => textAt(link, "type", "id") === typeId && textAt(link, "outwardIssue", "id") === to.id,
  );
  if (known !== undefined) return textAt(known, "id") ?? "";
  const id = state.ids.next();
  const common = { id, self: `${state.baseUrl}/rest/api/3/issueLink/${id}`, type };
  const extended = (issue: StoredIssue, link: RawRecord) => ({
    issuelinks: [...recordsAt(issue.fields, "issuelinks"), link],
  });
  const line = (other: StoredIssue, wording: "inward" | "outward") =>
    item(LINK, NOTHING, { id: other.key, text: `This issue ${textAt(type, wording)} ${other.key}` });
  commit(state, from, {
    actor,
    fields: extended(from, { ...common, outwardIssue: state.view.brief(to) }),
    items: [line(to, "outward")],
  });
  commit(state, to, {
    actor,
    fields: extended(to, { ...common, inwardIssue: state.view.brief(from) }),
    items: [line(from, "inward")],
  });
  announceLink(state, { id, type, source: from.id, destination: to.id }, { event: "issuelink_created" });
  return id;
}

const LINK = { field: "Link", fieldtype: "jira" };

/** A link by its id, or null. */
export function findLink(state: SiteState, id: string): FoundLink | null {
  for (const issue of state.store.all()) {
    const link = recordsAt(issue.fields, "issuelinks").find((candidate) => textAt(candidate, "id") === id);
    if (link !== undefined) {
      const inward = recordAt(link, "inwardIssue");
      const other = inward ?? recordAt(link, "outwardIssue") ?? {};
      const here = state.view.brief(issue);
      const there = state.store.byId(textAt(other, "id") ?? "");
      const end = there === null ? other : state.view.brief(there);
      return inward === null ? { link, source: here, destination: end } : { link, source: end, destination: here };
    }
  }
  return null;
}

/** Removes a link from both its ends. @throws JiraError 404 */
export function removeLink({ state, actor }: Writer, id: string): void {
  const found = findLink(state, id);
  if (found === null) throw refuse(404, `No issue link with id '${id}' exists.`);
  const ends = [
    { own: found.source, other: found.destination, wording: "outward" as const },
    { own: found.destination, other: found.source, wording: "inward" as const },
  ];
  for (const { own, other, wording } of ends) {
    const issue = state.store.evenHidden(textAt(own, "id") ?? "");
    if (issue !== null) {
      requireWritable(state, issue.projectKey, "link issues");
      const key = textAt(other, "key");
      const text = `This issue ${textAt(found.link, "type", wording)} ${key}`;
      commit(state, issue, {
        actor,
        fields: { issuelinks: otherLinks(issue, id) },
        items: [item(LINK, { id: key, text }, NOTHING)],
      });
    }
  }
  announceLink(state, endsOf(id, found), { event: "issuelink_deleted" });
}

function endsOf(id: string, { link, source, destination }: FoundLink): LinkEnds {
  return {
    id,
    type: recordAt(link, "type"),
    source: textAt(source, "id") ?? "",
    destination: textAt(destination, "id") ?? "",
  };
}

/** The links of an issue without one of them. */
export function otherLinks(issue: StoredIssue, id: string): readonly RawRecord[] {
  return recordsAt(issue.fields, "issuelinks").filter((link) => textAt(link, "id") !== id);
}
