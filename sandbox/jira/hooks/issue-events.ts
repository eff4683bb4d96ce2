import type { RawRecord } from "../../data.ts";
import { textAt } from "../../record.ts";
import { userRecord, type Account } from "../account.ts";
import type { SiteState } from "../site-state.ts";
import type { StoredIssue } from "../stored-issue.ts";
import { announce } from "./announce.ts";

/** Actor and result of a change. */
type Changed = { readonly issue: StoredIssue; readonly actor: Account };

/** How Jira names the kind of an update; the list is open, these are the ones seen on Cloud. */
export type UpdateKind = "issue_updated" | "issue_generic" | "issue_assigned" | "issue_moved";

/** An edit by fields: assigning the issue has a name of its own. */
export function kindOfEdit(items: readonly RawRecord[]): UpdateKind {
  return items.some((item) => textAt(item, "field") === "assignee") ? "issue_assigned" : "issue_updated";
}

export function announceCreated(state: SiteState, { issue, actor }: Changed): void {
  const body = () => ({ issue_event_type_name: "issue_created", ...who(state, actor), ...what(state, issue) });
  announce(state, { event: "jira:issue_created", issue, body });
}

type Update = Changed & { readonly kind: UpdateKind; readonly history: RawRecord };

/** @param update `history`: the entry of the changelog */
export function announceUpdated(state: SiteState, { issue, actor, kind, history }: Update): void {
  const changelog = { id: history["id"], items: history["items"] };
  const body = () => ({ issue_event_type_name: kind, ...who(state, actor), ...what(state, issue), changelog });
  announce(state, { event: "jira:issue_updated", issue, body });
}

/** Call it before deleting the issue: the body contains it completely. It has no `issue_event_type_name`. */
export function announceDeleted(state: SiteState, { issue, actor }: Changed): void {
  announce(state, {
    event: "jira:issue_deleted",
    issue,
    body: () => ({ ...who(state, actor), ...what(state, issue) }),
  });
}

function who(state: SiteState, actor: Account): RawRecord {
  return { user: userRecord(actor, state.baseUrl) };
}

function what(state: SiteState, issue: StoredIssue): RawRecord {
  const choice = { fields: ["*all", "-comment"], expand: new Set<string>(), properties: [] };
  const { id, self, key, fields } = state.view.issue(issue, choice);
  return { issue: { id, self, key, fields } };
}
