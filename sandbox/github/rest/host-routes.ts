import { apiRoot } from "../address.ts";
import { refuse } from "../failure.ts";
import type { HostState } from "../host-state.ts";
import type { Resource } from "../meter.ts";
import { accountRow } from "../rows/account-row.ts";
import { repositoryRow } from "../rows/repository-row.ts";
import { numberedPage } from "./pages.ts";
import { ok, repositoryOf, type Call, type Reply, type Route } from "./call.ts";

export const accountRoutes: readonly Route[] = [
  { method: "get", path: "/user", handle: viewer },
  { method: "get", path: "/user/repos", handle: repositories },
  { method: "get", path: "/rate_limit", handle: rateLimit },
  {
    method: "get",
    path: "/meta",
    handle: ({ state }) => ok({ verifiable_password_authentication: false, installed_version: state.release.version }),
  },
  {
    method: "get",
    path: "/repos/:owner/:repo",
    handle: (call) => ok(repositoryRow(call.state, repositoryOf(call).repository)),
  },
];

/** An installation is no user. @throws GithubError 403 */
function requirePerson({ caller }: HostState): void {
  if (caller.kind !== "person") throw refuse(403, "Resource not accessible by integration");
}

function viewer({ state }: Call): Reply {
  requirePerson(state);
  const count = [...state.repositories.all()].length;
  return ok({
    ...accountRow(state, state.login),
    name: "Release Operator",
    company: null,
    blog: "",
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    total_private_repos: count,
    created_at: "2024-01-15T09:00:00Z",
    updated_at: "2026-01-15T09:00:00Z",
    url: `${apiRoot(state)}/users/${state.login}`,
  });
}

/** The repositories that the account can read, those with the newest issues first. */
function repositories(call: Call): Reply {
  const { state } = call;
  requirePerson(state);
  const readable = [...state.repositories.all()].filter(({ repository }) => state.repositories.isReadable(repository));
  const rows = readable.map(({ repository }) => repositoryRow(state, repository));
  const newestFirst = rows.toSorted((a, b) => String(b["pushed_at"]).localeCompare(String(a["pushed_at"])));
  return numberedPage(call, newestFirst, (row) => row);
}

function rateLimit({ state }: Call): Reply {
  if (!state.release.isLimited) throw refuse(404, "Rate limiting is not enabled.");
  const core = standing(state, "core");
  return ok({
    resources: { core, graphql: standing(state, "graphql"), search: standing(state, "search") },
    rate: core,
  });
}

function standing(state: HostState, resource: Resource) {
  const { limit, used, remaining, resetAt } = state.meter.standing(resource);
  return { limit, used, remaining, reset: resetAt / 1000 };
}
