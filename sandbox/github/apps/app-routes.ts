import type { RawRecord } from "../../data.ts";
import { apiRoot } from "../address.ts";
import { GithubError, notFound, refuse } from "../failure.ts";
import { now, type HostState } from "../host-state.ts";
import { formatInstant } from "../instant.ts";
import { nodeIdFor } from "../identity.ts";
import { numberInPath, ok, param, type Call, type Reply, type Route } from "../rest/call.ts";
import { numberedPage } from "../rest/pages.ts";
import { accountRow } from "../rows/account-row.ts";
import { repositoryRow } from "../rows/repository-row.ts";
import type { App, Installation } from "./app-registry.ts";

export const appRoutes: readonly Route[] = [
  { method: "post", path: "/app-manifests/:code/conversions", credentials: "none", handle: convert },
  { method: "get", path: "/app", credentials: "app", handle: (call) => ok(appRow(call.state, appOf(call))) },
  { method: "get", path: "/app/hook/config", credentials: "app", handle: hookConfig },
  { method: "get", path: "/app/installations", credentials: "app", handle: installations },
  { method: "post", path: "/app/installations/:id/access_tokens", credentials: "app", handle: mint },
  { method: "get", path: "/installation/repositories", handle: repositories },
];

function appOf({ state: { caller } }: Call): App {
  if (caller.kind !== "app") throw refuse(401, "A JSON web token could not be decoded");
  return caller.app;
}

function convert(call: Call): Reply {
  const { state } = call;
  const found = state.apps.convert(param(call, "code"), now(state));
  if (found === null) throw notFound();
  const { app, privateKey: pem } = found;
  const secrets = { client_id: app.clientId, client_secret: "0".repeat(40), webhook_secret: app.webhookSecret, pem };
  return { status: 201, body: { ...appRow(state, app), ...secrets } };
}

function appRow(state: HostState, app: App): RawRecord {
  const { id, slug, name, clientId, homepage, permissions, events } = app;
  const at = formatInstant(app.createdAt);
  return {
    id,
    slug,
    node_id: nodeIdFor("A", id),
    client_id: clientId,
    owner: accountRow(state, app.owner),
    name,
    description: null,
    external_url: homepage,
    html_url: appPage(state, app),
    created_at: at,
    updated_at: at,
    permissions,
    events,
    installations_count: state.apps.of(app).length,
  };
}

/** The public page of an app, below `/github-apps` as on every Enterprise Server. */
export function appPage({ baseUrl }: HostState, { slug }: App): string {
  return `${baseUrl}/github-apps/${slug}`;
}

function hookConfig(call: Call): Reply {
  const { url } = appOf(call).hook;
  return ok({ content_type: "json", insecure_ssl: "0", secret: "********", url });
}

function installations(call: Call): Reply {
  return numberedPage(call, call.state.apps.of(appOf(call)), (one) => installationRow(call.state, one));
}

/** The page of an installation's settings. */
export function installationPage(state: HostState, { account, id }: Installation): string {
  const { type } = state.accounts.named(account);
  return `${state.baseUrl}${type === "Organization" ? `/organizations/${account}` : ""}/settings/installations/${id}`;
}

function installationRow(state: HostState, installation: Installation): RawRecord {
  const { id, app, account, selected, suspendedAt } = installation;
  const owner = state.accounts.named(account);
  const at = formatInstant(installation.createdAt);
  return {
    id,
    account: accountRow(state, account),
    repository_selection: selected === null ? "all" : "selected",
    access_tokens_url: `${apiRoot(state)}/app/installations/${id}/access_tokens`,
    repositories_url: `${apiRoot(state)}/installation/repositories`,
    html_url: installationPage(state, installation),
    app_id: app.id,
    client_id: app.clientId,
    app_slug: app.slug,
    target_id: owner.id,
    target_type: owner.type,
    permissions: app.permissions,
    events: app.events,
    created_at: at,
    updated_at: at,
    single_file_name: null,
    suspended_by: suspendedAt === null ? null : accountRow(state, state.login),
    suspended_at: suspendedAt === null ? null : formatInstant(suspendedAt),
  };
}

function mint(call: Call): Reply {
  const { state } = call;
  const id = numberInPath(call, "id");
  const installation = state.apps.of(appOf(call)).find((one) => one.id === id);
  if (installation === undefined) throw notFound();
  if (installation.suspendedAt !== null) throw refuse(403, "This installation has been suspended");
  const { token, until } = state.apps.mint(installation, now(state));
  const { app, selected } = installation;
  const selection = selected === null ? "all" : "selected";
  const body = {
    token,
    expires_at: formatInstant(until),
    permissions: app.permissions,
    repository_selection: selection,
  };
  return { status: 201, body };
}

/** The repositories of an installation, in the order in which the host knows them. */
function repositories(call: Call): Reply {
  const { state } = call;
  if (state.caller.kind !== "installation") {
    throw new GithubError(403, refuse(403, "You must authenticate with an installation access token").body);
  }
  const readable = [...state.repositories.all()].filter(({ repository }) => state.repositories.isReadable(repository));
  const page = numberedPage(call, readable, ({ repository }) => repositoryRow(state, repository));
  return { ...page, body: { total_count: readable.length, repositories: page.body } };
}
