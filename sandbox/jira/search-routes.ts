import { bodyTexts, listParam, numberParam, ok, type Call, type Reply, type Route } from "./call.ts";
import { refuse } from "./failure.ts";
import type { FieldChoice } from "./issue-view.ts";
import type { JqlContext } from "./jql/term.ts";
import { numberAt, textAt } from "../record.ts";

/** Maximum length of a page with only ids and keys; 100 with any field. */
const LONGEST_ID_PAGE = 5000;
const LONGEST_PAGE = 100;
const USUAL_PAGE = 50;
const MOST_RECONCILED = 50;

const GONE =
  "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046";

/** Enhanced search, its count, and the old search that is gone. */
export const searchRoutes: readonly Route[] = [
  { method: "get", path: "/rest/api/3/search/jql", handle: (call) => searchReply(call, searchFromQuery(call)) },
  { method: "post", path: "/rest/api/3/search/jql", handle: (call) => searchReply(call, searchFromBody(call)) },
  { method: "post", path: "/rest/api/3/search/approximate-count", handle: approximateCount },
  { method: "get", path: "/rest/api/:version/search", handle: gone },
  { method: "post", path: "/rest/api/:version/search", handle: gone },
];

export type SearchCall = {
  readonly jql: string;
  readonly choice: FieldChoice;
  readonly maxResults: number;
  readonly pageToken: string | null;
  readonly reconcile: readonly string[];
};

function searchFromQuery({ query }: Call): SearchCall {
  return {
    jql: query.get("jql") ?? "",
    choice: {
      fields: orIds(listParam(query, "fields")),
      expand: new Set(listParam(query, "expand")),
      properties: listParam(query, "properties"),
    },
    maxResults: numberParam(query, "maxResults", USUAL_PAGE),
    pageToken: query.get("nextPageToken"),
    reconcile: listParam(query, "reconcileIssues"),
  };
}

function searchFromBody({ body }: Call): SearchCall {
  if (body["expand"] !== undefined && typeof body["expand"] !== "string") {
    throw refuse(400, "Invalid request payload. Refer to the REST API documentation and try again.");
  }
  return {
    jql: textAt(body, "jql") ?? "",
    choice: {
      fields: orIds(bodyTexts(body, "fields")),
      expand: new Set(
        (textAt(body, "expand") ?? "")
          .split(",")
          .map((word) => word.trim())
          .filter((word) => word !== ""),
      ),
      properties: bodyTexts(body, "properties"),
    },
    maxResults: numberAt(body, "maxResults") ?? USUAL_PAGE,
    pageToken: textAt(body, "nextPageToken"),
    reconcile: bodyTexts(body, "reconcileIssues"),
  };
}

function orIds(fields: readonly string[]): readonly string[] {
  return fields.length === 0 ? ["id"] : fields.flatMap((field) => field.split(","));
}

/** The context of a query, with search updated as far as the lag allows. */
export function searchContext({ state, actor }: Call): JqlContext {
  const now = state.runtime.clock();
  state.index.catchUp(now - state.runtime.searchLagMs);
  return { catalogue: state.catalogue, store: state.store, now, timeZone: actor.timeZone, accountId: actor.accountId };
}

function searchReply(call: Call, asked: SearchCall): Reply {
  const { issues, nextPageToken } = searchPage(call, asked);
  const { fields, expand, properties } = asked.choice;
  const bare = fields.every((field) => field === "id") && expand.size === 0 && properties.length === 0;
  return ok({
    ...call.state.view.legend(asked.choice),
    issues: bare ? issues.map(({ id }) => ({ id })) : issues.map((issue) => call.state.view.issue(issue, asked.choice)),
    ...(nextPageToken === null ? {} : { nextPageToken }),
    isLast: nextPageToken === null,
  });
}

/** Runs a search under the caps on page, properties and issues to reconcile. @throws JiraError 400 */
export function searchPage(call: Call, asked: SearchCall): ReturnType<Call["state"]["search"]["page"]> {
  if (asked.reconcile.length > MOST_RECONCILED) {
    throw refuse(400, `The maximum number of issues to reconcile is ${MOST_RECONCILED}.`);
  }
  if (asked.choice.properties.length > 5) {
    throw refuse(400, "The maximum number of issue properties that can be requested is 5.");
  }
  if (asked.maxResults < 1) throw refuse(400, "The maxResults parameter must be between 1 and 5000.");
  const idsOnly = asked.choice.fields.every((field) => field === "id" || field === "key");
  const request = {
    jql: asked.jql,
    pageSize: Math.min(asked.maxResults, idsOnly ? LONGEST_ID_PAGE : LONGEST_PAGE),
    pageToken: asked.pageToken,
    reconcile: asked.reconcile,
  };
  return call.state.search.page(request, searchContext(call));
}

function approximateCount(call: Call): Reply {
  return ok({ count: call.state.search.count(textAt(call.body, "jql") ?? "", searchContext(call)) });
}

function gone(): Reply {
  throw refuse(410, GONE);
}
