import type { RawRecord } from "../../data.ts";
import { textAt } from "../../record.ts";
import type { SiteState } from "../site-state.ts";
import { sprintRow } from "../sprint-row.ts";
import { announce } from "./announce.ts";

export function announceSprintCreated(state: SiteState, sprint: RawRecord): void {
  announce(state, { event: "sprint_created", issue: null, body: () => ({ sprint: sprintRow(sprint, state.baseUrl) }) });
}

export function announceSprintDeleted(state: SiteState, sprint: RawRecord): void {
  announce(state, { event: "sprint_deleted", issue: null, body: () => ({ sprint: sprintRow(sprint, state.baseUrl) }) });
}

/**
 * Jira sends a starting sprint as started and as updated, an ending one as closed, other changes as updated; only an
 * update contains the former values. No event names the issues of the sprint or who changed it.
 */
export function announceSprintChanged(state: SiteState, before: RawRecord, after: RawRecord): void {
  const sprint = sprintRow(after, state.baseUrl);
  const reached = textAt(before, "state") === textAt(after, "state") ? null : textAt(after, "state");
  if (reached === "closed") {
    announce(state, { event: "sprint_closed", issue: null, body: () => ({ sprint }) });
    return;
  }
  if (reached === "active") announce(state, { event: "sprint_started", issue: null, body: () => ({ sprint }) });
  const oldValue = sprintRow(before, state.baseUrl);
  announce(state, { event: "sprint_updated", issue: null, body: () => ({ sprint, oldValue }) });
}
