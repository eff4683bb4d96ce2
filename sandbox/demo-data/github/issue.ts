import type { Description } from "../description.ts";
import type { RawRecord } from "../../data.ts";
import { isOver, type Draft } from "../draft.ts";
import type { DemoPlan } from "../plan.ts";
import type { GithubHome } from "../teams.ts";
import { apiUrl, instant, nodeId, user, webUrl } from "./identity.ts";
import type { Relations } from "./relations.ts";
import { timelineOf } from "./timeline.ts";
import { issueType, labelNames, labelRecord } from "./vocabulary.ts";

export type IssueContext = {
  readonly plan: DemoPlan;
  readonly home: GithubHome;
  readonly milestones: ReadonlyMap<number, RawRecord>;
  readonly relations: Relations;
};

/** The issue as `GET /repos/{owner}/{repo}/issues` gives it, its timeline added. */
export function issueRecord(context: IssueContext, draft: Draft): RawRecord {
  const { plan, home } = context;
  const { id, number } = plan.addresses.of(draft);
  const url = `${apiUrl}/repos/${home.repo}/issues/${number}`;
  const timeline = timelineOf(draft, id, home);
  return {
    url,
    repository_url: `${apiUrl}/repos/${home.repo}`,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: `${webUrl}/${home.repo}/issues/${number}`,
    timeline_url: `${url}/timeline`,
    id,
    node_id: nodeId("I", home.repoId, id),
    number,
    title: draft.title,
    body: markdownOf(plan.descriptionOf(draft)),
    ...peopleOf(draft),
    ...standingOf(context, draft),
    ...familyOf(context, draft),
    author_association: "MEMBER",
    locked: false,
    active_lock_reason: null,
    performed_via_github_app: null,
    timeline,
  };
}

function peopleOf({ reporter, assignee, closedAt }: Draft): RawRecord {
  return {
    user: user(reporter),
    assignee: assignee === null ? null : user(assignee),
    assignees: assignee === null ? [] : [user(assignee)],
    closed_by: closedAt === null ? null : user(assignee ?? reporter),
  };
}

function standingOf({ plan, home, milestones }: IssueContext, draft: Draft): RawRecord {
  const comments = plan.commentsOn(draft);
  const times = [draft.createdAt, draft.plannedAt, draft.startedAt, draft.closedAt, ...comments.map(({ at }) => at)];
  return {
    state: isOver(draft) ? "closed" : "open",
    state_reason: isOver(draft) ? (draft.state === "cancelled" ? "not_planned" : "completed") : null,
    labels: labelNames(draft).map((name) => labelRecord(name, home)),
    type: issueType(draft.kind),
    milestone: milestones.get(draft.boxes.at(-1)?.id ?? 0) ?? null,
    comments: comments.length,
    created_at: instant(draft.createdAt),
    updated_at: instant(Math.max(...times.map((at) => at ?? 0))),
    closed_at: draft.closedAt === null ? null : instant(draft.closedAt),
  };
}

function familyOf({ plan, relations }: IssueContext, draft: Draft): RawRecord {
  const children = relations.childrenOf(draft);
  const [blockers, blocked] = [relations.blockersOf(draft), relations.blockedBy(draft)];
  const completed = children.filter(isOver).length;
  const parent = relations.parentOf(draft);
  const parentAddress = parent === null ? null : plan.addresses.of(parent);
  const repo = parentAddress?.key.split("#")[0] ?? "";
  return {
    parent_issue_url: parentAddress === null ? null : `${apiUrl}/repos/${repo}/issues/${parentAddress.number}`,
    sub_issues_summary: {
      total: children.length,
      completed,
      percent_completed: children.length === 0 ? 0 : Math.floor((100 * completed) / children.length),
    },
    issue_dependencies_summary: {
      blocked_by: blockers.filter((one) => !isOver(one)).length,
      blocking: isOver(draft) ? 0 : blocked.length,
      total_blocked_by: blockers.length,
      total_blocking: blocked.length,
    },
  };
}

/** A description in GitHub's Markdown. */
function markdownOf({ paragraphs, listTitle, list, references }: Description): string {
  return [
    ...paragraphs,
    ...(listTitle === null ? [] : [`### ${listTitle}`, list.map((line) => `- [ ] ${line}`).join("\n")]),
    ...references,
  ].join("\n\n");
}
