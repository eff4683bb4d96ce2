import type { RawRecord } from "../data.ts";
import { bodyTexts, listParam, NO_CONTENT, ok, pageOf, param, type Call, type Reply, type Route } from "./call.ts";
import { refuse } from "./failure.ts";
import { requireIssue } from "./issue-access.ts";
import { createIssue, updateIssue } from "./issue-writes.ts";
import { transition } from "./transition.ts";
import { deleteIssue } from "./delete-issue.ts";
import { recordAt, textAt } from "../record.ts";
import type { SiteState } from "./site-state.ts";
import type { StoredIssue } from "./stored-issue.ts";

const MOST_FETCHED = 100;

/** Issues one by one and in bulk: read, create, change, transition, delete. */
export const issueRoutes: readonly Route[] = [
  { method: "post", path: "/rest/api/3/issue/bulkfetch", handle: bulkFetch },
  { method: "post", path: "/rest/api/3/issue", handle: create },
  { method: "get", path: "/rest/api/3/issue/:issue", handle: read },
  { method: "put", path: "/rest/api/3/issue/:issue", handle: update },
  { method: "delete", path: "/rest/api/3/issue/:issue", handle: remove },
  { method: "get", path: "/rest/api/3/issue/:issue/transitions", handle: transitions },
  { method: "post", path: "/rest/api/3/issue/:issue/transitions", handle: doTransition },
  { method: "get", path: "/rest/api/3/issue/:issue/changelog", handle: changelog },
];

function read(call: Call): Reply {
  const { state, query } = call;
  const issue = requireIssue(state, param(call, "issue"));
  const fields = listParam(query, "fields");
  const choice = {
    fields: fields.length === 0 ? ["*all"] : fields,
    expand: new Set(listParam(query, "expand")),
    properties: listParam(query, "properties"),
  };
  return ok({ ...issue.extra, ...state.view.issue(issue, choice), ...state.view.legend(choice) });
}

function create({ state, actor, body }: Call): Reply {
  const issue = createIssue({ state, actor }, body);
  return { status: 201, body: { id: issue.id, key: issue.key, self: `${state.baseUrl}/rest/api/3/issue/${issue.id}` } };
}

function update(call: Call): Reply {
  const { state, actor, query, body } = call;
  const issue = requireIssue(state, param(call, "issue"));
  requireNotifyRight(state, query);
  const changed = updateIssue({ state, actor }, issue.id, body);
  if (query.get("returnIssue") !== "true") return NO_CONTENT;
  const expand = new Set(listParam(query, "expand"));
  return ok(state.view.issue(changed, { fields: ["*all"], expand, properties: [] }));
}

/** `notifyUsers=false` requires the right to administer the project; without it the site refuses or ignores it. */
export function requireNotifyRight(state: SiteState, query: URLSearchParams): void {
  if (query.get("notifyUsers") === "false" && state.switches.notify === "forbidden") {
    throw refuse(403, "To discard the user notification either admin or project admin permissions are required.");
  }
}

function remove(call: Call): Reply {
  deleteIssue(call, param(call, "issue"));
  return NO_CONTENT;
}

/** Omits missing and hidden issues; the answer is in order of id, regardless of the request's. */
function bulkFetch({ state, body }: Call): Reply {
  const wanted = bodyTexts(body, "issueIdsOrKeys");
  if (wanted.length === 0 || wanted.length > MOST_FETCHED) {
    throw refuse(400, `The number of issueIdsOrKeys must be between 1 and ${MOST_FETCHED}.`);
  }
  if (body["expand"] !== undefined && !Array.isArray(body["expand"])) {
    throw refuse(400, "Invalid request payload. Refer to the REST API documentation and try again.");
  }
  const found = new Map(
    wanted
      .map((idOrKey) => state.store.find(idOrKey))
      .filter((issue) => issue !== null)
      .map((issue) => [issue.id, issue]),
  );
  const fields = bodyTexts(body, "fields");
  const choice = {
    fields: fields.length === 0 ? ["*navigable"] : fields,
    expand: new Set(bodyTexts(body, "expand")),
    properties: bodyTexts(body, "properties"),
  };
  const issues = [...found.values()]
    .toSorted((a, b) => a.number - b.number)
    .map((issue) => state.view.issue(issue, choice));
  return ok({ ...state.view.legend(choice), issues, issueErrors: [] });
}

/** Transitions lead from every status of the project to every other. */
function transitionsOf(state: SiteState, issue: StoredIssue): readonly { id: string; status: RawRecord }[] {
  const own = state.catalogue.statusesOfProject.get(issue.projectKey);
  return [...state.catalogue.statuses]
    .filter(
      ([id]) =>
        own === undefined || own.has(id) || STANDARD.has(textAt(state.catalogue.statuses.get(id), "name") ?? ""),
    )
    .map(([id, status]) => ({ id: String(Number(id) + 10), status }));
}

const STANDARD: ReadonlySet<string> = new Set(["To Do", "In Progress", "Done"]);

function transitions(call: Call): Reply {
  const list = transitionsOf(call.state, requireIssue(call.state, param(call, "issue")));
  const shown = list.map(({ id, status }) => ({
    id,
    name: status["name"],
    to: status,
    hasScreen: false,
    isGlobal: true,
    isInitial: false,
    isAvailable: true,
    isConditional: false,
    looped: false,
  }));
  return ok({ expand: "transitions", transitions: shown });
}

function doTransition(call: Call): Reply {
  const { state, actor, body } = call;
  const issue = requireIssue(state, param(call, "issue"));
  const wanted = textAt(body, "transition", "id");
  const chosen = transitionsOf(state, issue).find(({ id }) => id === wanted);
  if (chosen === undefined) {
    throw refuse(400, `It seems that you have tried to perform an illegal workflow operation: transition ${wanted}.`);
  }
  transition({ state, actor }, issue.id, { status: chosen.status, resolution: recordAt(body, "fields", "resolution") });
  return NO_CONTENT;
}

function changelog(call: Call): Reply {
  const issue = requireIssue(call.state, param(call, "issue"));
  return ok({
    self: `${call.state.baseUrl}/rest/api/3/issue/${issue.key}/changelog`,
    ...pageOf(call, issue.histories, { usual: 100, most: 100 }),
  });
}
