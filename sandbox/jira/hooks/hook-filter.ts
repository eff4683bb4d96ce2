import { textAt } from "../../record.ts";
import { JiraError } from "../failure.ts";
import { compile } from "../jql/compile.ts";
import { parseJql } from "../jql/parse.ts";
import type { Test } from "../jql/term.ts";
import type { SiteState } from "../site-state.ts";
import type { StoredIssue } from "../stored-issue.ts";
import type { Hook } from "./hook-registry.ts";

type Filters = Pick<Hook, "filters">;

/** The filter of a webhook's JQL. @throws JiraError 400 for JQL that is wrong */
export function hookFilter(state: SiteState, { filters }: Filters): Test {
  const { where } = parseJql(textAt(filters, "issue-related-events-section") ?? "");
  if (where === null) return () => true;
  const { catalogue, store, account } = state;
  const { timeZone, accountId } = account;
  return compile(where, { catalogue, store, now: state.runtime.clock(), timeZone, accountId });
}

/** Applies to the present issue, not to the state of search. */
export function concerns(state: SiteState, hook: Filters, issue: StoredIssue): boolean {
  try {
    return hookFilter(state, hook)(issue);
  } catch (error) {
    // A name in the JQL no longer exists: the filter matches nothing, and the write continues.
    if (error instanceof JiraError) return false;
    throw error;
  }
}
