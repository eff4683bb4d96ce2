import type { HostState } from "./host-state.ts";
import { GithubError, refuse } from "./failure.ts";
import type { Resource } from "./meter.ts";

const LIMITS = "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api";

/** Lets in only the host's token, as `token …` or `Bearer …`. @throws GithubError 401 */
export function requireToken(state: HostState, authorization: string | undefined): void {
  if (authorization === undefined) {
    throw refuse(401, "Requires authentication");
  }
  const [scheme = "", token = ""] = authorization.split(" ");
  if (!["token", "bearer"].includes(scheme.toLowerCase()) || token !== state.token || state.switches.isTokenRevoked) {
    throw refuse(401, "Bad credentials");
  }
}

/** Answers 403 as long as a test has asked for it, or while the allowance of the hour is spent. @throws GithubError 403 */
export function requireAllowance(state: HostState, resource: Resource): void {
  if (state.switches.throttled > 0) {
    state.switches.throttled -= 1;
    const message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
    throw new GithubError(
      403,
      { message, documentation_url: `${LIMITS}#about-secondary-rate-limits` },
      { "Retry-After": "1" },
    );
  }
  // GraphQL says so in its answer.
  if (resource !== "graphql" && state.meter.isSpent(resource)) {
    throw new GithubError(403, { message: "API rate limit exceeded for user ID 1.", documentation_url: LIMITS });
  }
}

/** Refuses a write for which the token was told to lack the permission. @throws GithubError 403 */
export function requirePermission(state: HostState, permission: string | undefined): void {
  const missing = state.switches.missingPermission;
  if (missing !== null && permission !== undefined && permission.split(/[;,] ?/).includes(missing)) {
    const { body } = refuse(403, "Resource not accessible by personal access token");
    throw new GithubError(403, body, { "X-Accepted-GitHub-Permissions": permission });
  }
}
