import type { Issue, Repository } from "./entity.ts";
import type { HostState } from "./host-state.ts";
import type { IssueKind } from "./issue-store.ts";
import type { Position } from "./sorted-index.ts";

export type SortField = "created" | "updated" | "comments";

export type Condition = (issue: Issue) => boolean;

export type IssueQuery = {
  readonly repository: Repository;
  readonly kind: IssueKind;
  readonly sort: SortField;
  readonly descending: boolean;
  /** All must hold. */
  readonly conditions: readonly Condition[];
};

/** Issues of a repository that match, in order; ties are broken by id, so that the order is whole. */
export function selectIssues(state: HostState, query: IssueQuery): readonly Issue[] {
  const { repository, kind, sort, descending, conditions } = query;
  const index = state.issues.sorted(repository, sort === "comments" ? "created" : sort, kind);
  const found = conditions.reduce((issues, holds) => issues.filter((issue) => holds(issue)), index);
  const count = positionBy(state, sort);
  const sorted = sort === "comments" ? found.toSorted((a, b) => count(a).value - count(b).value || a.id - b.id) : found;
  return descending ? sorted.toReversed() : sorted;
}

/** Sort value of an issue. */
export function positionBy(state: HostState, sort: SortField): (issue: Issue) => Position {
  switch (sort) {
    case "comments":
      return (issue) => ({ value: state.comments.count(issue.id), id: issue.id });
    case "updated":
      return (issue) => ({ value: issue.updatedAt, id: issue.id });
    case "created":
      return (issue) => ({ value: issue.createdAt, id: issue.id });
    default:
      return sort satisfies never;
  }
}
