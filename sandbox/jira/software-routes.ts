import { board, sprint } from "./agile-routes.ts";
import { listParam, numberParam, ok, param, type Call, type Reply, type Route } from "./call.ts";
import { textAt } from "../record.ts";
import { searchContext, searchPage } from "./search-routes.ts";

/** Issue lists of boards and sprints: software 1.0, paged by token, without totals. */
export const softwareRoutes: readonly Route[] = [
  { method: "get", path: "/rest/software/1.0/sprint/:sprint/issue", handle: (call) => list(call, sprintJql(call)) },
  {
    method: "get",
    path: "/rest/software/1.0/sprint/:sprint/issue/approximate-count",
    handle: (call) => count(call, sprintJql(call)),
  },
  { method: "get", path: "/rest/software/1.0/board/:board/issue", handle: (call) => list(call, boardJql(call)) },
  {
    method: "get",
    path: "/rest/software/1.0/board/:board/issue/approximate-count",
    handle: (call) => count(call, boardJql(call)),
  },
  {
    method: "get",
    path: "/rest/software/1.0/board/:board/sprint/:sprint/issue",
    handle: (call) => list(call, `${boardJql(call)} AND ${sprintJql(call)}`),
  },
];

function sprintJql(call: Call): string {
  return `sprint = ${textAt(sprint(call), "id")}`;
}

/** A board shows the issues of its project; without a project, those of its sprints. */
function boardJql(call: Call): string {
  const own = board(call);
  const project = textAt(own, "location", "projectKey");
  if (project !== null) return `project = "${project}"`;
  const sprints = [...call.state.catalogue.sprints]
    .filter(([, one]) => textAt(one, "originBoardId") === param(call, "board"))
    .map(([id]) => id);
  return sprints.length === 0 ? "key in (EMPTY)" : `sprint in (${sprints.join(", ")})`;
}

function narrowed(call: Call, jql: string): string {
  const own = call.query.get("jql") ?? "";
  const [where = "", order] = own.split(/\border\s+by\b/i);
  const restricted = where.trim() === "" ? jql : `${jql} AND (${where.trim()})`;
  return order === undefined ? restricted : `${restricted} ORDER BY ${order.trim()}`;
}

function list(call: Call, jql: string): Reply {
  const { query, state } = call;
  const fields = listParam(query, "fields");
  const choice = {
    fields: fields.length === 0 ? ["*navigable"] : fields,
    expand: new Set(listParam(query, "expand")),
    properties: [],
  };
  const { issues, nextPageToken } = searchPage(call, {
    jql: narrowed(call, jql),
    choice,
    maxResults: numberParam(query, "maxResults", 50),
    pageToken: query.get("nextPageToken"),
    reconcile: listParam(query, "reconcileIssues"),
  });
  return ok({
    ...state.view.legend(choice),
    issues: issues.map((issue) => state.view.issue(issue, choice)),
    ...(nextPageToken === null ? {} : { nextPageToken }),
    isLast: nextPageToken === null,
  });
}

function count(call: Call, jql: string): Reply {
  return ok({ count: call.state.search.count(narrowed(call, jql), searchContext(call)) });
}
