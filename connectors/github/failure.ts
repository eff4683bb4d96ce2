import { Failure, type FailureCode, type Verdict } from "../../src/domain/failure.ts";
import type { GithubConnection } from "../../src/ports/connection.ts";
import { clip, httpFailure, networkFailure } from "../kit/verdict.ts";
import { NoAnswer, UnreadableAnswer } from "../kit/answer.ts";
import { HttpRefusal } from "./answer.ts";
import { GraphqlRefusal, type GraphqlError } from "./graphql-refusal.ts";
import { limitIn } from "./limits.ts";
import { BudgetKept } from "./pacing.ts";
import { isBehindSignOn, signOnRemedy } from "./single-sign-on.ts";

export type Trouble = {
  readonly connection: GithubConnection;
  /** As it reads after "while": `reading the issues of acme/api`. */
  readonly what: string;
  readonly error: unknown;
  readonly now: number;
  /** Better advice than the general one. */
  readonly remedies: Partial<Record<FailureCode, string>>;
};

const park: Verdict = { kind: "park" };
const retry: Verdict = { kind: "retry", afterMs: null };

/** What went wrong, as the operator should read it; null for what is no trouble of the tracker's. */
export function failureOf(trouble: Trouble): Failure | null {
  const failure = translate(trouble);
  if (failure === null) return null;
  const { code, message, remedy, verdict } = failure;
  const better = signOnIn(trouble) ?? trouble.remedies[code] ?? remedy;
  return new Failure({ code, what: message, remedy: better, verdict, cause: trouble.error });
}

/** No permission helps against single sign-on, whatever the caller would advise. */
function signOnIn({ connection, error }: Trouble): string | null {
  if (error instanceof GraphqlRefusal) {
    const [first] = error.errors;
    return first !== undefined && isBehindSignOn(first) ? signOnRemedy(connection, error.headers) : null;
  }
  const isRefused = error instanceof HttpRefusal && (error.status === 403 || error.status === 404);
  const asked = isRefused ? (error.headers.get("x-github-sso") ?? "") : "";
  return isRefused && asked.startsWith("required") ? signOnRemedy(connection, error.headers) : null;
}

/** What to do about parts of an answer that were kept from us. */
export function hiddenRemedy(connection: GithubConnection, refusal: GraphqlRefusal, error: GraphqlError): string {
  if (isBehindSignOn(error)) return signOnRemedy(connection, refusal.headers);
  const [, , remedy] = readType(connection.key, error);
  return remedy;
}

function translate({ connection: { key: connection, webUrl }, what, error, now }: Trouble): Failure | null {
  const limit = limitIn(error, now, 1);
  if (limit !== null) return limited(`${connection} asks to slow down while ${what}.`, limit.afterMs);
  if (error instanceof BudgetKept) {
    const says = `${connection} has less than a tenth of its budget left while ${what}: the rest is kept for webhooks and reports.`;
    return limited(says, error.afterMs);
  }
  if (error instanceof HttpRefusal) return refusal(connection, what, { error, now });
  if (error instanceof GraphqlRefusal) return graphqlRefusal(connection, what, error);
  if (error instanceof NoAnswer && !error.brokenOff) return networkFailure({ connection, what, cause: error.cause });
  if (error instanceof NoAnswer)
    return unreadable({ connection, what, webUrl, says: "an answer that breaks off", broken: true });
  if (error instanceof UnreadableAnswer) {
    return unreadable({ connection, what, webUrl, says: error.message, broken: error.broken });
  }
  return null;
}

function limited(what: string, afterMs: number): Failure {
  return new Failure({
    code: "rate-limited",
    what,
    remedy: `Run it again in ${Math.ceil(afterMs / 1000)} s.`,
    verdict: { kind: "retry", afterMs },
  });
}

function refusal(
  connection: string,
  what: string,
  { error, now }: { readonly error: HttpRefusal; readonly now: number },
): Failure {
  const { status, headers, said } = error;
  if (status >= 300 && status < 400) return moved(connection, what, status);
  const failure = httpFailure({ connection, what, status, headers, detail: said, now });
  const wanted = failure.code === "forbidden" ? wantedPermission(connection, headers) : null;
  if (wanted === null) return failure;
  const { code, message, verdict } = failure;
  return new Failure({ code, what: message, remedy: wanted, verdict });
}

/** Reads follow a redirect; a write would silently turn into a read. */
function moved(connection: string, what: string, status: number): Failure {
  return new Failure({
    code: "not-found",
    what: `${connection} says that it has moved (HTTP ${status}) while ${what}.`,
    remedy: "Sync again to learn the new address; correct the repository's name in the train file if it was renamed.",
    verdict: park,
  });
}

/** GitHub names what is missing in headers of a 403. */
function wantedPermission(connection: string, headers: Headers): string | null {
  const permissions = headers.get("x-accepted-github-permissions");
  return permissions === null || permissions === ""
    ? null
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

export type Unreadable = {
  readonly connection: string;
  readonly what: string;
  readonly webUrl: string;
  /** `HTML instead of JSON`. */
  readonly says: string;
  /** Likely to pass: an answer that broke off. */
  readonly broken: boolean;
};

export function unreadable({ connection, what, webUrl, says, broken }: Unreadable): Failure {
  return new Failure({
    code: "unreadable-answer",
    what: `${connection} answers with ${says} while ${what}.`,
    remedy: broken
      ? "Run it again; if it lasts, look at what stands between here and the tracker."
      : `Check that ${webUrl} is the address of GitHub and opens without a login page in between.`,
    verdict: broken ? retry : park,
  });
}
