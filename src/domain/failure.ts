/** What to do about a failure: try again (after so many milliseconds, where known), park this work for a person, or stop. */
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
  | "guard";

export type FailureDetails = {
  readonly code: FailureCode;
  /** What happened and to what, in one sentence that names the thing. */
  readonly what: string;
  /** What to do about it, in one sentence. */
  readonly remedy: string;
  readonly verdict: Verdict;
  readonly cause?: unknown;
};

/** An expected failure: its text is meant for the operator, its verdict for the caller. Anything else thrown is a bug. */
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
