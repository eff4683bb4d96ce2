import type { Issue } from "./entity.ts";
import { invalid, refuse, type GithubError } from "./failure.ts";
import { announceDependency, announceFamily } from "./hooks/edge-events.ts";
import { now, type HostState } from "./host-state.ts";

const MOST_BLOCKERS = 50;
const MOST_CHILDREN = 100;
const DEEPEST_LEVEL = 8;

/** None of these writes changes `updatedAt` of either issue, so polls do not detect them. */
type Edge = { readonly issue: Issue; readonly other: Issue; readonly actor: string };

/** Makes `issue` blocked by `other`. @throws GithubError 422 if the rules of dependencies forbid it */
export function addBlocker(state: HostState, { issue, other, actor }: Edge): void {
  const { relations } = state;
  if (other.pull !== null || issue.pull !== null) throw refused("Pull requests cannot be part of a dependency");
  if (issue.id === other.id) throw refused("An issue cannot be blocked by itself");
  if (relations.blockersOf(issue.id).includes(other.id)) throw refused("The dependency already exists");
  if (reaches(other.id, issue.id, (id) => relations.blockersOf(id))) {
    throw refused("The dependency would create a circular chain");
  }
  if (Math.max(relations.blockersOf(issue.id).length, relations.blockedBy(other.id).length) >= MOST_BLOCKERS) {
    throw refused(`An issue cannot have more than ${MOST_BLOCKERS} dependencies`);
  }
  relations.addBlocker(issue.id, other.id);
  note(state, { issue, other, actor }, ["blocked_by_added", "blocking_added"]);
  announceDependency(state, { blocked: issue, blocker: other, actor }, "added");
}

/** @throws GithubError 404 without such a dependency */
export function removeBlocker(state: HostState, { issue, other, actor }: Edge): void {
  if (!state.relations.blockersOf(issue.id).includes(other.id)) throw refuse(404, "Not Found");
  state.relations.removeBlocker(issue.id, other.id);
  note(state, { issue, other, actor }, ["blocked_by_removed", "blocking_removed"]);
  announceDependency(state, { blocked: issue, blocker: other, actor }, "removed");
}

/** Makes `other` a child of `issue`. @throws GithubError 422 if the rules of sub-issues forbid it */
export function addSubIssue(state: HostState, edge: Edge & { readonly replaceParent: boolean }): void {
  const { issue, other, actor, replaceParent } = edge;
  const { relations } = state;
  if (other.repository.owner.toLowerCase() !== issue.repository.owner.toLowerCase()) {
    throw refused("Sub-issues must belong to the same owner as the parent issue");
  }
  if (other.pull !== null || issue.pull !== null) throw refused("Pull requests cannot be sub-issues");
  const before = relations.parentOf(other.id);
  if (before === issue.id) throw refused("Issue may not contain duplicate sub-issues");
  if (before !== null && !replaceParent) throw refused("Sub issue may only have one parent");
  if (issue.id === other.id || reaches(other.id, issue.id, (id) => relations.childrenOf(id))) {
    throw refused("Sub-issue would create a circular hierarchy");
  }
  if (relations.childrenOf(issue.id).length >= MOST_CHILDREN) {
    throw refused(`Parent cannot have more than ${MOST_CHILDREN} sub-issues`);
  }
  if (levelsAbove(state, issue.id) + levelsBelow(state, other.id) > DEEPEST_LEVEL) {
    throw refused(`Sub-issues cannot be nested more than ${DEEPEST_LEVEL} layers deep`);
  }
  const old = before === null ? null : state.issues.byId(before);
  if (old !== null) removeSubIssue(state, { issue: old, other, actor });
  relations.addChild(issue.id, other.id);
  note(state, { issue, other, actor }, ["sub_issue_added", "parent_issue_added"]);
  announceFamily(state, { parent: issue, child: other, actor }, "added");
}

/** @throws GithubError 404 if it is no child of the issue */
export function removeSubIssue(state: HostState, { issue, other, actor }: Edge): void {
  if (state.relations.parentOf(other.id) !== issue.id) throw refuse(404, "Not Found");
  state.relations.removeChild(issue.id, other.id);
  note(state, { issue, other, actor }, ["sub_issue_removed", "parent_issue_removed"]);
  announceFamily(state, { parent: issue, child: other, actor }, "removed");
}

function note(state: HostState, { issue, other, actor }: Edge, [here, there]: readonly [string, string]): void {
  const createdAt = now(state);
  state.events.add(issue, { name: here, actor, createdAt, subject: other.id });
  state.events.add(other, { name: there, actor, createdAt, subject: issue.id });
}

function refused(message: string): GithubError {
  return invalid({ resource: "Issue", field: "issue_id", code: "unprocessable", message });
}

function reaches(from: number, wanted: number, next: (id: number) => readonly number[]): boolean {
  const seen = new Set([from]);
  for (const id of seen) {
    if (id === wanted) return true;
    for (const further of next(id)) seen.add(further);
  }
  return false;
}

function levelsAbove(state: HostState, id: number): number {
  const parent = state.relations.parentOf(id);
  return parent === null ? 1 : 1 + levelsAbove(state, parent);
}

function levelsBelow(state: HostState, id: number): number {
  return 1 + Math.max(0, ...state.relations.childrenOf(id).map((child) => levelsBelow(state, child)));
}
