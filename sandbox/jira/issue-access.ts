import { noSuchIssue, refuse } from "./failure.ts";
import type { Account } from "./account.ts";
import { isPermitted, type Permission } from "./permissions.ts";
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

/** The permission that each write needs; the others need none that a test can withhold. */
const NEEDS: Readonly<Record<string, Permission>> = {
  "create issues": "CREATE_ISSUES",
  "edit issues": "EDIT_ISSUES",
  "comment on issues": "ADD_COMMENTS",
  "edit comments": "EDIT_OWN_COMMENTS",
};

/** @throws JiraError 403 if the account may not write to the project */
export function requireWritable(state: SiteState, projectKey: string, doing: string): void {
  const needed = NEEDS[doing];
  const isWithheld = needed !== undefined && !isPermitted(state, needed, projectKey);
  if (isWithheld || state.switches.readOnlyProjects.has(projectKey)) {
    throw refuse(403, `You do not have permission to ${doing} in this project.`);
  }
}
