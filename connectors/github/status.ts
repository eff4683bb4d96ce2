import { nothingSaid, readStatus } from "../../src/domain/items/statuses.ts";
import type { StatusCategory, WorkItemKind } from "../../src/domain/items/work-item.ts";
import { instantOf } from "./place.ts";
import type { IssueNode } from "./schema.ts";

type IssueState = Pick<IssueNode, "state" | "stateReason">;

export type Status = { readonly status: StatusCategory; readonly sourceStatus: string };

/** The status from an issue's state; open means to do. */
export function statusOf({ state, stateReason }: IssueState): Status {
  if (state.toUpperCase() !== "CLOSED") return { status: "todo", sourceStatus: "Open" };
  switch (stateReason?.toUpperCase()) {
    case "NOT_PLANNED":
      return { status: "cancelled", sourceStatus: "Closed (not planned)" };
    case "DUPLICATE":
      return { status: "cancelled", sourceStatus: "Closed (duplicate)" };
    default:
      return { status: "done", sourceStatus: "Closed" };
  }
}

/** GitHub closes an issue that people convert to a discussion, like one that is done. */
export const converted: Status = { status: "cancelled", sourceStatus: "Closed (converted to a discussion)" };

/** How long (ms) before its conversion an issue may have been closed by it. */
export const conversionMs = 60_000;

/** Whether the conversion closed the issue; one that people closed before stays as they closed it. */
function isConverted({ state, closedAt, timelineItems }: IssueNode): boolean {
  const entries = (timelineItems?.nodes ?? []).filter((entry) => entry?.kind === "ConvertedToDiscussionEvent");
  const convertedAt = instantOf(entries.at(-1)?.createdAt);
  if (state.toUpperCase() !== "CLOSED" || convertedAt === null) return false;
  return (instantOf(closedAt) ?? convertedAt) >= convertedAt - conversionMs;
}

/** A GitHub issue has only state and labels, no status names. */
export const noWords = { statusId: null, statusName: null, resolutionId: null, resolutionName: null } as const;

/** An open issue is in progress if a label says so, or if an open pull request will close it. */
export function progressOf(node: IssueNode, labels: readonly string[]): Status {
  const plain = isConverted(node) ? converted : statusOf(node);
  if (plain.status !== "todo") return plain;
  const { status, because } = readStatus(
    { ...noWords, system: "github", connection: "", status: plain.status, labels },
    nothingSaid,
  );
  if (because !== null) return { status, sourceStatus: `Open (${because})` };
  const closers = node.closedByPullRequestsReferences?.totalCount ?? 0;
  return closers > 0 ? { status: "in-progress", sourceStatus: "Open (pull request)" } : plain;
}

const kinds: readonly (readonly [RegExp, WorkItemKind])[] = [
  [/\bepic\b|\binitiative\b/iu, "epic"],
  [/\bbug\b|\bdefect\b|\bregression\b/iu, "bug"],
  [/\bfeature\b|\bstory\b|\benhancement\b/iu, "story"],
  [/\btask\b|\bchore\b/iu, "task"],
];

/** From the issue type, else from the labels. Keeps GitHub's name; without either it is an `Issue`. */
export function kindOf(node: IssueNode, labels: readonly string[]): { kind: WorkItemKind; sourceKind: string } {
  const type = node.issueType?.name;
  const words = type === undefined ? labels : [type];
  for (const [pattern, kind] of kinds) {
    const word = words.find((name) => pattern.test(name));
    if (word !== undefined) return { kind, sourceKind: word };
  }
  return { kind: "other", sourceKind: type ?? "Issue" };
}
