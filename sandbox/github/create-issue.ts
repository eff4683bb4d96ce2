import { followBody } from "./change-issue.ts";
import type { Issue, PullDetails, Repository } from "./entity.ts";
import { announceOpened } from "./hooks/issue-events.ts";
import { now, type HostState } from "./host-state.ts";
import { nodeIdFor } from "./identity.ts";
import { labelNamed } from "./label-writes.ts";

export type NewIssue = {
  readonly title: string;
  readonly body: string | null;
  readonly labels: readonly string[];
  readonly milestone: number | null;
  readonly assignees: readonly string[];
  readonly author: string;
  readonly pull?: Omit<PullDetails, "id">;
};

/** Opens an issue (or pull request) under the repository's next number. */
export function createIssue(state: HostState, repository: Repository, content: NewIssue): Issue {
  const { pull: pullContent, ...rest } = content;
  const at = now(state);
  const id = state.ids.next();
  const pull = pullContent === undefined ? null : { id: state.ids.next(), ...pullContent };
  const index = state.repositories.of(repository);
  const issue: Issue = {
    kind: "issue",
    id,
    nodeId: pull === null ? nodeIdFor("I", id) : nodeIdFor("PR", pull.id),
    repository,
    number: state.issues.nextNumber(repository),
    ...rest,
    labels: [...new Set(content.labels.map((name) => labelNamed(state, index, { name, by: content.author }).name))],
    assignees: [...new Set(content.assignees)],
    state: "open",
    stateReason: null,
    type: null,
    createdAt: at,
    updatedAt: at,
    closedAt: null,
    closedBy: null,
    duplicateOf: null,
    pull,
    raw: {},
  };
  state.issues.put(issue, at);
  const first = { actor: content.author, createdAt: at };
  for (const label of issue.labels) state.events.add(issue, { name: "labeled", label, ...first });
  const milestone = index.milestone(issue.milestone);
  if (milestone !== null) state.events.add(issue, { name: "milestoned", milestoneTitle: milestone.title, ...first });
  followBody(state, issue, content.author);
  announceOpened(state, { issue, actor: content.author });
  return issue;
}
