import type { RawRecord, IssueAddress } from "../data.ts";
import { changeIssue, type IssueChange } from "./change-issue.ts";
import { addComment, deleteComment, editComment } from "./comment-writes.ts";
import { createIssue } from "./create-issue.ts";
import { addBlocker, addSubIssue, removeBlocker, removeSubIssue } from "./edge-writes.ts";
import type { Comment, Issue, Milestone, StateReason } from "./entity.ts";
import { refuse } from "./failure.ts";
import { now, type HostState } from "./host-state.ts";
import { markDuplicate } from "./mark-duplicate.ts";
import { changeMilestone, createMilestone, deleteMilestone, type MilestoneChange } from "./milestone-writes.ts";
import type { RepositoryIndex } from "./repository-index.ts";
import { commentRow } from "./rows/comment-row.ts";
import { issueRow } from "./rows/issue-row.ts";
import { deleteIssue, transferIssue } from "./transfer.ts";

export type NewIssueText = {
  readonly title: string;
  readonly body?: string;
  readonly labels?: readonly string[];
  /** Its title. */
  readonly milestone?: string;
  readonly assignees?: readonly string[];
};

/** Actions of people on the web pages. `by` is the actor. Unknown addresses throw, because the test is wrong. */
export type GithubPeople = ReturnType<typeof createPeople>;

const SOMEBODY = "octocat";

export function createPeople(state: HostState, by: string = SOMEBODY) {
  const edit = (address: IssueAddress, change: IssueChange): void => {
    changeIssue(state, issueAt(state, address), { change, actor: by });
  };
  const edge = (address: IssueAddress, other: IssueAddress) => {
    if (!state.release.isWhole) throw refuse(404, `GitHub Enterprise Server ${state.release.version} has no relations`);
    return { issue: issueAt(state, address), other: issueAt(state, other), actor: by };
  };
  return {
    /** The same actions under another login. */
    as: (login: string) => createPeople(state, login),

    /** @returns the address of the new issue */
    createIssue: (repository: string, content: NewIssueText): IssueAddress => {
      const index = indexNamed(state, repository);
      const { title, body = null, labels = [], assignees = [] } = content;
      const milestone =
        content.milestone === undefined ? null : milestoneAt(state, repository, content.milestone).number;
      return addressOf(createIssue(state, index.repository, { title, body, labels, milestone, assignees, author: by }));
    },
    edit,
    close: (address: IssueAddress, reason: StateReason = "completed") =>
      edit(address, { state: "closed", stateReason: reason }),
    closeAsDuplicate: (address: IssueAddress, original: IssueAddress) =>
      edit(address, { state: "closed", stateReason: "duplicate", duplicateOf: edge(address, original).other.id }),
    markDuplicate: (address: IssueAddress, original: IssueAddress) =>
      markDuplicate(state, { issue: issueAt(state, address), original: issueAt(state, original), actor: by }, true),
    unmarkDuplicate: (address: IssueAddress, original: IssueAddress) =>
      markDuplicate(state, { issue: issueAt(state, address), original: issueAt(state, original), actor: by }, false),
    /** GitHub closes the issue, and keeps it. */
    convertToDiscussion: (address: IssueAddress) => {
      edit(address, { state: "closed", stateReason: "completed" });
      const event = { name: "converted_to_discussion", actor: by, createdAt: now(state) };
      state.events.add(issueAt(state, address), event);
    },
    reopen: (address: IssueAddress) => edit(address, { state: "open" }),
    addLabel: (address: IssueAddress, label: string) =>
      edit(address, { labels: [...issueAt(state, address).labels, label] }),
    removeLabel: (address: IssueAddress, label: string) =>
      edit(address, { labels: issueAt(state, address).labels.filter((name) => name !== label) }),
    /** By title; null takes the issue out of its milestone. */
    setMilestone: (address: IssueAddress, title: string | null) =>
      edit(address, {
        milestone: title === null ? null : milestoneAt(state, address.repository, title).number,
      }),
    transfer: (address: IssueAddress, repository: string): IssueAddress =>
      addressOf(transferIssue(state, issueAt(state, address), { target: indexNamed(state, repository), actor: by })),
    delete: (address: IssueAddress) => deleteIssue(state, issueAt(state, address), by),

    /** @returns the comment's id */
    comment: (address: IssueAddress, body: string): number =>
      addComment(state, issueAt(state, address), { body, author: by }).id,
    editComment: (id: number, body: string): void => {
      editComment(state, commentWith(state, id), { body, author: by });
    },
    deleteComment: (id: number) => deleteComment(state, commentWith(state, id), by),

    /** The first issue is blocked by the second. */
    block: (address: IssueAddress, blocker: IssueAddress) => addBlocker(state, edge(address, blocker)),
    unblock: (address: IssueAddress, blocker: IssueAddress) => removeBlocker(state, edge(address, blocker)),
    addSubIssue: (parent: IssueAddress, child: IssueAddress) =>
      addSubIssue(state, { ...edge(parent, child), replaceParent: false }),
    removeSubIssue: (parent: IssueAddress, child: IssueAddress) => removeSubIssue(state, edge(parent, child)),

    /** @returns the milestone's number */
    createMilestone: (repository: string, change: MilestoneChange & { readonly title: string }): number =>
      createMilestone(state, indexNamed(state, repository), { change, actor: by }).number,
    editMilestone: (repository: string, title: string, change: MilestoneChange): void => {
      changeMilestone(state, milestoneAt(state, repository, title), { change, actor: by });
    },
    deleteMilestone: (repository: string, title: string): void =>
      deleteMilestone(state, milestoneAt(state, repository, title), by),

    openPull: (repository: string, { title, body, head }: NewPullText): IssueAddress => {
      const pull = { headRef: head, baseRef: "main", isDraft: false, mergedAt: null, mergedBy: null };
      const content = { title, body: body ?? null, labels: [], milestone: null, assignees: [], author: by, pull };
      return addressOf(createIssue(state, indexNamed(state, repository).repository, content));
    },
    /** Merges a pull request, which closes the issues it says it closes. */
    mergePull: (address: IssueAddress): void => mergePull(state, issueAt(state, address), by),

    /** `owner/name` of every repository, as they are called now, in order of their ids. */
    repositories: (): readonly string[] =>
      [...state.repositories.all()]
        .map(({ repository }) => repository)
        .toSorted((a, b) => a.id - b.id)
        .map(({ fullName }) => fullName),
    /** The issue as REST shows it; null if it or its repository does not exist. */
    issue: (address: IssueAddress): RawRecord | null => {
      const index = state.repositories.named(address.repository);
      if (index === null) return null;
      const found = state.issues.find(index.repository, address.number);
      return found.at === "here" ? issueRow(state, found.issue) : null;
    },
    /** All issues and pull requests of a repository, oldest first. */
    issues: (repository: string): readonly RawRecord[] =>
      state.issues.sorted(indexNamed(state, repository).repository, "created").map((issue) => issueRow(state, issue)),
    comments: (address: IssueAddress): readonly RawRecord[] =>
      state.comments.of(issueAt(state, address).id).map((comment) => commentRow(state, comment)),
  };
}

type NewPullText = { readonly title: string; readonly body?: string; readonly head: string };

function mergePull(state: HostState, issue: Issue, actor: string): void {
  if (issue.pull === null) throw new Error(`${issue.repository.fullName}#${issue.number} is no pull request`);
  const at = now(state);
  state.issues.put({ ...issue, pull: { ...issue.pull, mergedAt: at, mergedBy: actor } }, at);
  const merged = state.issues.byId(issue.id) ?? issue;
  changeIssue(state, merged, { change: { state: "closed" }, actor });
  for (const id of state.relations.closedBy(issue.id)) {
    const closed = state.issues.byId(id);
    if (closed !== null) changeIssue(state, closed, { change: { state: "closed", stateReason: "completed" }, actor });
  }
}

/** @throws Error if none has this name */
export function indexNamed(state: HostState, repository: string): RepositoryIndex {
  const index = state.repositories.named(repository);
  if (index === null) throw new Error(`There is no repository ${repository}`);
  return index;
}

function issueAt(state: HostState, { repository, number }: IssueAddress): Issue {
  const found = state.issues.find(indexNamed(state, repository).repository, number);
  if (found.at !== "here") throw new Error(`There is no issue ${repository}#${number}`);
  return found.issue;
}

function commentWith(state: HostState, id: number): Comment {
  const comment = state.comments.byId(id);
  if (comment === null) throw new Error(`There is no comment ${id}`);
  return comment;
}

function milestoneAt(state: HostState, repository: string, title: string): Milestone {
  const milestone = indexNamed(state, repository).milestoneTitled(title);
  if (milestone === null) throw new Error(`${repository} has no milestone ${title}`);
  return milestone;
}

function addressOf({ repository, number }: Issue): IssueAddress {
  return { repository: repository.fullName, number };
}
