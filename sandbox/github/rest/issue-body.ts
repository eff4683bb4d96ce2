import type { RawRecord } from "../../data.ts";
import { textAt } from "../../record.ts";
import type { IssueChange } from "../change-issue.ts";
import type { StateReason } from "../entity.ts";
import { invalid, malformed, type FieldProblem } from "../failure.ts";
import type { RepositoryIndex } from "../repository-index.ts";

const LONGEST_TITLE = 256;
const LONGEST_BODY = 65_536;

/**
 * Reads the writable members of an issue's body, which are the same for POST and PATCH.
 * @throws GithubError 422 naming the member at fault
 */
export function readIssueBody(index: RepositoryIndex, body: RawRecord): IssueChange {
  const change = {
    ...titleIn(body),
    ...bodyIn(body),
    ...stateIn(body),
    ...labelsIn(body),
    ...milestoneIn(index, body),
    ...assigneesIn(body),
  };
  const problems = [...tooLong(change), ...unknownMilestone(index, change)];
  if (problems.length > 0) throw invalid(...problems);
  return change;
}

/** A text of the body. @throws GithubError 422 if it is missing, no string or too long */
export function commentText(body: RawRecord): string {
  const text = body["body"];
  if (typeof text !== "string") {
    throw malformed(
      text === undefined ? '"body" wasn\'t supplied.' : `For 'properties/body', ${shown(text)} is not a string.`,
    );
  }
  if (text.trim() === "") throw invalid({ resource: "IssueComment", field: "body", code: "missing_field" });
  const problems = bodyProblems("IssueComment", text);
  if (problems.length > 0) throw invalid(...problems);
  return text;
}

function titleIn(body: RawRecord): { title?: string } {
  const title = body["title"];
  if (title === undefined || title === null) return {};
  if (typeof title !== "string" && typeof title !== "number") {
    throw malformed(`For 'properties/title', ${shown(title)} is not a string or an integer.`);
  }
  if (String(title).trim() === "") throw invalid({ resource: "Issue", field: "title", code: "missing_field" });
  return { title: String(title) };
}

function bodyIn(body: RawRecord): { body?: string | null } {
  const text = body["body"];
  if (text === undefined) return {};
  if (text !== null && typeof text !== "string") {
    throw malformed(`For 'properties/body', ${shown(text)} is not a string.`);
  }
  return { body: text };
}

function stateIn(body: RawRecord): Pick<IssueChange, "state" | "stateReason" | "duplicateOf"> {
  const state = body["state"];
  if (state === undefined) return {};
  if (state !== "open" && state !== "closed") {
    throw invalid({ resource: "Issue", field: "state", code: "invalid", value: state });
  }
  const duplicate = body["duplicate_issue_id"];
  return {
    state,
    stateReason: reasonOf(body["state_reason"]),
    duplicateOf: typeof duplicate === "number" ? duplicate : null,
  };
}

function reasonOf(value: unknown): StateReason | null {
  switch (value) {
    case undefined:
    case null:
      return null;
    case "completed":
    case "not_planned":
    case "duplicate":
    case "reopened":
      return value;
    default:
      throw invalid({ resource: "Issue", field: "state_reason", code: "invalid", value });
  }
}

function labelsIn(body: RawRecord): { labels?: readonly string[] } {
  return body["labels"] === undefined ? {} : { labels: labelNames(body["labels"]) };
}

/** Names in a list of labels, given as text or as records. @throws GithubError 422 */
export function labelNames(value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw malformed(`For 'properties/labels', ${shown(value)} is not an array.`);
  return value.map((entry: unknown) => {
    const name = typeof entry === "string" ? entry : textAt(entry, "name");
    if (name === null || name === "") throw invalid({ resource: "Label", field: "name", code: "missing_field" });
    return name;
  });
}

function milestoneIn(index: RepositoryIndex, body: RawRecord): { milestone?: number | null } {
  const value = body["milestone"];
  if (value === undefined) return {};
  if (value === null || typeof value === "number") return { milestone: value };
  if (typeof value !== "string") {
    throw malformed(`For 'properties/milestone', ${shown(value)} is not a string, an integer or null.`);
  }
  return { milestone: /^\d+$/.test(value) ? Number(value) : (index.milestoneTitled(value)?.number ?? -1) };
}

function assigneesIn(body: RawRecord): { assignees?: readonly string[] } {
  const value = body["assignees"];
  if (value === undefined) return {};
  if (!Array.isArray(value) || !value.every((login) => typeof login === "string")) {
    throw malformed(`For 'properties/assignees', ${shown(value)} is not an array of strings.`);
  }
  return { assignees: value };
}

function tooLong({ title, body }: IssueChange): readonly FieldProblem[] {
  const isLong = title !== undefined && codePoints(title) > LONGEST_TITLE;
  const message = `title is too long (maximum is ${LONGEST_TITLE} characters)`;
  const titleProblems = isLong ? [{ resource: "Issue", field: "title", code: "custom" as const, message }] : [];
  return [...titleProblems, ...bodyProblems("Issue", body ?? "")];
}

function bodyProblems(resource: string, text: string): readonly FieldProblem[] {
  const message = `body is too long (maximum is ${LONGEST_BODY} characters)`;
  return codePoints(text) > LONGEST_BODY ? [{ resource, field: "body", code: "custom", message }] : [];
}

function unknownMilestone(index: RepositoryIndex, { milestone }: IssueChange): readonly FieldProblem[] {
  const isKnown = milestone === undefined || milestone === null || index.milestone(milestone) !== null;
  return isKnown ? [] : [{ resource: "Issue", field: "milestone", code: "invalid", value: milestone }];
}

function shown(value: unknown): string {
  return JSON.stringify(value);
}

/** GitHub counts code points: an emoji is one. */
function codePoints(text: string): number {
  return text.replaceAll(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g, "_").length;
}
