import type { RawRecord } from "../../data.ts";
import type { Issue } from "../entity.ts";
import type { HostState } from "../host-state.ts";
import { repositoryRow } from "../rows/repository-row.ts";
import { announce } from "./announce.ts";
import { hookIssueRow } from "./issue-events.ts";

type Step = "added" | "removed";

type Dependency = { readonly blocked: Issue; readonly blocker: Issue; readonly actor: string };

export function announceDependency(state: HostState, { blocked, blocker, actor }: Dependency, step: Step): void {
  announceEdge(state, { event: "issue_dependencies", actor, step }, [
    { issue: blocked, member: "blocked_issue", action: "blocked_by" },
    { issue: blocker, member: "blocking_issue", action: "blocking" },
  ]);
}

type Family = { readonly parent: Issue; readonly child: Issue; readonly actor: string };

export function announceFamily(state: HostState, { parent, child, actor }: Family, step: Step): void {
  announceEdge(state, { event: "sub_issues", actor, step }, [
    { issue: child, member: "sub_issue", action: "parent_issue" },
    { issue: parent, member: "parent_issue", action: "sub_issue" },
  ]);
}

type Told = { readonly event: string; readonly actor: string; readonly step: Step };

/** An end of an edge: its member of the payload, and the edge's name in its repository. */
type End = { readonly issue: Issue; readonly member: string; readonly action: string };

/**
 * Sends an edge twice: in the repository of each issue, even if these are the same. Each contains the repository of the
 * other.
 */
function announceEdge(state: HostState, { event, actor, step }: Told, ends: readonly [End, End]): void {
  const [first, second] = ends;
  const both = (): RawRecord =>
    Object.fromEntries(
      ends.flatMap(({ issue, member }): (readonly [string, unknown])[] => [
        [`${member}_id`, issue.id],
        [member, hookIssueRow(state, issue)],
      ]),
    );
  for (const [here, other] of [ends, [second, first]] as const) {
    announce(state, {
      event,
      repository: here.issue.repository,
      action: `${here.action}_${step}`,
      sender: actor,
      body: () => ({ ...both(), [`${other.member}_repo`]: repositoryRow(state, other.issue.repository) }),
    });
  }
}
