import { Failure, type FailureCode, type Verdict } from "../../src/domain/failure.ts";

export type HeaderReader = Pick<Headers, "get">;

export type HttpRefusal = {
  readonly connection: string;
  /** What was being done, as it reads after "while": `reading the issues of PAY`. */
  readonly what: string;
  readonly status: number;
  readonly headers: HeaderReader;
  /** The tracker's own words, if it had any; clipped here. */
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

const park: Verdict = { kind: "park" };

/** An answer that is not 2xx, as what the operator should read and the caller should do. */
export function httpFailure(refusal: HttpRefusal): Failure {
  const { connection, what, status, detail } = refusal;
  const { code, says, remedy, verdict } = readStatus(refusal);
  const quoted = detail === null || detail.trim() === "" ? "" : `: "${clip(detail, 300)}"`;
  return new Failure({ code, what: `${connection} ${says} (HTTP ${status}) while ${what}${quoted}.`, remedy, verdict });
}

function readStatus({ connection, status, headers, now }: HttpRefusal): Reading {
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
    remedy: `Check the address of connection ${connection} and the network, then run it again.`,
    verdict: { kind: "retry", afterMs: null },
    cause,
  });
}

/**
 * How long to stay away: `Retry-After` (seconds or a date), else `X-RateLimit-Reset` (epoch seconds or ISO 8601).
 * @returns milliseconds from `now`, at least 0; null where the headers do not tell.
 */
export function retryAfterMs(headers: HeaderReader, now: number): number | null {
  const after = headers.get("retry-after") ?? headers.get("beta-retry-after");
  if (after !== null) {
    const ms = /^\d+$/.test(after.trim()) ? Number(after) * 1000 : Date.parse(after) - now;
    if (Number.isFinite(ms)) return Math.max(0, ms);
  }
  const remaining = headers.get("x-ratelimit-remaining");
  // GitHub sends its reset with every answer: it only counts once nothing is left.
  if (remaining !== null && remaining.trim() !== "0") return null;
  const at = resetAt(headers);
  return at === null ? null : Math.max(0, at - now);
}

/** When the tracker's budget is full again, in epoch milliseconds; null where the headers do not tell. */
export function resetAt(headers: HeaderReader): number | null {
  const reset = headers.get("x-ratelimit-reset");
  if (reset === null) return null;
  const at = /^\d+$/.test(reset.trim()) ? Number(reset) * 1000 : Date.parse(reset);
  return Number.isFinite(at) ? at : null;
}

/** What time it is for the tracker, epoch milliseconds to the second; null where its answer does not tell. */
export function dateIn(headers: HeaderReader): number | null {
  const at = Date.parse(headers.get("date") ?? "");
  return Number.isFinite(at) ? at : null;
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

/** The innermost message, since `fetch` only says "fetch failed" and keeps the reason in `cause`. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return clip(String(cause), 200);
  if (cause.name === "TimeoutError") return "no answer within the time limit";
  if (cause instanceof AggregateError && cause.errors.length > 0) return reasonOf(cause.errors[0]);
  return cause.cause instanceof Error ? reasonOf(cause.cause) : clip(cause.message || cause.name, 200);
}
