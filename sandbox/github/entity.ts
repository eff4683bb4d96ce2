import type { RawRecord } from "../data.ts";

/** Instants are epoch milliseconds, always whole seconds: GitHub keeps no finer ones. */
export type Account = {
  readonly kind: "account";
  readonly login: string;
  readonly id: number;
  readonly nodeId: string;
  readonly type: "User" | "Bot" | "Organization";
  /** Its loaded record; empty if only the login is known. */
  readonly raw: RawRecord;
};

/** One object for each repository: its issues and milestones share it, so that a new name shows everywhere. */
export type Repository = {
  readonly kind: "repository";
  readonly id: number;
  readonly nodeId: string;
  owner: string;
  name: string;
  /** `owner/name`. */
  fullName: string;
  isArchived: boolean;
  hasIssues: boolean;
  readonly createdAt: number;
};

export type Label = {
  readonly kind: "label";
  readonly id: number;
  readonly nodeId: string;
  readonly repository: Repository;
  readonly name: string;
  /** Six hexadecimal digits. */
  readonly color: string;
  readonly description: string | null;
  readonly isDefault: boolean;
};

export type Milestone = {
  readonly kind: "milestone";
  readonly id: number;
  readonly nodeId: string;
  readonly repository: Repository;
  readonly number: number;
  readonly title: string;
  readonly description: string | null;
  readonly state: "open" | "closed";
  readonly dueOn: number | null;
  readonly creator: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly closedAt: number | null;
};

export type StateReason = "completed" | "not_planned" | "duplicate" | "reopened";

export type PullDetails = {
  /** Id of the pull request, which differs from the id of its issue row. */
  readonly id: number;
  readonly headRef: string;
  readonly baseRef: string;
  readonly isDraft: boolean;
  readonly mergedAt: number | null;
  readonly mergedBy: string | null;
};

/** An issue, or a pull request if `pull` is set: both share one series of numbers. */
export type Issue = {
  readonly kind: "issue";
  readonly id: number;
  readonly nodeId: string;
  readonly repository: Repository;
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly state: "open" | "closed";
  readonly stateReason: StateReason | null;
  readonly author: string | null;
  /** Names of labels, as the repository writes them. */
  readonly labels: readonly string[];
  /** Number of the milestone. */
  readonly milestone: number | null;
  readonly assignees: readonly string[];
  /** Issue type, as the API gives it. */
  readonly type: RawRecord | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly closedAt: number | null;
  readonly closedBy: string | null;
  /** Id of the issue it is a duplicate of. */
  readonly duplicateOf: number | null;
  readonly pull: PullDetails | null;
  /** The record it was loaded from; empty for issues created here. */
  readonly raw: RawRecord;
};

export type Comment = {
  readonly kind: "comment";
  readonly id: number;
  readonly nodeId: string;
  readonly issueId: number;
  readonly body: string;
  readonly author: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
};

/** One entry of an issue's history. `subject`: id of the other issue, if any. */
export type IssueEvent = {
  readonly kind: "event";
  readonly id: number;
  readonly nodeId: string;
  readonly issueId: number;
  /** The REST name: `closed`, `milestoned`, `blocked_by_added`, … */
  readonly name: string;
  readonly actor: string | null;
  readonly createdAt: number;
  readonly label?: string;
  readonly milestoneTitle?: string;
  readonly rename?: { readonly from: string; readonly to: string };
  readonly stateReason?: StateReason | null;
  readonly assignee?: string;
  readonly subject?: number;
  /** Ids of the duplicate and of the original, of which a person marked one as the other's. */
  readonly duplicate?: readonly [number, number];
  /** The repository that a transferred issue left. */
  readonly from?: Repository;
};

/** Whether it is an issue and no pull request. */
export function isPlainIssue(issue: Issue): boolean {
  return issue.pull === null;
}
