import { bodyTexts, listParam, numberParam, ok, type Call, type Reply, type Route } from "../call.ts";
import { numberAt, textAt, valueAt } from "../../record.ts";
import { searchContext } from "../search-routes.ts";
import { epicLinkField } from "./form.ts";

/** `jira.search.views.default.max` of a Data Center as it is installed. */
const LONGEST_PAGE = 1000;
const USUAL_PAGE = 50;

/** The search of version 2, which pages by offset. */
export const serverSearchRoutes: readonly Route[] = [
  { method: "get", path: "/rest/api/2/search", handle: byQuery },
  { method: "post", path: "/rest/api/2/search", handle: byBody },
];

type Asked = {
  readonly jql: string;
  readonly startAt: number;
  readonly maxResults: number;
  readonly fields: readonly string[];
  readonly expand: readonly string[];
  /** Whether the search leaves out issues that it does not know, instead of refusing. */
  readonly isUnvalidated: boolean;
};

function byQuery(call: Call): Reply {
  const { query } = call;
  return answer(call, {
    jql: query.get("jql") ?? "",
    startAt: numberParam(query, "startAt", 0),
    maxResults: numberParam(query, "maxResults", USUAL_PAGE),
    fields: listParam(query, "fields"),
    expand: listParam(query, "expand"),
    isUnvalidated: query.get("validateQuery") === "false",
  });
}

function byBody(call: Call): Reply {
  const { body } = call;
  return answer(call, {
    jql: textAt(body, "jql") ?? "",
    startAt: numberAt(body, "startAt") ?? 0,
    maxResults: numberAt(body, "maxResults") ?? USUAL_PAGE,
    fields: bodyTexts(body, "fields"),
    expand: bodyTexts(body, "expand"),
    isUnvalidated: valueAt(body, "validateQuery") === false,
  });
}

function answer(call: Call, { jql, startAt, maxResults, fields, expand, isUnvalidated }: Asked): Reply {
  const size = Math.min(maxResults, LONGEST_PAGE);
  const { issues, total } = call.state.search.slice(
    jql,
    { from: startAt, size },
    { ...searchContext(call), isUnvalidated },
  );
  const choice = {
    fields: fields.length === 0 ? ["*navigable"] : withParent(fields),
    expand: new Set(expand),
    properties: [],
  };
  const shown = issues.map((issue) => call.state.view.issue(issue, choice));
  return ok({ expand: "schema,names", startAt, maxResults: size, total, issues: shown });
}

/** The site keeps an epic as parent. */
function withParent(fields: readonly string[]): readonly string[] {
  return fields.includes(epicLinkField) ? [...fields, "parent"] : fields;
}
