import type { Issue } from "./entity.ts";
import { refuse } from "./failure.ts";
import { announceDeleted, announceTransferred, hookIssueRow } from "./hooks/issue-events.ts";
import { now, type HostState } from "./host-state.ts";
import { nodeIdFor } from "./identity.ts";
import type { RepositoryIndex } from "./repository-index.ts";

type Transfer = { readonly target: RepositoryIndex; readonly actor: string };

/**
 * Moves an issue to another repository: it gets a new number and new ids there, takes comments, history, relations
 * and its place in projects with it, and keeps labels and milestone if the other repository has ones of the same name.
 * @throws GithubError 422 for a pull request
 */
export function transferIssue(state: HostState, issue: Issue, { target, actor }: Transfer): Issue {
  if (issue.pull !== null) throw refuse(422, "Pull requests cannot be transferred");
  const at = now(state);
  const left = hookIssueRow(state, issue);
  const id = state.ids.next();
  const milestone = state.repositories.of(issue.repository).milestone(issue.milestone);
  const moved: Issue = {
    ...issue,
    id,
    nodeId: nodeIdFor("I", id),
    repository: target.repository,
    number: state.issues.nextNumber(target.repository),
    labels: issue.labels.filter((name) => target.label(name) !== null),
    milestone: milestone === null ? null : (target.milestoneTitled(milestone.title)?.number ?? null),
    updatedAt: at,
  };
  state.issues.put(moved, at);
  state.issues.remove(issue, { at, movedTo: moved });
  state.comments.move(issue.id, id);
  state.events.move(issue.id, id);
  state.events.add(moved, { name: "transferred", actor, createdAt: at, from: issue.repository });
  state.relations.rename(issue.id, id);
  state.projects.move(issue.id, id);
  announceTransferred(state, { left, from: issue.repository, issue: moved, actor });
  return moved;
}

/** Deletes an issue with its comments, relations and projects' items; its address answers 410 from now on. */
export function deleteIssue(state: HostState, issue: Issue, actor: string): void {
  announceDeleted(state, { issue, actor });
  for (const comment of state.comments.of(issue.id)) state.comments.remove(comment);
  state.relations.forget(issue.id);
  state.projects.forget(issue.id);
  state.issues.remove(issue, { at: now(state), movedTo: null });
}
