import type { RawRecord } from "../data.ts";
import { listParam, ok, pageOf, param, type Call, type Reply, type Route } from "./call.ts";
import { named } from "./catalogue.ts";
import { JiraError } from "./failure.ts";
import { numberAt, textAt } from "../record.ts";
import { sprintRow } from "./sprint-row.ts";

const BOARD_PAGE = { usual: 50, most: 50 };

/** Boards, their configuration, and sprints: agile 1.0. */
export const agileRoutes: readonly Route[] = [
  { method: "get", path: "/rest/agile/1.0/board", handle: boards },
  { method: "get", path: "/rest/agile/1.0/board/:board", handle: (call) => ok(shownBoard(call, board(call))) },
  { method: "get", path: "/rest/agile/1.0/board/:board/configuration", handle: configuration },
  { method: "get", path: "/rest/agile/1.0/board/:board/sprint", handle: boardSprints },
  {
    method: "get",
    path: "/rest/agile/1.0/sprint/:sprint",
    handle: (call) => ok(sprintRow(sprint(call), call.state.baseUrl)),
  },
];

function shownBoard({ state }: Call, record: RawRecord): RawRecord {
  return {
    ...record,
    self: `${state.baseUrl}/rest/agile/1.0/board/${textAt(record, "id")}`,
    isPrivate: record["isPrivate"] ?? false,
  };
}

function boards(call: Call): Reply {
  const { query, state } = call;
  const wanted = query.get("projectKeyOrId");
  const project = wanted === null ? null : named(state.catalogue.projects, wanted);
  if (wanted !== null && project === null) {
    throw agileRefusal(400, `No project could be found with key or id '${wanted}'.`);
  }
  const types = listParam(query, "type");
  const name = (query.get("name") ?? "").toLowerCase();
  const found = [...state.catalogue.boards.values()]
    .filter((one) => project === null || textAt(one, "location", "projectKey") === textAt(project, "key"))
    .filter((one) => types.length === 0 || types.includes(textAt(one, "type") ?? ""))
    .filter((one) => (textAt(one, "name") ?? "").toLowerCase().includes(name))
    .map((one) => shownBoard(call, one));
  return ok(pageOf(call, found, BOARD_PAGE));
}

/** The board of the path. @throws JiraError 404 */
export function board(call: Call): RawRecord {
  const found = call.state.catalogue.boards.get(param(call, "board"));
  if (found === undefined) {
    throw agileRefusal(
      404,
      "The requested board cannot be viewed because it either does not exist or you do not have permission to view it.",
    );
  }
  return found;
}

/** The sprint of the path. @throws JiraError 404 */
export function sprint(call: Call): RawRecord {
  const found = call.state.catalogue.sprints.get(param(call, "sprint"));
  if (found === undefined) throw agileRefusal(404, "Sprint does not exist or you do not have permission to view it.");
  return found;
}

function agileRefusal(status: number, message: string): JiraError {
  return new JiraError(status, { errorMessages: [message], errors: {} });
}

function configuration(call: Call): Reply {
  const { state } = call;
  const own = board(call);
  const id = numberAt(own, "id");
  const key = textAt(own, "location", "projectKey") ?? "";
  const estimate = [...state.catalogue.fields].find(([, field]) => textAt(field, "schema", "type") === "number");
  const rank = [...state.catalogue.fields].find(
    ([, field]) => textAt(field, "schema", "custom") === "com.pyxis.greenhopper.jira:gh-lexo-rank",
  );
  return ok({
    id,
    name: own["name"],
    type: own["type"],
    self: `${state.baseUrl}/rest/agile/1.0/board/${id}/configuration`,
    location: {
      type: "project",
      key,
      id: textAt(own, "location", "projectId") ?? "",
      name: textAt(own, "location", "projectName") ?? "",
    },
    filter: { id: String(10_000 + (id ?? 0)), self: `${state.baseUrl}/rest/api/2/filter/${10_000 + (id ?? 0)}` },
    columnConfig: { columns: columns(call, key), constraintType: "none" },
    ...(estimate === undefined
      ? {}
      : { estimation: { type: "field", field: { fieldId: estimate[0], displayName: estimate[1]["name"] } } }),
    ...(rank === undefined ? {} : { ranking: { rankCustomFieldId: numberAt(rank[1], "schema", "customId") } }),
  });
}

const COLUMNS = [
  ["To Do", "new"],
  ["In Progress", "indeterminate"],
  ["Done", "done"],
] as const;

function columns({ state }: Call, projectKey: string): readonly RawRecord[] {
  const own = state.catalogue.statusesOfProject.get(projectKey);
  const statuses = [...state.catalogue.statuses.values()].filter(
    (status) => own === undefined || own.has(textAt(status, "id") ?? ""),
  );
  return COLUMNS.map(([name, category]) => ({
    name,
    statuses: statuses
      .filter((status) => textAt(status, "statusCategory", "key") === category)
      .map((status) => ({
        id: textAt(status, "id"),
        self: `${state.baseUrl}/rest/api/2/status/${textAt(status, "id")}`,
      })),
  }));
}

const STATES = ["closed", "active", "future"];

/** Sprints that began on this board; first those that are over, then the active, then the future ones. */
function boardSprints(call: Call): Reply {
  const own = board(call);
  if (textAt(own, "type") === "kanban") throw agileRefusal(400, "The board does not support sprints");
  const states = listParam(call.query, "state");
  const wrong = states.find((state) => !STATES.includes(state));
  if (wrong !== undefined) {
    throw agileRefusal(400, `The sprint state '${wrong}' is invalid: use future, active or closed.`);
  }
  const found = [...call.state.catalogue.sprints.values()]
    .filter((one) => textAt(one, "originBoardId") === textAt(own, "id"))
    .filter((one) => states.length === 0 || states.includes(textAt(one, "state") ?? ""))
    .toSorted(
      (a, b) =>
        STATES.indexOf(textAt(a, "state") ?? "") - STATES.indexOf(textAt(b, "state") ?? "") ||
        (numberAt(a, "id") ?? 0) - (numberAt(b, "id") ?? 0),
    );
  return ok(
    pageOf(
      call,
      found.map((one) => sprintRow(one, call.state.baseUrl)),
      BOARD_PAGE,
    ),
  );
}
