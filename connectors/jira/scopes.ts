import { Failure } from "../../src/domain/failure.ts";
import { JiraRefusal } from "./answer.ts";

/**
 * The scopes that Signalbox's requests need. Jira's platform has classic scopes for them, Jira Software only granular
 * ones; a token may have both.
 */
export const readScopes: readonly string[] = [
  "read:jira-work",
  "read:jira-user",
  "read:board-scope:jira-software",
  "read:board-scope.admin:jira-software",
  "read:sprint:jira-software",
  "read:issue-details:jira",
  "read:project:jira",
];
export const writeScope = "write:jira-work";

/** Requests that change nothing although their method is POST. */
const readsByPost = /\/(?:search\/jql|issue\/bulkfetch|changelog\/bulkfetch|comment\/list)$/u;

/** The scopes of one request, as its page in Atlassian's reference names them; empty if tokens with scopes cannot send it. */
function scopesOf(method: string, path: string): readonly string[] {
  if (path.startsWith("/rest/webhooks/")) return [];
  if (/^\/rest\/agile\/[\d.]+\/board\/\d+\/sprint$/u.test(path)) return ["read:sprint:jira-software"];
  if (/^\/rest\/agile\/[\d.]+\/board\/\d+\/configuration$/u.test(path)) {
    return ["read:board-scope.admin:jira-software", "read:project:jira"];
  }
  if (path.startsWith("/rest/agile/")) {
    return ["read:board-scope:jira-software", "read:issue-details:jira", "read:project:jira"];
  }
  if (/\/(?:myself|user\/search)$/u.test(path)) return ["read:jira-user"];
  return [method === "GET" || readsByPost.test(path) ? "read:jira-work" : writeScope];
}

/** The gateway's refusal of a request for which the token lacks a scope: 401, as for a wrong token, and words. */
export class MissingScope extends JiraRefusal {
  readonly scopes: readonly string[];

  constructor({ headers, said }: Pick<JiraRefusal, "headers" | "said">, scopes: readonly string[]) {
    // Callers read 403 and 404 as hidden by Jira's permissions, which this is not.
    super({ status: 401, headers }, said);
    this.scopes = scopes;
  }
}

/** The error of a request through the gateway: one about scopes with those that it needs. */
export function withScopes(error: unknown, method: string, path: string): unknown {
  const isAboutScopes =
    error instanceof JiraRefusal && [401, 403].includes(error.status) && /\bscope/iu.test(error.words ?? "");
  return isAboutScopes ? new MissingScope(error, scopesOf(method, path)) : error;
}

/** Other requests may have their scopes: this one is not allowed, which says nothing against the token. */
export function missingScope(connection: string, what: string, cause: MissingScope): Failure {
  const [first, ...others] = cause.scopes;
  const named = others.length === 0 ? `the scope ${first}` : `one of the scopes ${cause.scopes.join(", ")}`;
  return new Failure({
    code: "forbidden",
    what:
      first === undefined
        ? `${connection} does not take a token with scopes (HTTP 401) while ${what}.`
        : `The token of ${connection} lacks ${named} (HTTP 401) while ${what}.`,
    remedy:
      first === undefined
        ? "Atlassian has no scope for it: have an administrator do it by hand (connectors/jira/README.md)."
        : `Create a token with the scopes that docs/connect-jira.md lists, and set the variable that \`token\` of connection ${connection} names: a token's scopes cannot be changed.`,
    verdict: { kind: "park" },
    cause,
  });
}
