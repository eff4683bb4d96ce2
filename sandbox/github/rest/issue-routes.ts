import { changeIssue } from "../change-issue.ts";
import { createIssue } from "../create-issue.ts";
import type { Issue } from "../entity.ts";
import { invalid, malformed, refuse } from "../failure.ts";
import { positionBy, selectIssues, type Condition, type SortField } from "../issue-query.ts";
import { issueRow } from "../rows/issue-row.ts";
import { created, issueOf, listParam, ok, repositoryOf, sinceOf, type Call, type Reply, type Route } from "./call.ts";
import { readIssueBody } from "./issue-body.ts";
import { cursorPage } from "./pages.ts";

const ISSUES = "/repos/:owner/:repo/issues";
const READ = "issues=read";
const WRITE = "issues=write";

export const issueRoutes: readonly Route[] = [
  { method: "get", path: ISSUES, permission: READ, handle: list },
  { method: "post", path: ISSUES, permission: WRITE, handle: create },
  {
    method: "get",
    path: `${ISSUES}/:number`,
    permission: READ,
    handle: (call) => ok(issueRow(call.state, issueOf(call))),
  },
  { method: "patch", path: `${ISSUES}/:number`, permission: WRITE, handle: edit },
];

function list(call: Call): Reply {
  const { repository } = repositoryOf(call);
  const sort = choice(call, "sort", ["created", "updated", "comments"] as const) satisfies SortField;
  const descending = choice(call, "direction", ["desc", "asc"] as const) === "desc";
  const query = { repository, kind: "any", sort, descending, conditions: conditions(call) } as const;
  const issues = selectIssues(call.state, query);
  const position = positionBy(call.state, sort);
  return cursorPage(call, { issues, position, descending, row: (issue) => issueRow(call.state, issue) });
}

/** One of a parameter's allowed values; the first by default. @throws GithubError 422 */
export function choice<const T extends string>(call: Call, name: string, values: readonly [T, ...T[]]): T {
  const given = call.query.get(name);
  const found = given === null ? values[0] : values.find((value) => value === given);
  if (found === undefined) throw invalid({ resource: "Issue", field: name, code: "invalid", value: given });
  return found;
}

function conditions(call: Call): readonly Condition[] {
  const state = choice(call, "state", ["open", "closed", "all"]);
  const since = sinceOf(call);
  const creator = call.query.get("creator");
  const assignee = call.query.get("assignee");
  const labels = listParam(call, "labels").map((label) => label.toLowerCase());
  return [
    ...(state === "all" ? [] : [(issue: Issue) => issue.state === state]),
    ...(since === null ? [] : [(issue: Issue) => issue.updatedAt >= since]),
    ...(creator === null ? [] : [(issue: Issue) => issue.author?.toLowerCase() === creator.toLowerCase()]),
    ...(assignee === null ? [] : [assigneeCondition(assignee)]),
    ...labels.map((label) => (issue: Issue) => issue.labels.some((name) => name.toLowerCase() === label)),
    ...milestoneCondition(call.query.get("milestone")),
    ...typeCondition(call.query.get("type")),
  ];
}

function assigneeCondition(assignee: string): Condition {
  if (assignee === "none" || assignee === "*") {
    return ({ assignees }) => (assignees.length === 0) === (assignee === "none");
  }
  return ({ assignees }) => assignees.some((login) => login.toLowerCase() === assignee.toLowerCase());
}

function milestoneCondition(given: string | null): readonly Condition[] {
  if (given === null) return [];
  if (given === "*" || given === "none") return [({ milestone }) => (milestone === null) === (given === "none")];
  if (!/^\d+$/.test(given)) throw invalid({ resource: "Issue", field: "milestone", code: "invalid", value: given });
  return [({ milestone }) => milestone === Number(given)];
}

function typeCondition(given: string | null): readonly Condition[] {
  if (given === null) return [];
  if (given === "*" || given === "none") return [({ type }) => (type === null) === (given === "none")];
  return [({ type }) => type?.["name"] === given];
}

function create(call: Call): Reply {
  const { state, body } = call;
  const index = repositoryOf(call);
  if (!index.repository.hasIssues) throw refuse(410, "Issues has been disabled in this repository.");
  if (body["title"] === undefined || body["title"] === null) throw malformed('"title" wasn\'t supplied.');
  const { title = "", body: text = null, labels = [], milestone = null, assignees = [] } = readIssueBody(index, body);
  const content = { title, body: text, labels, milestone, assignees, author: state.login };
  return created(issueRow(state, createIssue(state, index.repository, content)));
}

function edit(call: Call): Reply {
  const { state, body } = call;
  const issue = issueOf(call);
  const change = readIssueBody(repositoryOf(call), body);
  return ok(issueRow(state, changeIssue(state, issue, { change, actor: state.login })));
}
