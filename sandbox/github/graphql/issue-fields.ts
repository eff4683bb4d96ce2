import { isRecord, textAt } from "../../record.ts";
import { commentPath, issuePath } from "../address.ts";
import type { Issue } from "../entity.ts";
import { readableIssues, type HostState } from "../host-state.ts";
import { dependenciesSummary, subIssuesSummary } from "../summary.ts";
import { projectItemsOf } from "../projects/project-nodes.ts";
import { plainText, renderMarkdown } from "../page/markdown.ts";
import { connectionOf, counted } from "./connection.ts";
import { fieldsOf, type Args, type Fields, type QueryContext } from "./context.ts";
import { stateOf } from "./issue-list.ts";
import { isComment, isIssue, isPull } from "./kinds.ts";
import { sortLabels } from "./repository-fields.ts";
import { smallId } from "./small-id.ts";
import { timelineConnection } from "./timeline.ts";

type Resolver = (issue: Issue, args: Args, context: QueryContext) => unknown;

const common: Readonly<Record<string, Resolver>> = {
  body: ({ body }) => body ?? "",
  bodyHTML: ({ repository, body }, _args, { state }) => renderMarkdown(state, repository, body ?? ""),
  bodyText: ({ repository, body }, _args, { state }) => plainText(state, repository, body ?? ""),
  author: ({ author }, _args, { state }) => accountNamed(state, author),
  authorAssociation: ({ raw }) => textAt(raw, "author_association") ?? "MEMBER",
  viewerDidAuthor: ({ author }, _args, { state }) => author === state.login,
  state: (issue) => stateOf(issue),
  closed: ({ state }) => state === "closed",
  locked: ({ raw }) => raw["locked"] === true,
  resourcePath: (issue) => issuePath(issue),
  milestone: ({ repository, milestone }, _args, { state }) => state.repositories.of(repository).milestone(milestone),
  labels: (issue, args, { state }) => {
    const index = state.repositories.of(issue.repository);
    const labels = issue.labels.flatMap((name) => index.label(name) ?? []);
    return connectionOf(counted("labels", sortLabels(labels, args)), args);
  },
  assignees: ({ assignees }, args, { state }) =>
    connectionOf(
      counted(
        "assignees",
        assignees.map((login) => state.accounts.named(login)),
      ),
      args,
    ),
  comments: ({ id }, args, { state }) => connectionOf(counted("comments", state.comments.of(id)), args),
};

export const issueFields: Fields = fieldsOf(isIssue, {
  ...common,
  stateReason: ({ stateReason }) => stateReason?.toUpperCase() ?? null,
  duplicateOf: ({ duplicateOf }, _args, { state }) =>
    duplicateOf === null ? null : readableIssues(state, [duplicateOf])[0],
  issueType: ({ type }) => (type === null ? null : issueType(type)),
  parent: ({ id }, _args, { state }) => {
    const parent = state.relations.parentOf(id);
    return parent === null ? null : readableIssues(state, [parent])[0];
  },
  subIssues: ({ id }, args, { state }) =>
    issuePage(state, { name: "subIssues", ids: state.relations.childrenOf(id), args }),
  blockedBy: ({ id }, args, { state }) =>
    issuePage(state, { name: "blockedBy", ids: state.relations.blockersOf(id), args }),
  blocking: ({ id }, args, { state }) =>
    issuePage(state, { name: "blocking", ids: state.relations.blockedBy(id), args }),
  subIssuesSummary: (issue, _args, { state }) => subIssuesSummary(state, issue),
  issueDependenciesSummary: (issue, _args, { state }) => dependenciesSummary(state, issue),
  projectItems: (issue, args, { state }) => projectItemsOf(state, issue, args),
  timelineItems: (issue, args, context) => timelineConnection(issue, args, context),
  closedByPullRequestsReferences: ({ id }, args, { state }) => {
    const pulls = readableIssues(state, state.relations.pullsClosing(id));
    const shown = pulls.filter(({ state: pullState }) => args["includeClosedPrs"] === true || pullState === "open");
    return connectionOf(counted("closedByPullRequestsReferences", shown), args);
  },
});

export const pullFields: Fields = fieldsOf(isPull, {
  ...common,
  databaseId: ({ pull }) => smallId(pull.id),
  fullDatabaseId: ({ pull }) => String(pull.id),
  headRefName: ({ pull }) => pull.headRef,
  baseRefName: ({ pull }) => pull.baseRef,
  isDraft: ({ pull }) => pull.isDraft,
  merged: ({ pull }) => pull.mergedAt !== null,
  mergedAt: ({ pull }) => pull.mergedAt,
  mergedBy: ({ pull }, _args, { state }) => accountNamed(state, pull.mergedBy),
  permalink: (issue, _args, { state }) => state.baseUrl + issuePath(issue),
  closingIssuesReferences: ({ id }, args, { state }) =>
    issuePage(state, { name: "closingIssuesReferences", ids: state.relations.closedBy(id), args }),
});

export const commentFields: Fields = fieldsOf(isComment, {
  author: ({ author }, _args, { state }) => accountNamed(state, author),
  authorAssociation: () => "MEMBER",
  viewerDidAuthor: ({ author }, _args, { state }) => author === state.login,
  bodyHTML: ({ issueId, body }, _args, { state }) => renderMarkdown(state, issueOf(state, issueId).repository, body),
  bodyText: ({ issueId, body }, _args, { state }) => plainText(state, issueOf(state, issueId).repository, body),
  isMinimized: () => false,
  issue: ({ issueId }, _args, { state }) => issueOf(state, issueId),
  pullRequest: ({ issueId }, _args, { state }) =>
    issueOf(state, issueId).pull === null ? null : issueOf(state, issueId),
  repository: ({ issueId }, _args, { state }) => issueOf(state, issueId).repository,
  resourcePath: (comment, _args, { state }) => commentPath(issueOf(state, comment.issueId), comment),
});

function accountNamed(state: HostState, login: string | null) {
  return login === null ? null : state.accounts.named(login);
}

function issueOf(state: HostState, id: number): Issue {
  const issue = state.issues.byId(id);
  if (issue === null) throw new Error(`comment of an issue that is not there: ${id}`);
  return issue;
}

type IssuePage = { readonly name: string; readonly ids: readonly number[]; readonly args: Args };

function issuePage(state: HostState, { name, ids, args }: IssuePage) {
  const issues = readableIssues(state, ids);
  const order = isRecord(args["orderBy"]) ? args["orderBy"] : {};
  const sorted =
    order["field"] === "CREATED_AT" ? issues.toSorted((a, b) => a.createdAt - b.createdAt || a.id - b.id) : issues;
  return connectionOf(counted(name, order["direction"] === "DESC" ? sorted.toReversed() : sorted), args);
}

function issueType(raw: Readonly<Record<string, unknown>>) {
  return {
    id: textAt(raw, "node_id") ?? `IT_${textAt(raw, "id") ?? "0"}`,
    name: textAt(raw, "name") ?? "",
    description: textAt(raw, "description"),
    color: (textAt(raw, "color") ?? "gray").toUpperCase(),
    isEnabled: raw["is_enabled"] !== false,
  };
}
