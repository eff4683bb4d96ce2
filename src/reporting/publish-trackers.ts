import { untilRetryMs, type Failure } from "../domain/failure.ts";
import type { PlannedWrite } from "./plan.ts";

/**
 * How often in a row a tracker may fail, without saying for how long, before it is left alone. One failure may be one
 * broken item's, which must not keep the others back; a tracker that is down fails at each.
 */
const patience = 3;

/**
 * Why a write is not tried now. `tracker-busy`: the tracker asked for rest or does not answer; `connection-refused`: it
 * refused all that we may ask. `until`: epoch ms; null for the whole life of the `Trackers`.
 */
export type Rest = {
  readonly because: "tracker-busy" | "connection-refused";
  readonly until: number | null;
  readonly failure: Failure;
};

export type Asked = Pick<PlannedWrite, "connection">;

/**
 * Which trackers are left alone since a write failed. One dead token holds back its own writes only; a text that was
 * refused is remembered by the books (plan-refused.ts). Instants in epoch milliseconds.
 */
export class Trackers {
  readonly #turnMs: number | null;
  /** Failures in a row that may pass by themselves, by connection. */
  readonly #failures = new Map<string, number>();
  readonly #connections = new Map<string, Rest>();

  /** @param turnMs how long what was refused for good is left alone; null for ever: one run of a command */
  constructor(turnMs: number | null) {
    this.#turnMs = turnMs;
  }

  /** Null where it may be tried at `at`. */
  rest({ connection }: Asked, at: number): Rest | null {
    const tracker = this.#connections.get(connection);
    return tracker !== undefined && lasts(tracker, at) ? tracker : null;
  }

  /** Whatever it said, it is there. */
  answered({ connection }: Asked): void {
    this.#failures.delete(connection);
    this.#connections.delete(connection);
  }

  /** @returns when the tracker may be asked again; null where no clock decides it */
  failed(asked: Asked, failure: Failure, at: number): number | null {
    const { connection } = asked;
    const { verdict } = failure;
    if (verdict.kind === "retry") {
      const failures = (this.#failures.get(connection) ?? 0) + 1;
      this.#failures.set(connection, failures);
      const until = at + untilRetryMs(verdict, failures);
      const isAsked = verdict.afterMs !== null;
      if (isAsked || failures >= patience)
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

function lasts({ until }: Rest, at: number): boolean {
  return until === null || until > at;
}
