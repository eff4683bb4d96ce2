import { Failure, type FailureCode, type Verdict } from "../../src/domain/failure.ts";
import { HttpRefusal, NoAnswer, UnreadableAnswer } from "./answer.ts";
import { networkRemedy } from "./network-reason.ts";
import { retryAfterMs, type HeaderReader } from "./rate-headers.ts";
import { Paused } from "./rate-limiter.ts";

const park: Verdict = { kind: "park" };

/** An error of the kit, and the request that caused it. */
export type Trouble = {
  /** Key of the connection. */
  readonly connection: string;
  /** As it reads after "while": `reading the issues of PAY`. */
  readonly what: string;
  readonly error: unknown;
  /** Epoch milliseconds, to count a `Retry-After` date from. */
  readonly now: number;
  /** What the operator should check about the address: `https://acme.example is the address of a Jira site`. */
  readonly address: string;
};

/** The failure for the operator; null for errors that connectors' requests do not throw. */
export function failureOf({ connection, what, error, now, address }: Trouble): Failure | null {
  if (error instanceof HttpRefusal) {
    const { status, headers, words } = error;
    return httpFailure({ connection, what, status, headers, detail: words, now });
  }
  if (error instanceof Paused && error.isReserved) {
    const says = `${connection} has less than a tenth of its budget left while ${what}: the rest is kept for webhooks and reports.`;
    return rateLimited(says, error.afterMs);
  }
  if (error instanceof Paused) return rateLimited(`${connection} asks to slow down while ${what}.`, error.afterMs);
  if (error instanceof NoAnswer && error.byStop) return stopped(connection, what);
  if (error instanceof NoAnswer && !error.brokenOff) return networkFailure({ connection, what, cause: error.cause });
  if (error instanceof NoAnswer) return brokenAnswer(connection, what, "an answer that breaks off");
  if (!(error instanceof UnreadableAnswer)) return null;
  if (error.broken) return brokenAnswer(connection, what, error.message);
  return unreadableAnswer({ connection, what, address }, error.message);
}

/** No failure of the tracker: a stop of the process ended the read. */
function stopped(connection: string, what: string): Failure {
  return new Failure({
    code: "stopped",
    what: `Signalbox stopped ${what} (${connection}), because the process stops.`,
    remedy: "Nothing to do: another process, or the next start, reads it again.",
    verdict: { kind: "retry", afterMs: null },
  });
}

/** An answer that does not come from the tracker. @param says `HTML instead of JSON` */
export function unreadableAnswer(
  { connection, what, address }: Pick<Trouble, "connection" | "what" | "address">,
  says: string,
): Failure {
  return new Failure({
    code: "unreadable-answer",
    what: `${connection} answers with ${says} while ${what}.`,
    remedy: `Check that ${address} and opens without a login page in between.`,
    verdict: park,
  });
}

/** A truncated answer, which a retry may repair. */
function brokenAnswer(connection: string, what: string, says: string): Failure {
  return new Failure({
    code: "unreadable-answer",
    what: `${connection} answers with ${says} while ${what}.`,
    remedy: "Run it again; if it lasts, look at what stands between here and the tracker.",
    verdict: { kind: "retry", afterMs: null },
  });
}

/** The same failure with a more specific remedy, if given, and with its cause. */
export function advised(failure: Failure, remedy: string | undefined, cause: unknown): Failure {
  const { code, message, verdict } = failure;
  return new Failure({ code, what: message, remedy: remedy ?? failure.remedy, verdict, cause });
}

/** @param afterMs pause that the tracker demands */
export function rateLimited(what: string, afterMs: number): Failure {
  const remedy = `Run it again in ${Math.ceil(afterMs / 1000)} s.`;
  return new Failure({ code: "rate-limited", what, remedy, verdict: { kind: "retry", afterMs } });
}

/** The HTTP status of a failure; null if there was none. */
export function refusedWith(error: unknown): number | null {
  return error instanceof Failure && error.cause instanceof HttpRefusal ? error.cause.status : null;
}

/** The contents of an answer that is not 2xx. */
export type Refused = {
  readonly connection: string;
  /** The request, as it reads after "while": `reading the issues of PAY`. */
  readonly what: string;
  readonly status: number;
  readonly headers: HeaderReader;
  /** The tracker's message, if any; clipped here. */
  readonly detail: string | null;
  /** Epoch milliseconds, to count a `Retry-After` date from. */
  readonly now: number;
};

type Reading = {
  readonly code: FailureCode;
  readonly says: string;
  readonly remedy: string;
  readonly verdict: Verdict;
};

/** The failure for an answer that is not 2xx: text and remedy for the operator, verdict for the caller. */
export function httpFailure(refusal: Refused): Failure {
  const { connection, what, status, detail } = refusal;
  const { code, says, remedy, verdict } = readStatus(refusal);
  const quoted = detail === null || detail.trim() === "" ? "" : `: "${clip(detail, 300)}"`;
  return new Failure({ code, what: `${connection} ${says} (HTTP ${status}) while ${what}${quoted}.`, remedy, verdict });
}

function readStatus({ connection, status, headers, now }: Refused): Reading {
  const afterMs = retryAfterMs(headers, now);
  if (status === 429 || (status === 403 && quotaSpent(headers))) {
    return {
      code: "rate-limited",
      says: "asks to slow down",
      remedy: afterMs === null ? "Run it again later." : `Run it again in ${Math.ceil(afterMs / 1000)} s.`,
      verdict: { kind: "retry", afterMs },
    };
  }
  if (status >= 500 || status === 408 || status === 425) {
    return {
      code: "tracker-unavailable",
      says: "is not available",
      remedy: "Run it again later; look at the tracker's status page if it lasts.",
      verdict: { kind: "retry", afterMs },
    };
  }
  return refused(connection, status);
}

function refused(connection: string, status: number): Reading {
  switch (status) {
    case 401:
      return {
        code: "unauthorized",
        says: "does not accept our credentials",
        remedy: `Check account and token of connection ${connection}; the token may have expired.`,
        verdict: { kind: "stop" },
      };
    case 403:
      return {
        code: "forbidden",
        says: "does not allow it",
        remedy: `Give the account of connection ${connection} the permission this needs.`,
        verdict: park,
      };
    case 404:
    case 410:
      return {
        code: "not-found",
        says: "has no such thing, or hides it from our account",
        remedy: "Check the name in the train file and what the account may see.",
        verdict: park,
      };
    default:
      return {
        code: "request-refused",
        says: "refuses the request",
        remedy: "Read what the tracker says; if the train file is right, this is a defect worth reporting.",
        verdict: park,
      };
  }
}

export type NetworkTrouble = { readonly connection: string; readonly what: string; readonly cause: unknown };

/** No answer at all: name not found, connection refused, time limit. */
export function networkFailure({ connection, what, cause }: NetworkTrouble): Failure {
  return new Failure({
    code: "unreachable",
    what: `${connection} cannot be reached while ${what}: ${reasonOf(cause)}.`,
    remedy: `${networkRemedy(cause) ?? `Check the address of connection ${connection} and the network.`} Then run it again.`,
    verdict: { kind: "retry", afterMs: null },
    cause,
  });
}

/** GitHub may answer 403 for a spent budget, with or without `Retry-After`. */
function quotaSpent(headers: HeaderReader): boolean {
  return headers.get("retry-after") !== null || headers.get("x-ratelimit-remaining")?.trim() === "0";
}

/** One line, without control characters, at most `length` characters, never half of a surrogate pair. */
export function clip(text: string, length: number): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim();
  if (line.length <= length) return line;
  const kept = line.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/u, "");
  return `${kept.trimEnd()}…`;
}

/** The innermost message: `fetch` only says "fetch failed" and keeps the reason in `cause`. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return clip(String(cause), 200);
  if (cause.name === "TimeoutError") return "no answer within the time limit";
  if (cause instanceof AggregateError && cause.errors.length > 0) return reasonOf(cause.errors[0]);
  return cause.cause instanceof Error ? reasonOf(cause.cause) : clip(cause.message || cause.name, 200);
}
