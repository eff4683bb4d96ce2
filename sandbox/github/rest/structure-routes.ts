import { addBlocker, addSubIssue, removeBlocker, removeSubIssue } from "../edge-writes.ts";
import type { Issue } from "../entity.ts";
import { invalidPlainly, malformed, notFound } from "../failure.ts";
import { readableIssues } from "../host-state.ts";
import { issueRow } from "../rows/issue-row.ts";
import { created, issueOf, numberInPath, ok, type Call, type Reply, type Route } from "./call.ts";
import { numberedPage } from "./pages.ts";

const ISSUE = "/repos/:owner/:repo/issues/:number";
const BLOCKERS = `${ISSUE}/dependencies/blocked_by`;
const permission = "issues=write";

export const structureRoutes: readonly Route[] = [
  {
    method: "get",
    path: `${ISSUE}/sub_issues`,
    handle: (call) => rows(call, call.state.relations.childrenOf(issueOf(call).id)),
  },
  { method: "post", path: `${ISSUE}/sub_issues`, permission, handle: adopt },
  { method: "patch", path: `${ISSUE}/sub_issues/priority`, permission, handle: reorder },
  { method: "delete", path: `${ISSUE}/sub_issue`, permission, handle: release },
  { method: "get", path: `${ISSUE}/parent`, handle: parent },
  { method: "get", path: BLOCKERS, handle: (call) => rows(call, call.state.relations.blockersOf(issueOf(call).id)) },
  { method: "post", path: BLOCKERS, permission, handle: block },
  { method: "delete", path: `${BLOCKERS}/:id`, permission, handle: unblock },
  {
    method: "get",
    path: `${ISSUE}/dependencies/blocking`,
    handle: (call) => rows(call, call.state.relations.blockedBy(issueOf(call).id)),
  },
];

function rows(call: Call, ids: readonly number[]): Reply {
  return numberedPage(call, readableIssues(call.state, ids), (issue) => issueRow(call.state, issue));
}

function parent(call: Call): Reply {
  const id = call.state.relations.parentOf(issueOf(call).id);
  const issue = id === null ? undefined : readableIssues(call.state, [id])[0];
  if (issue === undefined) throw notFound();
  return ok(issueRow(call.state, issue));
}

/**
 * The issue a body names by database id. Looks up an issue number passed by mistake as an id, as GitHub does.
 * @throws GithubError 422 if it is no number, 404 without such an issue
 */
function named(call: Call, member: string): Issue {
  const id = call.body[member];
  if (!Number.isSafeInteger(id)) {
    const text =
      id === undefined
        ? `"${member}" wasn't supplied.`
        : `For 'properties/${member}', ${JSON.stringify(id)} is not an integer.`;
    throw malformed(text);
  }
  const issue = readableIssues(call.state, [Number(id)])[0];
  if (issue === undefined) throw notFound();
  return issue;
}

function adopt(call: Call): Reply {
  const { state, body } = call;
  const issue = issueOf(call);
  const other = named(call, "sub_issue_id");
  addSubIssue(state, { issue, other, actor: state.login, replaceParent: body["replace_parent"] === true });
  return created(issueRow(state, issue));
}

function release(call: Call): Reply {
  const issue = issueOf(call);
  removeSubIssue(call.state, { issue, other: named(call, "sub_issue_id"), actor: call.state.login });
  return ok(issueRow(call.state, issue));
}

function reorder(call: Call): Reply {
  const { state, body } = call;
  const issue = issueOf(call);
  const moved = named(call, "sub_issue_id");
  const isAfter = body["after_id"] !== undefined;
  const anchor = named(call, isAfter ? "after_id" : "before_id");
  const rest = state.relations.childrenOf(issue.id).filter((id) => id !== moved.id);
  const place = rest.indexOf(anchor.id);
  if (place === -1 || state.relations.parentOf(moved.id) !== issue.id) {
    throw invalidPlainly("Sub-issue was not found in the issue's sub-issues");
  }
  state.relations.orderChildren(issue.id, rest.toSpliced(place + (isAfter ? 1 : 0), 0, moved.id));
  return ok(issueRow(state, moved));
}

function block(call: Call): Reply {
  const issue = issueOf(call);
  addBlocker(call.state, { issue, other: named(call, "issue_id"), actor: call.state.login });
  return created(issueRow(call.state, issue));
}

function unblock(call: Call): Reply {
  const issue = issueOf(call);
  const other = readableIssues(call.state, [numberInPath(call, "id")])[0];
  if (other === undefined) throw notFound();
  removeBlocker(call.state, { issue, other, actor: call.state.login });
  return ok(issueRow(call.state, issue));
}
