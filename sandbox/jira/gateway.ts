import type { Request } from "express";
import { JiraError } from "./failure.ts";
import { requireAccount, unauthenticated } from "./gate.ts";
import type { SiteState } from "./site-state.ts";

/** Where Atlassian's gateway serves a Cloud site. */
export function gatewayPath(cloudId: string): string {
  return `/ex/jira/${cloudId}`;
}

/**
 * Lets in only the site's account with its token: at the gateway one with the scopes that the request needs, at the
 * site's own address one without scopes. @throws JiraError 401
 */
export function requireToken(state: SiteState, request: Request): void {
  const { scopes } = state.switches;
  const isThrough = request.baseUrl === gatewayPath(state.cloudId);
  if (!isThrough && scopes !== null) throw unauthenticated();
  if (isThrough && scopes === null) throw refusedByGateway("Unauthorized");
  requireAccount(state, request, isThrough ? refusedByGateway("Unauthorized") : unauthenticated());
  if (scopes === null) return;
  const needed = scopesFor(request.method, request.path);
  if (needed.length === 0 || needed.some((scope) => !scopes.has(scope))) {
    throw refusedByGateway("Unauthorized; scope does not match");
  }
}

function refusedByGateway(message: string): JiraError {
  return new JiraError(401, { code: 401, message });
}

/** https://developer.atlassian.com/cloud/jira/software/scopes-for-oauth-2-3LO-and-forge-apps/ */
const scopeRules: readonly (readonly [pattern: RegExp, scopes: readonly string[]])[] = [
  [/^\S+ \/rest\/webhooks\//u, []],
  [/^GET \/rest\/agile\/1\.0\/board\/\d+\/sprint$/u, ["read:sprint:jira-software"]],
  [
    /^GET \/rest\/agile\/1\.0\/board\/\d+\/configuration$/u,
    ["read:board-scope.admin:jira-software", "read:project:jira"],
  ],
  [/^GET \/rest\/agile\//u, ["read:board-scope:jira-software", "read:issue-details:jira", "read:project:jira"]],
  [/^GET \/rest\/api\/3\/(?:myself|user\/)/u, ["read:jira-user"]],
  [/^POST \/rest\/api\/3\/(?:search\/jql|issue\/bulkfetch|changelog\/bulkfetch|comment\/list)$/u, ["read:jira-work"]],
  [/^GET \/rest\/api\//u, ["read:jira-work"]],
  [/^\S+ \/rest\/api\//u, ["write:jira-work"]],
];

/** Empty for requests that the gateway does not pass on. */
function scopesFor(method: string, path: string): readonly string[] {
  return scopeRules.find(([pattern]) => pattern.test(`${method} ${path}`))?.[1] ?? [];
}
