/** The reaction to a failure: retry (after a delay, if known), park this work for a person, or stop. */
export type Verdict =
  | { readonly kind: "retry"; readonly afterMs: number | null }
  | { readonly kind: "park" }
  | { readonly kind: "stop" };

export type FailureCode =
  | "config-invalid"
  | "unauthorized"
  | "forbidden"
  | "not-found"
  | "rate-limited"
  | "tracker-unavailable"
  | "unreachable"
  | "unreadable-answer"
  | "request-refused"
  | "outcome-unknown"
  | "database-locked"
  | "database-unavailable"
  | "disk-full"
  | "guard"
  | "stopped";

export type FailureDetails = {
  readonly code: FailureCode;
  /** What happened and to what, in one sentence. */
  readonly what: string;
  /** What to do about it, in one sentence. */
  readonly remedy: string;
  readonly verdict: Verdict;
  readonly cause?: unknown;
};

/** An expected failure: its text is for the operator, its verdict for the caller. Any other exception is a bug. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly code: FailureCode;
  readonly remedy: string;
  readonly verdict: Verdict;

  constructor(details: FailureDetails) {
    super(details.what, { cause: details.cause });
    this.code = details.code;
    this.remedy = details.remedy;
    this.verdict = details.verdict;
  }
}

const firstRetryMs = 5000;
const longestRetryMs = 300_000;

/** The delay (ms) after a number of failures in a row, at least 1: the requested one, or growing ones up to five minutes. */
export function untilRetryMs(verdict: Verdict & { readonly kind: "retry" }, failures: number): number {
  return Math.max(verdict.afterMs ?? 0, Math.min(firstRetryMs * 2 ** (failures - 1), longestRetryMs));
}

/** What happened and what to do, for places that do not have the failure itself. */
export function textOf({ message, remedy }: Pick<Failure, "message" | "remedy">): string {
  return `${message} ${remedy}`;
}
