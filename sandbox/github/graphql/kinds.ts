import { isRecord } from "../../record.ts";
import type { Account, Comment, Issue, IssueEvent, Label, Milestone, Repository } from "../entity.ts";

type Entity = Account | Comment | Issue | IssueEvent | Label | Milestone | Repository;

function isKind<K extends Entity["kind"]>(kind: K) {
  return (value: unknown): value is Extract<Entity, { kind: K }> => isRecord(value) && value["kind"] === kind;
}

/** Anything that has an id of its own. */
export function isEntity(value: unknown): value is Entity {
  return isRecord(value) && typeof value["kind"] === "string" && typeof value["nodeId"] === "string";
}

export const isAccount = isKind("account");
export const isComment = isKind("comment");
export const isIssue = isKind("issue");
export const isEvent = isKind("event");
export const isLabel = isKind("label");
export const isMilestone = isKind("milestone");
export const isRepository = isKind("repository");

/** An issue that is a pull request. */
export function isPull(value: unknown): value is Issue & { readonly pull: NonNullable<Issue["pull"]> } {
  return isIssue(value) && value.pull !== null;
}

/** The GraphQL types of events, by their REST names. */
export const EVENT_TYPES: Readonly<Record<string, string>> = {
  assigned: "AssignedEvent",
  blocked_by_added: "BlockedByAddedEvent",
  blocked_by_removed: "BlockedByRemovedEvent",
  blocking_added: "BlockingAddedEvent",
  blocking_removed: "BlockingRemovedEvent",
  closed: "ClosedEvent",
  converted_to_discussion: "ConvertedToDiscussionEvent",
  "cross-referenced": "CrossReferencedEvent",
  demilestoned: "DemilestonedEvent",
  labeled: "LabeledEvent",
  marked_as_duplicate: "MarkedAsDuplicateEvent",
  milestoned: "MilestonedEvent",
  parent_issue_added: "ParentIssueAddedEvent",
  parent_issue_removed: "ParentIssueRemovedEvent",
  renamed: "RenamedTitleEvent",
  reopened: "ReopenedEvent",
  sub_issue_added: "SubIssueAddedEvent",
  sub_issue_removed: "SubIssueRemovedEvent",
  transferred: "TransferredEvent",
  unassigned: "UnassignedEvent",
  unlabeled: "UnlabeledEvent",
  unmarked_as_duplicate: "UnmarkedAsDuplicateEvent",
};

/** The name of the GraphQL type of a value, for interfaces and unions. */
export function typeNameOf(value: unknown): string | undefined {
  if (isIssue(value)) return value.pull === null ? "Issue" : "PullRequest";
  if (isAccount(value)) return value.type;
  if (isEvent(value)) return EVENT_TYPES[value.name];
  if (isComment(value)) return "IssueComment";
  if (isMilestone(value)) return "Milestone";
  if (isLabel(value)) return "Label";
  if (isRepository(value)) return "Repository";
  // What has no entity of its own carries the name of its type.
  return isRecord(value) && typeof value["graphqlType"] === "string" ? value["graphqlType"] : undefined;
}
