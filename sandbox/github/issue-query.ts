import type { Issue, Repository } from "./entity.ts";
import type { HostState } from "./host-state.ts";
import type { Position } from "./sorted-index.ts";

export type SortField = "created" | "updated" | "comments";

export type IssueQuery = {
  readonly repository: Repository;
  readonly sort: SortField;
  readonly descending: boolean;
  readonly matches: (issue: Issue) => boolean;
};

/** Issues of a repository that match, in order; ties are broken by id, so that the order is whole. */
export function selectIssues(
  state: HostState,
  { repository, sort, descending, matches }: IssueQuery,
): readonly Issue[] {
  const index = state.issues.sorted(repository, sort === "comments" ? "created" : sort);
  const found = index.filter(matches);
  if (sort === "comments") {
    const count = positionBy(state, sort);
    found.sort((a, b) => count(a).value - count(b).value || a.id - b.id);
  }
  return descending ? found.toReversed() : found;
}

/** What an issue is sorted by. */
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
