import type { HostState } from "./host-state.ts";
import { GithubError, refuse, signOnMessage } from "./failure.ts";
import type { Resource } from "./meter.ts";

const LIMITS = "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api";
const SPENT = "API rate limit exceeded for user ID 1.";

/** Lets in only the host's token, as `token …` or `Bearer …`. @throws GithubError 401 */
export function requireToken(state: HostState, authorization: string | undefined): void {
  if (authorization === undefined) throw refuse(401, "Requires authentication");
  const [scheme = "", token = ""] = authorization.split(" ");
  if (!["token", "bearer"].includes(scheme.toLowerCase()) || token !== state.token || state.switches.isTokenRevoked) {
    throw refuse(401, "Bad credentials");
  }
}

/** Answers 403 as long as a test demands it, or while the hourly allowance is spent. @throws GithubError 403 */
export function requireAllowance(state: HostState, resource: Resource): void {
  if (state.switches.throttled > 0) {
    state.switches.throttled -= 1;
    throw secondaryLimit(1);
  }
  // GraphQL reports it in its answer.
  if (resource !== "graphql" && state.meter.isSpent(resource)) throw primaryLimit(403);
}

/** 403 for the secondary rate limit. @param retryAfter seconds; if absent, only the message identifies the limit */
export function secondaryLimit(retryAfter?: number): GithubError {
  const message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
  return new GithubError(
    403,
    { message, documentation_url: `${LIMITS}#about-secondary-rate-limits` },
    retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) },
  );
}

/** The hourly allowance is spent; the rate headers contain the reset. */
export function primaryLimit(status: 403 | 429): GithubError {
  return new GithubError(status, { message: SPENT, documentation_url: LIMITS });
}

/** Without reading there is no writing. */
function writing(missing: string): string {
  return missing.replace(/=read$/u, "=write");
}

/** Whether the token is not authorised for the single sign-on of an owner. */
export function isBehindSignOn({ switches }: HostState, owner: string): boolean {
  return switches.signOn.has(owner.toLowerCase());
}

/** GitHub's words for an address that an organisation does not admit. */
function allowListMessage(owner: string): string {
  return `Although you appear to have the correct authorization credentials, the \`${owner}\` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.`;
}

/** @throws GithubError 403 if an owner does not admit our address */
export function requireAdmission({ switches }: HostState, owner: string): void {
  if (switches.allowLists.has(owner.toLowerCase())) throw refuse(403, allowListMessage(owner));
}

/** 403 of an organisation's single sign-on, with the page at which a person authorises the token. @throws GithubError 403 */
export function requireSignOn(state: HostState, owner: string): void {
  if (!isBehindSignOn(state, owner)) return;
  const url = `${state.baseUrl}/orgs/${owner}/sso?authorization_request=A1B2C3`;
  const { body } = refuse(403, signOnMessage);
  throw new GithubError(403, body, { "X-GitHub-SSO": `required; url=${url}` });
}

/** Refuses a write if a test has removed the token's permission for it. @throws GithubError 403 */
export function requirePermission(state: HostState, permission: string | undefined): void {
  const missing = state.switches.missingPermission;
  const asked = permission?.split(/[;,] ?/) ?? [];
  if (
    missing !== null &&
    permission !== undefined &&
    asked.some((one) => one === missing || one === writing(missing))
  ) {
    const { body } = refuse(403, "Resource not accessible by personal access token");
    throw new GithubError(403, body, { "X-Accepted-GitHub-Permissions": permission });
  }
}
