import { GithubError, refuse } from "../github/failure.ts";
import { primaryLimit, secondaryLimit } from "../github/gate.ts";
import { formatQueryError, queryError } from "../github/graphql/query-error.ts";
import { refuse as refuseJira, type JiraError } from "../jira/failure.ts";
import { tooManyRequests, unauthenticated } from "../jira/gate.ts";
import type { Fault, FaultyRequest } from "./fault.ts";

/** Faults that are an answer of their own. */
export type Refusal = Exclude<
  Fault,
  { readonly kind: "no-answer" | "connection-reset" | "truncated" | "stale-search" }
>;

/** An answer as it goes out. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
};

/** The answer in the tracker's own words. @param now epoch milliseconds */
export function refusalOf(fault: Refusal, request: FaultyRequest, now: number): Answer {
  const isJira = request.tracker === "jira";
  switch (fault.kind) {
    case "too-many-requests":
      return answerOf(
        isJira
          ? tooManyRequests(now, fault.retryAfter)
          : new GithubError(429, { message: "Too Many Requests" }, retryAfter(fault.retryAfter)),
      );
    case "primary-limit":
      return spent(fault, request, now);
    case "secondary-limit":
      return answerOf(secondaryLimit(fault.retryAfter));
    case "server-error":
      return page(fault.status, "The server encountered a temporary error.", retryAfter(fault.retryAfter));
    case "html-page":
      return page(200, "Sign in to continue.");
    case "forbidden":
      return answerOf(
        isJira
          ? refuseJira(403, "The IP address has been rejected because it is not on the allow list.")
          : refuse(
              403,
              "Although you appear to have the correct authorization credentials, the organization has an IP allow list enabled.",
            ),
      );
    case "token-revoked":
      return answerOf(isJira ? unauthenticated() : refuse(401, "Bad credentials"));
    default:
      return fault satisfies never;
  }
}

function answerOf({ status, headers, body }: JiraError | GithubError): Answer {
  const type = "application/json; charset=utf-8";
  return { status, headers: { ...headers, "Content-Type": type }, text: JSON.stringify(body) };
}

/** An HTML page from a proxy in front of the tracker. */
function page(status: number, words: string, headers: Answer["headers"] = {}): Answer {
  const text = `<!doctype html>\n<title>${words}</title>\n<p>${words}</p>\n`;
  return { status, headers: { ...headers, "Content-Type": "text/html; charset=utf-8" }, text };
}

function retryAfter(seconds: number | undefined): Answer["headers"] {
  return seconds === undefined ? {} : { "Retry-After": String(seconds) };
}

const allowance = "5000";

function spent(fault: Extract<Fault, { kind: "primary-limit" }>, { path }: FaultyRequest, now: number): Answer {
  const isGraphql = path === "/api/graphql";
  const refused = answerOf(primaryLimit(fault.status));
  const headers = {
    ...refused.headers,
    "X-RateLimit-Limit": allowance,
    "X-RateLimit-Remaining": "0",
    "X-RateLimit-Used": allowance,
    "X-RateLimit-Reset": String(Math.ceil(now / 1000) + fault.resetAfter),
    "X-RateLimit-Resource": isGraphql ? "graphql" : "core",
  };
  if (!isGraphql) return { ...refused, headers };
  const error = formatQueryError(queryError("RATE_LIMITED", primaryLimit(fault.status).message));
  return { status: 200, headers, text: JSON.stringify({ errors: [error] }) };
}
