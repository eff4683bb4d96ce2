import type { Comment, Issue, IssueEvent } from "./entity.ts";
import type { HostState } from "./host-state.ts";

/** Events and comments of an issue, oldest first. */
export function historyOf(state: HostState, issue: Issue): readonly (IssueEvent | Comment)[] {
  const entries = [...state.events.of(issue.id), ...state.comments.of(issue.id)];
  return entries.toSorted((a, b) => a.createdAt - b.createdAt || a.id - b.id);
}
