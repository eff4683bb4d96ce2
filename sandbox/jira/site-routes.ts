import type { RawRecord } from "../data.ts";
import { listParam, ok, pageOf, param, type Call, type Reply, type Route } from "./call.ts";
import { named } from "./catalogue.ts";
import { refuse } from "./failure.ts";
import { formatInstant } from "./instant.ts";
import { askedFields } from "./create-screen.ts";
import { listAt, numberAt, textAt } from "../record.ts";
import { userRecord } from "./account.ts";
import { isPermitted, myPermissions } from "./permissions.ts";

/** Routes of the account, the site, its projects, fields, types and statuses. */
export const projectRoutes: readonly Route[] = [
  {
    method: "get",
    path: "/rest/api/3/myself",
    handle: ({ state, actor }) => ok({ ...userRecord(actor, state.baseUrl), locale: "en_US" }),
  },
  { method: "get", path: "/rest/api/3/mypermissions", handle: myPermissions },
  { method: "get", path: "/rest/api/3/serverInfo", handle: serverInfo },
  { method: "get", path: "/rest/api/3/field", handle: ({ state }) => ok([...state.catalogue.fields.values()]) },
  { method: "get", path: "/rest/api/3/status", handle: ({ state }) => ok([...state.catalogue.statuses.values()]) },
  { method: "get", path: "/rest/api/3/issuetype", handle: ({ state }) => ok([...state.catalogue.issueTypes.values()]) },
  { method: "get", path: "/rest/api/3/priority", handle: ({ state }) => ok([...state.catalogue.priorities.values()]) },
  { method: "get", path: "/rest/api/3/project/search", handle: searchProjects },
  {
    method: "get",
    path: "/rest/api/3/project/:project",
    handle: (call) => ok({ ...project(call), issueTypes: issueTypes(call) }),
  },
  {
    method: "get",
    path: "/rest/api/3/project/:project/version",
    handle: (call) => ok(pageOf(call, versions(call), { usual: 50, most: 50 })),
  },
  { method: "get", path: "/rest/api/3/project/:project/versions", handle: (call) => ok(versions(call)) },
  { method: "get", path: "/rest/api/3/user/search", handle: searchUsers },
  { method: "get", path: "/rest/api/3/issue/createmeta/:project/issuetypes", handle: createTypes },
  { method: "get", path: "/rest/api/3/issue/createmeta/:project/issuetypes/:type", handle: createFields },
];

function serverInfo({ state, actor }: Call): Reply {
  return ok({
    baseUrl: state.baseUrl,
    displayUrl: state.baseUrl,
    version: "1001.0.0-SNAPSHOT",
    versionNumbers: [1001, 0, 0],
    deploymentType: "Cloud",
    buildNumber: 100_290,
    buildDate: "2026-11-02T00:00:00.000+0000",
    serverTime: formatInstant(state.runtime.clock(), actor.timeZone),
    scmInfo: "0".repeat(40),
    serverTitle: state.name,
    serverTimeZone: "UTC",
  });
}

/** By account id, or by the beginning of a name or an address. */
function searchUsers({ state, query }: Call): Reply {
  const accountId = query.get("accountId");
  const words = (query.get("query") ?? "").toLowerCase();
  const names = (user: RawRecord) => [textAt(user, "displayName"), textAt(user, "emailAddress")];
  const users = [...state.catalogue.users.values()].filter((user) =>
    accountId === null
      ? names(user).some((name) => name?.toLowerCase().startsWith(words) === true)
      : textAt(user, "accountId") === accountId,
  );
  return ok(users.map((user) => ({ accountType: "atlassian", active: true, ...user })));
}

function searchProjects(call: Call): Reply {
  const keys = [...listParam(call.query, "keys"), ...listParam(call.query, "id")];
  const text = (call.query.get("query") ?? "").toLowerCase();
  const matches = [...call.state.catalogue.projects.values()]
    .filter((one) => one["archived"] !== true)
    .filter(
      (one) => keys.length === 0 || keys.includes(textAt(one, "key") ?? "") || keys.includes(textAt(one, "id") ?? ""),
    )
    .filter((one) => `${textAt(one, "key")} ${textAt(one, "name")}`.toLowerCase().includes(text))
    .toSorted((a, b) => (textAt(a, "key") ?? "").localeCompare(textAt(b, "key") ?? ""));
  return ok({
    self: `${call.state.baseUrl}/rest/api/3/project/search`,
    ...pageOf(call, matches, { usual: 50, most: 100 }),
  });
}

function project(call: Call): RawRecord {
  const wanted = param(call, "project");
  const { catalogue, formerProjectKeys } = call.state;
  const key = wanted.toUpperCase();
  const found =
    catalogue.projects.get(wanted) ??
    [...catalogue.projects.values()].find((one) => textAt(one, "key") === key) ??
    catalogue.projects.get(formerProjectKeys.get(key) ?? "");
  if (found === undefined) {
    const by = /^\d+$/.test(wanted) ? "id" : "key";
    throw refuse(404, `No project could be found with ${by} '${wanted}'.`);
  }
  return found;
}

function versions(call: Call): readonly RawRecord[] {
  const id = textAt(project(call), "id");
  const key = textAt(project(call), "key");
  const seenHere = versionsSeen(call, key ?? "");
  return [...call.state.catalogue.versions.values()].filter((version) => {
    const owner = textAt(version, "projectId");
    return owner === null ? seenHere.has(textAt(version, "id") ?? "") : owner === id;
  });
}

/** Versions in issues lack their project: uses the issues' project. */
function versionsSeen({ state }: Call, projectKey: string): ReadonlySet<string> {
  const seen = new Set<string>();
  for (const issue of state.store.all()) {
    if (issue.projectKey === projectKey) {
      for (const version of [issue.fields["fixVersions"], issue.fields["versions"]].flat()) {
        seen.add(textAt(version, "id") ?? "");
      }
    }
  }
  return seen;
}

function issueTypes(call: Call): readonly RawRecord[] {
  const { issueTypes: all, typesOfProject } = call.state.catalogue;
  const seen = typesOfProject.get(textAt(project(call), "key") ?? "");
  const own = [...all.values()].filter((type) => seen?.has(textAt(type, "id") ?? "") === true);
  const task = named(all, "Task");
  const complete = task === null || own.includes(task) ? own : [...own, task];
  return (complete.length > 0 ? complete : [...all.values()]).map((type) => ({ description: "", ...type }));
}

/** Without the permission to create there, Jira shows no type. */
function createTypes(call: Call): Reply {
  if (!isPermitted(call.state, "CREATE_ISSUES", textAt(project(call), "key"))) {
    return ok({ startAt: 0, maxResults: 50, total: 0, issueTypes: [] });
  }
  const { values, ...page } = pageOf(call, issueTypes(call), { usual: 50, most: 200 });
  return ok({ ...page, issueTypes: values });
}

const SET_ON_CREATE: ReadonlySet<string> = new Set([
  "summary",
  "issuetype",
  "project",
  "description",
  "labels",
  "parent",
  "priority",
  "assignee",
  "reporter",
  "components",
  "fixVersions",
  "duedate",
]);
const REQUIRED: ReadonlySet<string> = new Set(["summary", "issuetype", "project"]);

function createFields(call: Call): Reply {
  const type = issueTypes(call).find((candidate) => numberAt(candidate, "id") === Number(param(call, "type")));
  if (type === undefined) {
    throw refuse(404, `Issue type with id '${param(call, "type")}' does not exist in this project.`);
  }
  const shown = [...call.state.catalogue.fields].filter(
    ([id, field]) => SET_ON_CREATE.has(id) || field["custom"] === true,
  );
  const asked = askedFields(call.state.catalogue, textAt(project(call), "key") ?? "");
  const fields = shown.map(([id, field]) => ({
    required: REQUIRED.has(id) || asked.get(id)?.["required"] === true,
    schema: field["schema"],
    name: field["name"],
    key: id,
    fieldId: id,
    hasDefaultValue: asked.get(id)?.["hasDefaultValue"] === true,
    operations: ["set"],
    ...(asked.has(id) ? { allowedValues: listAt(asked.get(id), "allowedValues") } : {}),
  }));
  const { values, ...page } = pageOf(call, fields, { usual: 50, most: 200 });
  return ok({ ...page, fields: values });
}
