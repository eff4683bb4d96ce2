import { noSuchIssue, refuse } from "./failure.ts";
import type { Account } from "./account.ts";
import type { SiteState } from "./site-state.ts";
import type { StoredIssue } from "./stored-issue.ts";

/** The writing account and the issue. */
export type Writer = { readonly state: SiteState; readonly actor: Account };

/** The issue with an id, a key or an earlier key. @throws JiraError 404 */
export function requireIssue(state: SiteState, idOrKey: string): StoredIssue {
  const issue = state.store.find(idOrKey);
  if (issue === null) throw noSuchIssue();
  return issue;
}

/** @throws JiraError 403 if the account may not write to the project */
export function requireWritable(state: SiteState, projectKey: string, doing: string): void {
  if (state.switches.readOnlyProjects.has(projectKey)) {
    throw refuse(403, `You do not have permission to ${doing} in this project.`);
  }
}
