import { html, NOTHING, type Markup } from "../../html/markup.ts";
import type { Issue, IssueEvent } from "../entity.ts";
import { readableIssues, type HostState } from "../host-state.ts";
import { accountLink, dayOf, issueLine } from "./parts.ts";

/** One line of an issue's history on the page; empty for kinds of events that the page omits. */
export function eventLine(state: HostState, issue: Issue, event: IssueEvent): Markup {
  const words = wordsFor(event);
  if (words === null) return NOTHING;
  const [other] = event.subject === undefined ? [] : readableIssues(state, [event.subject]);
  const end = other === undefined ? NOTHING : issueLine(state, issue.repository, other);
  return html`<div class="event">${accountLink(state, event.actor)} ${words} ${end} on ${dayOf(event.createdAt)}</div>`;
}

function wordsFor({ name, stateReason, milestoneTitle, rename, label, from }: IssueEvent): Markup | null {
  switch (name) {
    case "closed":
      return html`closed this as ${(stateReason ?? "completed").replaceAll("_", " ")}`;
    case "reopened":
      return html`reopened this`;
    case "milestoned":
      return html`added this to the <b>${milestoneTitle ?? ""}</b> milestone`;
    case "demilestoned":
      return html`removed this from the <b>${milestoneTitle ?? ""}</b> milestone`;
    case "labeled":
      return html`added the <b>${label ?? ""}</b> label`;
    case "unlabeled":
      return html`removed the <b>${label ?? ""}</b> label`;
    case "renamed":
      return html`changed the title <s>${rename?.from ?? ""}</s> to <b>${rename?.to ?? ""}</b>`;
    case "cross-referenced":
      return html`mentioned this in`;
    case "blocked_by_added":
      return html`marked this as blocked by`;
    case "blocked_by_removed":
      return html`removed the blocker`;
    case "blocking_added":
      return html`marked this as blocking`;
    case "blocking_removed":
      return html`no longer has this blocking`;
    case "sub_issue_added":
      return html`added the sub-issue`;
    case "sub_issue_removed":
      return html`removed the sub-issue`;
    case "marked_as_duplicate":
      return html`marked a duplicate:`;
    case "unmarked_as_duplicate":
      return html`unmarked a duplicate:`;
    case "transferred":
      return html`transferred this from <b>${from?.fullName ?? ""}</b>`;
    case "parent_issue_added":
      return html`added the parent issue`;
    case "parent_issue_removed":
      return html`removed the parent issue`;
    default:
      return null;
  }
}
