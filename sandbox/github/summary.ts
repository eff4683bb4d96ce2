import type { Issue } from "./entity.ts";
import type { HostState } from "./host-state.ts";

/** Counts of children: how many there are and how many are closed. `percentCompleted` is a whole number. */
export function subIssuesSummary(state: HostState, issue: Issue) {
  const children = state.relations.childrenOf(issue.id);
  const completed = countClosed(state, children);
  const percentCompleted = children.length === 0 ? 0 : Math.floor((completed * 100) / children.length);
  return { total: children.length, completed, percentCompleted };
}

/** Counts of dependencies: the short names count only those whose other end is open. */
export function dependenciesSummary(state: HostState, issue: Issue) {
  const blockers = state.relations.blockersOf(issue.id);
  const blocked = state.relations.blockedBy(issue.id);
  return {
    blockedBy: blockers.length - countClosed(state, blockers),
    blocking: blocked.length - countClosed(state, blocked),
    totalBlockedBy: blockers.length,
    totalBlocking: blocked.length,
  };
}

function countClosed(state: HostState, ids: readonly number[]): number {
  let closed = 0;
  for (const id of ids) closed += state.issues.byId(id)?.state === "closed" ? 1 : 0;
  return closed;
}
