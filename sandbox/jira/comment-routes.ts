import { bodyTexts, listParam, NO_CONTENT, ok, pageOf, param, type Call, type Reply, type Route } from "./call.ts";
import type { StoredComment } from "./comment-store.ts";
import { addComment, deleteComment, requireComment, updateComment } from "./comment-writes.ts";
import { refuse } from "./failure.ts";
import { requireIssue } from "./issue-access.ts";
import { requireNotifyRight } from "./issue-routes.ts";
import { checkProperty } from "./property-writes.ts";
import { without } from "../record.ts";
import type { RawRecord } from "../data.ts";

const MOST_LISTED = 1000;

/** Comments and their entity properties. */
export const commentRoutes: readonly Route[] = [
  { method: "get", path: "/rest/api/3/issue/:issue/comment", handle: list },
  { method: "post", path: "/rest/api/3/issue/:issue/comment", handle: add },
  { method: "get", path: "/rest/api/3/issue/:issue/comment/:id", handle: (call) => ok(found(call).record) },
  { method: "put", path: "/rest/api/3/issue/:issue/comment/:id", handle: update },
  { method: "delete", path: "/rest/api/3/issue/:issue/comment/:id", handle: remove },
  { method: "post", path: "/rest/api/3/comment/list", handle: listByIds },
  { method: "get", path: "/rest/api/3/comment/:id/properties/:key", handle: readProperty },
  { method: "put", path: "/rest/api/3/comment/:id/properties/:key", handle: writeProperty },
];

function found(call: Call): StoredComment {
  return requireComment(call.state, param(call, "issue"), param(call, "id"));
}

function list(call: Call): Reply {
  const issue = requireIssue(call.state, param(call, "issue"));
  const oldestFirst = call.state.comments.of(issue.id).map(({ record }) => record);
  const records = call.query.get("orderBy") === "-created" ? oldestFirst.toReversed() : oldestFirst;
  const { values, ...page } = pageOf(call, records, { usual: 100, most: 100 });
  return ok({ ...without(page, "isLast"), comments: values });
}

function add({ state, actor, params, body }: Call): Reply {
  return { status: 201, body: addComment({ state, actor }, params["issue"] ?? "", body).record };
}

function update(call: Call): Reply {
  const comment = found(call);
  requireNotifyRight(call.state, call.query);
  return ok(updateComment(call, comment, call.body).record);
}

function remove(call: Call): Reply {
  deleteComment(call, found(call));
  return NO_CONTENT;
}

/** The only route that returns comments together with their properties. */
function listByIds(call: Call): Reply {
  const ids = bodyTexts(call.body, "ids");
  if (ids.length === 0 || ids.length > MOST_LISTED) {
    throw refuse(400, `The list of ids must contain between 1 and ${MOST_LISTED} entries.`);
  }
  const withProperties = listParam(call.query, "expand").includes("properties");
  const comments = ids.map((id) => call.state.comments.byId(id)).filter((comment) => comment !== null);
  const values = comments.map((comment) =>
    withProperties ? { ...comment.record, properties: propertyList(comment) } : comment.record,
  );
  return ok({ maxResults: MOST_LISTED, startAt: 0, total: values.length, isLast: true, values });
}

function propertyList(comment: StoredComment): readonly RawRecord[] {
  return [...comment.properties].map(([key, value]) => ({ key, value }));
}

function byId(call: Call): StoredComment {
  const comment = call.state.comments.byId(param(call, "id"));
  if (comment === null) throw refuse(404, `Can not find a comment for the id: ${param(call, "id")}.`);
  return comment;
}

function readProperty(call: Call): Reply {
  const key = param(call, "key");
  const { properties } = byId(call);
  if (!properties.has(key)) throw refuse(404, `The property with key '${key}' does not exist.`);
  return ok({ key, value: properties.get(key) });
}

function writeProperty(call: Call): Reply {
  const comment = byId(call);
  const key = param(call, "key");
  checkProperty(key, call.rawBody);
  call.state.comments.put({ ...comment, properties: new Map([...comment.properties, [key, call.rawBody]]) });
  return { status: comment.properties.has(key) ? 200 : 201 };
}
