import { Failure, type FailureCode, type Verdict } from "../../src/domain/failure.ts";
import type { GithubConnection } from "../../src/ports/connection.ts";
import type { Clock } from "../../src/ports/runtime.ts";
import { HttpRefusal } from "../kit/answer.ts";
import { advised, clip, failureOf, rateLimited, unreadableAnswer } from "../kit/http-failure.ts";
import type { HeaderReader } from "../kit/rate-headers.ts";
import type { Classifier } from "../kit/request.ts";
import {
  GraphqlRefusal,
  type GraphqlError,
  isBehindSignOn,
  isUnknownToSchema,
  signOnRemedy,
} from "./graphql-refusal.ts";
import { limitIn, type GithubLimit } from "./rate-limit-refusal.ts";
import { isUnfinished } from "./partial.ts";
import { policyRemedy } from "./policy-remedy.ts";

const park: Verdict = { kind: "park" };
const retry: Verdict = { kind: "retry", afterMs: null };

/** Classifies GitHub's errors. */
export function classifierOf(connection: GithubConnection, clock: Clock): Classifier<GithubLimit> {
  return {
    limitIn: (error, attempt) => limitIn(error, clock(), attempt),
    isUnfinished: (error) => error instanceof GraphqlRefusal && error.errors.every(isUnfinished),
    failureOf: (error, { what, remedies = {} }, attempt) => {
      const now = clock();
      const limit = limitIn(error, now, attempt);
      const failure =
        limit === null
          ? translate(connection, what, { error, now })
          : rateLimited(`${connection.key} asks to slow down while ${what}.`, limit.afterMs);
      if (failure === null || isRedirect(error)) return failure;
      return advised(failure, beyondPermissions(connection, error) ?? remedies[failure.code], error);
    },
  };
}

/** The remedy for what no permission mends, which precedes the caller's; null for other refusals. */
function beyondPermissions(connection: GithubConnection, error: unknown): string | null {
  return signOnIn(connection, error) ?? policyRemedy(connection.key, wordsOf(error));
}

function wordsOf(error: unknown): string {
  if (error instanceof GraphqlRefusal) return error.errors[0]?.message ?? "";
  return (error instanceof HttpRefusal ? error.words : null) ?? "";
}

/** The remedy for single sign-on, which precedes the caller's: no permission helps. */
function signOnIn(connection: GithubConnection, error: unknown): string | null {
  if (error instanceof GraphqlRefusal) {
    const [first] = error.errors;
    return first !== undefined && isBehindSignOn(first) ? signOnRemedy(connection, error.headers) : null;
  }
  const isRefused = error instanceof HttpRefusal && (error.status === 403 || error.status === 404);
  const asked = isRefused ? (error.headers.get("x-github-sso") ?? "") : "";
  return isRefused && asked.startsWith("required") ? signOnRemedy(connection, error.headers) : null;
}

/** The remedy for parts of an answer that GitHub hides from the account. */
export function hiddenRemedy(connection: GithubConnection, refusal: GraphqlRefusal, error: GraphqlError): string {
  if (isBehindSignOn(error)) return signOnRemedy(connection, refusal.headers);
  const [, , remedy] = readType(connection.key, error);
  return policyRemedy(connection.key, error.message) ?? remedy;
}

type Trouble = { readonly error: unknown; readonly now: number };

function translate({ key, webUrl }: GithubConnection, what: string, { error, now }: Trouble): Failure | null {
  if (error instanceof GraphqlRefusal) return graphqlRefusal(key, what, error);
  if (isRedirect(error)) return moved(key, what, error);
  const address = addressOf(webUrl);
  if (error instanceof HttpRefusal && isForeign(error)) {
    const says = `a page of something else (HTTP ${error.status})`;
    return advised(unreadableAnswer({ connection: key, what, address }, says), undefined, error);
  }
  const failure = failureOf({ connection: key, what, error, now, address });
  if (failure?.code !== "forbidden" || !(error instanceof HttpRefusal)) return failure;
  return advised(failure, wantedPermission(key, error.headers), error);
}

/** Whether a refusal comes from a proxy or a login page: GitHub words its own. It tells nothing about what was requested. */
function isForeign({ status, headers, words }: HttpRefusal): boolean {
  const isRefused = status >= 400 && status < 500 && ![401, 408, 429].includes(status);
  return isRefused && words === null && (headers.get("content-type") ?? "").includes("html");
}

function isRedirect(error: unknown): error is HttpRefusal {
  return error instanceof HttpRefusal && error.status >= 300 && error.status < 400;
}

/** The failure for a redirected write: reads follow a redirect, but a write would silently become a read. */
function moved(connection: string, what: string, cause: HttpRefusal): Failure {
  return new Failure({
    cause,
    code: "not-found",
    what: `${connection} says that it has moved (HTTP ${cause.status}) while ${what}.`,
    remedy: "Sync again to learn the new address; correct the repository's name in the train file if it was renamed.",
    verdict: park,
  });
}

/** The missing permission, from the headers of a 403. */
function wantedPermission(connection: string, headers: HeaderReader): string | undefined {
  const permissions = headers.get("x-accepted-github-permissions");
  return permissions === null || permissions === ""
    ? undefined
    : `Give the token or app of connection ${connection} the permission ${clip(permissions, 100)}.`;
}

function graphqlRefusal(connection: string, what: string, { errors }: GraphqlRefusal): Failure {
  const [first] = errors;
  const quoted = first === undefined ? "" : `: "${clip(first.message, 300)}"${placeOf(first)}`;
  const [code, says, remedy, verdict] = readType(connection, first);
  return new Failure({ code, what: `${connection} ${says} while ${what}${quoted}.`, remedy, verdict });
}

function placeOf({ path }: GraphqlError): string {
  return path === undefined ? "" : ` at ${path.join(".")}`;
}

type Reading = readonly [code: FailureCode, says: string, remedy: string, verdict: Verdict];

function readType(connection: string, error: GraphqlError | undefined): Reading {
  if (error !== undefined && isUnknownToSchema(error)) {
    return [
      "request-refused",
      "does not know a field that Signalbox reads",
      `Update the server of connection ${connection}: Signalbox works with GitHub Enterprise Server from 3.14 on.`,
      park,
    ];
  }
  switch (error?.type) {
    case "NOT_FOUND":
      return [
        "not-found",
        "has no such thing, or hides it from our account",
        "Check the name in the train file and what the account may see.",
        park,
      ];
    case "FORBIDDEN":
    case "INSUFFICIENT_SCOPES":
      return [
        "forbidden",
        "does not allow it",
        `Give the token or app of connection ${connection} the permission this needs (README of the connector).`,
        park,
      ];
    case undefined:
    case "SERVICE_UNAVAILABLE":
    case "INTERNAL":
      return [
        "tracker-unavailable",
        "could not finish",
        "Run it again later; look at GitHub's status page if it lasts.",
        retry,
      ];
    default:
      return [
        "request-refused",
        "refuses the request",
        "Read what GitHub says; if the train file is right, this is a defect worth reporting.",
        park,
      ];
  }
}

/** What the operator should check if answers do not come from GitHub. */
function addressOf(webUrl: string): string {
  return `${webUrl} is the address of GitHub`;
}

/** An answer that does not come from GitHub. @param says `an unknown shape of acme/api` */
export function unreadable({ key, webUrl }: GithubConnection, what: string, says: string): Failure {
  return unreadableAnswer({ connection: key, what, address: addressOf(webUrl) }, says);
}
