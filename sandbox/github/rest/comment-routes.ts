import { addComment, deleteComment, editComment } from "../comment-writes.ts";
import type { Comment } from "../entity.ts";
import { notFound } from "../failure.ts";
import { commentRow } from "../rows/comment-row.ts";
import {
  created,
  issueOf,
  NO_CONTENT,
  numberInPath,
  ok,
  repositoryOf,
  sinceOf,
  type Call,
  type Reply,
  type Route,
} from "./call.ts";
import { commentText } from "./issue-body.ts";
import { choice } from "./issue-routes.ts";
import { numberedPage } from "./pages.ts";

const ISSUES = "/repos/:owner/:repo/issues";
const WRITE = "issues=write; pull_requests=write";

/** The repository-wide paths come first: the router must not take `comments` for an issue's number. */
export const commentRoutes: readonly Route[] = [
  { method: "get", path: `${ISSUES}/comments`, handle: listAll },
  { method: "get", path: `${ISSUES}/comments/:id`, handle: (call) => ok(commentRow(call.state, commentOf(call))) },
  { method: "patch", path: `${ISSUES}/comments/:id`, permission: WRITE, handle: edit },
  { method: "delete", path: `${ISSUES}/comments/:id`, permission: WRITE, handle: remove },
  { method: "get", path: `${ISSUES}/:number/comments`, handle: list },
  { method: "post", path: `${ISSUES}/:number/comments`, permission: WRITE, handle: create },
];

function list(call: Call): Reply {
  const since = sinceOf(call);
  const comments = call.state.comments
    .of(issueOf(call).id)
    .filter(({ updatedAt }) => since === null || updatedAt >= since);
  return numberedPage(call, comments, (comment) => commentRow(call.state, comment));
}

function listAll(call: Call): Reply {
  const { state } = call;
  const { repository } = repositoryOf(call);
  const since = sinceOf(call);
  const time = choice(call, "sort", ["created", "updated"]) === "updated" ? "updatedAt" : "createdAt";
  const sign = call.query.get("direction") === "desc" ? -1 : 1;
  const found = [...state.comments.all()]
    .filter(({ issueId }) => state.issues.byId(issueId)?.repository === repository)
    .filter(({ updatedAt }) => since === null || updatedAt >= since)
    .toSorted((a, b) => sign * (a[time] - b[time] || a.id - b.id));
  return numberedPage(call, found, (comment) => commentRow(state, comment));
}

function commentOf(call: Call): Comment {
  const { repository } = repositoryOf(call);
  const comment = call.state.comments.byId(numberInPath(call, "id"));
  if (comment === null || call.state.issues.byId(comment.issueId)?.repository !== repository) throw notFound();
  return comment;
}

function create(call: Call): Reply {
  const { state } = call;
  const issue = issueOf(call);
  const comment = addComment(state, issue, { body: commentText(call.body), author: state.login });
  return created(commentRow(state, comment));
}

function edit(call: Call): Reply {
  const { state } = call;
  const comment = commentOf(call);
  return ok(commentRow(state, editComment(state, comment, { body: commentText(call.body), author: state.login })));
}

function remove(call: Call): Reply {
  deleteComment(call.state, commentOf(call), call.state.login);
  return NO_CONTENT;
}
