import { isRecord } from "../../record.ts";
import type { Issue, Repository } from "../entity.ts";
import { parseInstant } from "../instant.ts";
import { positionBy, selectIssues, type Condition, type SortField } from "../issue-query.ts";
import { connectionOf, ordered } from "./connection.ts";
import type { Args, QueryContext } from "./context.ts";
import { queryError } from "./query-error.ts";

const SORTS: Readonly<Record<string, SortField>> = {
  COMMENTS: "comments",
  CREATED_AT: "created",
  UPDATED_AT: "updated",
};

export type IssueListing = {
  readonly name: string;
  readonly repository: Repository;
  readonly kind: "issue" | "pull";
  /** Number of the list's milestone, if any. */
  readonly milestone?: number;
};

/** A page of a repository's issues or pull requests, by the arguments GitHub has for them. */
export function issueConnection(listing: IssueListing, args: Args, { state }: QueryContext) {
  const { name, repository, kind, milestone } = listing;
  const order = isRecord(args["orderBy"]) ? args["orderBy"] : {};
  const sort = SORTS[String(order["field"])] ?? "created";
  const descending = order["direction"] === "DESC";
  const own = milestone === undefined ? [] : [(issue: Issue) => issue.milestone === milestone];
  const items = selectIssues(state, { repository, kind, sort, descending, conditions: [...own, ...conditions(args)] });
  return connectionOf(ordered(name, items, { position: positionBy(state, sort), descending }), args);
}

function conditions(args: Args): readonly Condition[] {
  const filter = isRecord(args["filterBy"]) ? args["filterBy"] : {};
  return [
    ...stateCondition(args["states"]),
    ...stateCondition(filter["states"]),
    ...labelCondition(args["labels"]),
    ...labelCondition(filter["labels"]),
    ...sinceCondition(filter["since"]),
    ...textCondition(filter["createdBy"], (issue) => issue.author),
    ...textCondition(filter["milestoneNumber"], (issue) => String(issue.milestone)),
    ...textCondition(filter["type"], (issue) => String(issue.type?.["name"])),
    ...textCondition(args["headRefName"], (issue) => issue.pull?.headRef ?? null),
    ...textCondition(args["baseRefName"], (issue) => issue.pull?.baseRef ?? null),
    ...(typeof filter["assignee"] === "string"
      ? [(issue: Issue) => issue.assignees.includes(String(filter["assignee"]))]
      : []),
  ];
}

function stateCondition(value: unknown): readonly Condition[] {
  return Array.isArray(value) ? [(issue) => value.includes(stateOf(issue))] : [];
}

/** `OPEN`, `CLOSED` or, for pull requests, `MERGED`. */
export function stateOf(issue: Issue): string {
  return issue.pull !== null && issue.pull.mergedAt !== null ? "MERGED" : issue.state.toUpperCase();
}

function labelCondition(value: unknown): readonly Condition[] {
  return Array.isArray(value) ? [(issue) => issue.labels.some((label) => value.includes(label))] : [];
}

function sinceCondition(value: unknown): readonly Condition[] {
  if (value === undefined || value === null) return [];
  const since = parseInstant(value);
  if (since === null) throw queryError("INVALID_ARGUMENT", `\`${JSON.stringify(value)}\` is not a valid DateTime.`);
  return [(issue) => issue.updatedAt >= since];
}

function textCondition(value: unknown, of: (issue: Issue) => string | null): readonly Condition[] {
  return typeof value === "string" ? [(issue) => of(issue) === value] : [];
}
