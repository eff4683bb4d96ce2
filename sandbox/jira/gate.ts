import type { Request } from "express";
import { JiraError, refuse } from "./failure.ts";
import type { SiteState } from "./site-state.ts";

const BURST_LIMIT = 350;

/** Lets in only the site's account with its token. @param refusal to throw otherwise */
export function requireAccount(state: SiteState, request: Request, refusal: JiraError): void {
  const [scheme = "", credentials = ""] = (request.headers.authorization ?? "").split(" ");
  if (state.dataCenter !== null) {
    if (scheme.toLowerCase() !== "bearer" || credentials !== state.token) throw refusal;
    return;
  }
  const expected = `${state.account.emailAddress}:${state.token}`;
  if (scheme.toLowerCase() !== "basic" || Buffer.from(credentials, "base64").toString() !== expected) {
    throw refusal;
  }
}

/** 401 as for a token that is wrong or was revoked. */
export function unauthenticated(): JiraError {
  return new JiraError(
    401,
    { message: "Client must be authenticated to access this resource.", "status-code": 401 },
    { "WWW-Authenticate": 'OAuth realm="sandbox"', "X-Seraph-LoginReason": "AUTHENTICATED_FAILED" },
  );
}

/** Answers 429 as long as a test demands it. @throws JiraError 429 */
export function requireAllowance(state: SiteState): void {
  if (state.switches.throttled > 0) {
    state.switches.throttled -= 1;
    throw tooManyRequests(state.runtime.clock(), 1);
  }
}

/** 429 of the burst limit. @param retryAfter seconds; if absent, the answer has no `Retry-After` */
export function tooManyRequests(now: number, retryAfter?: number): JiraError {
  const { body } = refuse(429, "Rate limit exceeded.");
  return new JiraError(429, body, {
    "RateLimit-Reason": "jira-burst-based",
    "X-RateLimit-Limit": String(BURST_LIMIT),
    "X-RateLimit-Remaining": "0",
    ...(retryAfter !== undefined && {
      "Retry-After": String(retryAfter),
      "X-RateLimit-Reset": new Date(now + retryAfter * 1000).toISOString(),
    }),
  });
}

/** Rate headers of a calm site: the allowance falls and recovers, and is never near its end. */
export function rateHeaders(served: number): Readonly<Record<string, string>> {
  const remaining = BURST_LIMIT - 1 - (served % (BURST_LIMIT / 2));
  return {
    "X-RateLimit-Limit": String(BURST_LIMIT),
    "X-RateLimit-Remaining": String(remaining),
    "X-RateLimit-NearLimit": "false",
  };
}
