import type { GithubRepoData, IssueAddress } from "../../data.ts";
import { textAt } from "../../record.ts";
import { closingReferences } from "../closing-references.ts";
import type { Issue } from "../entity.ts";
import type { HostState } from "../host-state.ts";

/** Reads the relations of a repository's issues. Skips edges to issues outside of the data. */
export function loadEdges(state: HostState, fullName: string, data: GithubRepoData): void {
  for (const { number, blocked_by: blockers } of data.dependencies) {
    const issue = at(state, { repository: fullName, number });
    for (const address of blockers) {
      const blocker = at(state, address);
      if (issue !== null && blocker !== null) state.relations.addBlocker(issue.id, blocker.id);
    }
  }
  for (const { number, sub_issues: children } of data.subIssues) {
    const parent = at(state, { repository: fullName, number });
    for (const address of children) adopt(state, parent, at(state, address));
  }
  for (const raw of data.issues) {
    const found = /\/repos\/([^/]+\/[^/]+)\/issues\/(\d+)$/.exec(textAt(raw, "parent_issue_url") ?? "");
    const child = at(state, { repository: fullName, number: Number(raw["number"]) });
    if (found !== null) adopt(state, at(state, { repository: found[1] ?? "", number: Number(found[2]) }), child);
  }
  linkPulls(state, fullName);
}

function adopt(state: HostState, parent: Issue | null, child: Issue | null): void {
  if (parent !== null && child !== null && state.relations.parentOf(child.id) === null) {
    state.relations.addChild(parent.id, child.id);
  }
}

function linkPulls(state: HostState, fullName: string): void {
  const index = state.repositories.named(fullName);
  const pulls = index === null ? [] : state.issues.sorted(index.repository, "created", "pull");
  for (const issue of pulls) state.relations.setClosed(issue.id, closingReferences(state, issue));
}

function at(state: HostState, { repository, number }: IssueAddress): Issue | null {
  const index = state.repositories.named(repository);
  const found = index === null ? null : state.issues.find(index.repository, number);
  return found?.at === "here" ? found.issue : null;
}
