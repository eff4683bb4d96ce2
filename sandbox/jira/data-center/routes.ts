import type { RawRecord } from "../../data.ts";
import { listAt, recordAt, textAt, without } from "../../record.ts";
import { agileRoutes } from "../agile-routes.ts";
import { ok, param, type Call, type Reply, type Route } from "../call.ts";
import { commentRoutes } from "../comment-routes.ts";
import { refuse } from "../failure.ts";
import { issueRoutes } from "../issue-routes.ts";
import { linkRoutes } from "../link-routes.ts";
import { projectRoutes } from "../site-routes.ts";
import { epicLink, epicLinkField, serverForm } from "./form.ts";
import { serverHookRoutes } from "./hook-routes.ts";
import { serverSearchRoutes } from "./search-routes.ts";
import { isCalled } from "./users.ts";

/** Paths that Data Center lacks or answers differently, without `/rest/api/3`. */
const notShared: ReadonlySet<string> = new Set([
  "/issue/bulkfetch",
  "/issue/:issue/changelog",
  "/comment/list",
  "/project/search",
  "/project/:project/version",
]);

/** Data Center's own routes come first: the site takes the first one that fits. */
export function serverRoutes(version: string): readonly Route[] {
  const shared = [...projectRoutes, ...commentRoutes, ...linkRoutes, ...issueRoutes]
    .filter(({ path }) => !notShared.has(path.replace("/rest/api/3", "")))
    .map((route) => ({ ...route, path: route.path.replace("/rest/api/3/", "/rest/api/2/") }));
  return [...ownRoutes(version), ...serverSearchRoutes, ...shared, ...agileRoutes, ...serverHookRoutes(version)].map(
    inServerForm,
  );
}

function inServerForm(route: Route): Route {
  return {
    ...route,
    handle: (call) => {
      const { body, ...reply } = route.handle(call);
      const { baseUrl, catalogue } = call.state;
      return body === undefined ? reply : { ...reply, body: serverForm(body, { baseUrl, ...catalogue }) };
    },
  };
}

function ownRoutes(version: string): readonly Route[] {
  return [
    { method: "get", path: "/rest/api/2/serverInfo", handle: (call) => serverInfo(call, version) },
    { method: "get", path: "/rest/api/2/field", handle: fields },
    { method: "get", path: "/rest/api/2/project", handle: projects },
    { method: "get", path: "/rest/api/2/user", handle: user },
    { method: "get", path: "/rest/api/2/user/search", handle: searchUsers },
    { method: "get", path: "/rest/api/2/issue/createmeta/:project/issuetypes", handle: pageOfMeta("issueTypes") },
    { method: "get", path: "/rest/api/2/issue/createmeta/:project/issuetypes/:type", handle: pageOfMeta("fields") },
    { method: "get", path: "/rest/agile/1.0/board/:board/sprint", handle: sprints },
  ];
}

function serverInfo({ state }: Call, version: string): Reply {
  const { baseUrl, name } = state;
  const versionNumbers = version.split(".").map(Number);
  return ok({ baseUrl, version, versionNumbers, deploymentType: "Server", serverTitle: name });
}

function fields({ state }: Call): Reply {
  const all = [...state.catalogue.fields.values()].filter((field) => field["id"] !== epicLinkField);
  return ok([...all.map((field) => without(field, "scope", "key")), epicLink]);
}

/** All at once, without archived ones. */
function projects({ state }: Call): Reply {
  return ok([...state.catalogue.projects.values()].filter((one) => one["archived"] !== true));
}

function usersOf({ state }: Call): readonly RawRecord[] {
  const { accountId, displayName, emailAddress } = state.account;
  return [...state.catalogue.users.values(), { accountId, displayName, emailAddress }];
}

function user(call: Call): Reply {
  const wanted = call.query.get("key") ?? call.query.get("username") ?? "";
  const found = usersOf(call).find((one) => isCalled(one, wanted));
  if (found === undefined) throw refuse(404, `The user named '${wanted}' does not exist`);
  return ok(found);
}

function searchUsers(call: Call): Reply {
  const words = (call.query.get("username") ?? "").toLowerCase();
  const names = (one: RawRecord) => [textAt(one, "displayName"), textAt(one, "emailAddress")];
  return ok(
    usersOf(call)
      .filter((one) => isCalled(one, words) || names(one).some((name) => name?.toLowerCase().startsWith(words)))
      .map((one) => ({ active: true, ...one })),
  );
}

/** The same page as at Cloud, with the records as `values`. */
function pageOfMeta(name: "issueTypes" | "fields"): Route["handle"] {
  const path = `/rest/api/3/issue/createmeta/:project/issuetypes${name === "fields" ? "/:type" : ""}`;
  const cloud = projectRoutes.find((route) => route.path === path);
  return (call) => {
    const { body, ...reply } = cloud?.handle(call) ?? { status: 404 };
    const page = recordAt({ body }, "body") ?? {};
    return { ...reply, body: { ...without(page, name), values: listAt(page, name) } };
  };
}

/** Without `total`, as go-jira's recorded answer of a Jira Server. */
function sprints(call: Call): Reply {
  const cloud = agileRoutes.find(({ path }) => path === "/rest/agile/1.0/board/:board/sprint");
  if (cloud === undefined) throw refuse(404, `no board ${param(call, "board")}`);
  const { body, ...reply } = cloud.handle(call);
  return { ...reply, body: without(recordAt({ body }, "body") ?? {}, "total") };
}
