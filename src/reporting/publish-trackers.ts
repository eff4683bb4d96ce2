import { untilRetryMs, type Failure } from "../domain/failure.ts";
import type { BackoffReason, PlannedWrite } from "./planned-writes.ts";

/**
 * Number of failures in a row, without a given pause, before a run leaves a tracker alone. One failure may concern one
 * broken item, which must not block the others; a tracker that is down fails at each.
 */
const maxFailures = 3;

/**
 * Why a write is not tried now. `tracker-busy`: the tracker asked for a pause or does not answer; `connection-refused`:
 * it refuses our account. `until`: epoch ms; null for the whole life of the `Trackers`.
 */
export type Backoff = {
  readonly because: BackoffReason;
  readonly until: number | null;
  readonly failure: Failure;
};

export type WriteTarget = Pick<PlannedWrite, "connection">;

/**
 * The trackers to leave alone after a failed write. One dead token blocks its own writes only; the database records a
 * refused text (plan-refused.ts). Instants in epoch milliseconds.
 */
export class Trackers {
  readonly #turnMs: number | null;
  /** Temporary failures in a row, by connection. */
  readonly #failures = new Map<string, number>();
  readonly #connections = new Map<string, Backoff>();

  /** @param turnMs how long to leave a tracker alone after a permanent refusal; null for ever: one run of a command */
  constructor(turnMs: number | null) {
    this.#turnMs = turnMs;
  }

  /** Null if a write may be tried at `at`. */
  backoff({ connection }: WriteTarget, at: number): Backoff | null {
    const tracker = this.#connections.get(connection);
    return tracker !== undefined && lasts(tracker, at) ? tracker : null;
  }

  /** Any answer shows that the tracker is up. */
  answered({ connection }: WriteTarget): void {
    this.#failures.delete(connection);
    this.#connections.delete(connection);
  }

  /** @returns when the tracker may be tried again; null if no clock decides */
  failed(asked: WriteTarget, failure: Failure, at: number): number | null {
    const { connection } = asked;
    const { verdict } = failure;
    if (verdict.kind === "retry") {
      const failures = (this.#failures.get(connection) ?? 0) + 1;
      this.#failures.set(connection, failures);
      const until = at + untilRetryMs(verdict, failures);
      const isAsked = verdict.afterMs !== null;
      if (isAsked || failures >= maxFailures)
        this.#connections.set(connection, { because: "tracker-busy", until, failure });
      return until;
    }
    if (verdict.kind === "park") {
      this.answered(asked);
      return null;
    }
    const until = this.#turnMs === null ? null : at + this.#turnMs;
    this.#connections.set(connection, { because: "connection-refused", until, failure });
    return until;
  }
}

function lasts({ until }: Backoff, at: number): boolean {
  return until === null || until > at;
}
