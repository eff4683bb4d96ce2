import { closingReferences } from "./closing-references.ts";
import type { Issue, StateReason } from "./entity.ts";
import type { NewEvent } from "./event-store.ts";
import { announceChanged } from "./hooks/issue-events.ts";
import { now, type HostState } from "./host-state.ts";
import { labelNamed } from "./label-writes.ts";
import { noteReferences } from "./note-references.ts";

/** Fields of an edit; absent ones stay. */
export type IssueChange = {
  readonly title?: string;
  readonly body?: string | null;
  readonly state?: "open" | "closed";
  readonly stateReason?: StateReason | null;
  readonly duplicateOf?: number | null;
  readonly labels?: readonly string[];
  readonly milestone?: number | null;
  readonly assignees?: readonly string[];
};

type Edit = { readonly change: IssueChange; readonly actor: string };

/** Applies an edit, adds it to the history and sets `updatedAt`; an edit without changes has no effect. */
export function changeIssue(state: HostState, issue: Issue, { change, actor }: Edit): Issue {
  const at = now(state);
  const index = state.repositories.of(issue.repository);
  const labels = change.labels?.map((name) => labelNamed(state, index, { name, by: actor }).name);
  const next: Issue = {
    ...issue,
    ...(change.title !== undefined && { title: change.title }),
    ...(change.body !== undefined && { body: change.body }),
    ...(change.milestone !== undefined && { milestone: change.milestone }),
    ...(change.assignees !== undefined && { assignees: [...new Set(change.assignees)] }),
    ...(labels !== undefined && { labels: [...new Set(labels)] }),
    ...standing(issue, change, { at, actor }),
  };
  const events = differences(state, issue, next).map((event) => ({ ...event, actor, createdAt: at }));
  if (events.length === 0 && next.body === issue.body) return issue;
  const stored = { ...next, updatedAt: at };
  state.issues.put(stored, at);
  for (const event of events) state.events.add(issue, event);
  if (next.body !== issue.body) followBody(state, stored, actor);
  announceChanged(state, { before: issue, issue: stored, actor }, events);
  return stored;
}

/** Effects of a new text: references to other issues and, for a pull request, the issues it closes. */
export function followBody(state: HostState, issue: Issue, actor: string): void {
  noteReferences(state, { issue, text: issue.body ?? "", actor });
  if (issue.pull !== null) state.relations.setClosed(issue.id, closingReferences(state, issue));
}

/** Sets only `updatedAt` of an issue, as a comment does. */
export function touch(state: HostState, issue: Issue): Issue {
  const at = now(state);
  const touched = { ...issue, updatedAt: at };
  state.issues.put(touched, at);
  return touched;
}

type Standing = Pick<Issue, "state" | "stateReason" | "closedAt" | "closedBy" | "duplicateOf">;

function standing(issue: Issue, change: IssueChange, { at, actor }: { at: number; actor: string }): Standing | object {
  if (change.state === undefined || change.state === issue.state) return {};
  if (change.state === "open") {
    const reason = issue.pull === null ? ("reopened" as const) : null;
    return { state: "open", stateReason: reason, closedAt: null, closedBy: null, duplicateOf: null };
  }
  const stateReason = issue.pull === null ? (change.stateReason ?? "completed") : null;
  const duplicateOf = stateReason === "duplicate" ? (change.duplicateOf ?? null) : null;
  return { state: "closed", stateReason, closedAt: at, closedBy: actor, duplicateOf };
}

type Difference = Omit<NewEvent, "actor" | "createdAt">;

function differences(state: HostState, before: Issue, after: Issue): readonly Difference[] {
  const index = state.repositories.of(after.repository);
  const left = index.milestone(before.milestone);
  const entered = index.milestone(after.milestone);
  const isSame = before.milestone === after.milestone;
  return [
    ...(before.title === after.title ? [] : [{ name: "renamed", rename: { from: before.title, to: after.title } }]),
    ...beyond(after.labels, before.labels).map((label) => ({ name: "labeled", label })),
    ...beyond(before.labels, after.labels).map((label) => ({ name: "unlabeled", label })),
    ...beyond(after.assignees, before.assignees).map((assignee) => ({ name: "assigned", assignee })),
    ...beyond(before.assignees, after.assignees).map((assignee) => ({ name: "unassigned", assignee })),
    ...(isSame || left === null ? [] : [{ name: "demilestoned", milestoneTitle: left.title }]),
    ...(isSame || entered === null ? [] : [{ name: "milestoned", milestoneTitle: entered.title }]),
    ...(before.state === after.state
      ? []
      : [
          {
            name: after.state === "closed" ? "closed" : "reopened",
            stateReason: after.stateReason,
            ...original(after),
          },
        ]),
  ];
}

function original({ duplicateOf }: Issue): Pick<Difference, "subject"> {
  return duplicateOf === null ? {} : { subject: duplicateOf };
}

function beyond(some: readonly string[], others: readonly string[]): readonly string[] {
  return some.filter((one) => !others.includes(one));
}
