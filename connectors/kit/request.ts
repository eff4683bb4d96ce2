import type { z } from "zod";
import { Failure, type FailureCode } from "../../src/domain/failure.ts";
import type { Clock, RequestKind } from "../../src/ports/runtime.ts";
import { HttpRefusal, NoAnswer, UnreadableAnswer } from "./answer.ts";
import { retryAfterMs } from "./rate-headers.ts";
import { waited } from "./waited.ts";

/** The purpose of a request. */
export type Purpose = {
  /** As it reads after "while": `reading the issues of PAY`. */
  readonly what: string;
  /** `read` by default. */
  readonly kind?: RequestKind;
  /** Remedies more specific than the general ones, by code. */
  readonly remedies?: Partial<Record<FailureCode, string>>;
  /** Whether to send it once only, because a person waits for the outcome. */
  readonly isOnce?: boolean;
};

/** A rate limit: the pause (ms) that a tracker demands. */
export type Limit = { readonly afterMs: number };

/** Classifies one tracker's errors. */
export type Classifier<L extends Limit> = {
  /**
   * The limit in an error; null for other errors.
   * @param attempt from 1: if the tracker gives no duration, the pause doubles with each
   */
  readonly limitIn: (error: unknown, attempt: number) => L | null;
  /** Whether the tracker reports, other than by an HTTP status, that it could not finish. */
  readonly isUnfinished: (error: unknown) => boolean;
  /** The failure for the operator; null for a bug. */
  readonly failureOf: (error: unknown, purpose: Purpose, attempt: number) => Failure | null;
};

/** Scheduling of a request, see `RateLimiter`. */
export type Turn<L extends Limit> = {
  readonly run: <T>(attempt: () => Promise<T>) => Promise<T>;
  /**
   * `RequestSender` calls it while the refused request still holds its place, so that no other starts before the limit
   * ends.
   */
  readonly pause: (limit: L) => void;
};

export type RequestOptions<L extends Limit> = {
  readonly connection: string;
  readonly classifier: Classifier<L>;
  /** The longest pause (ms) before a retry; the job scheduler handles longer ones. */
  readonly longestWaitMs: number;
  readonly clock: Clock;
  /** Rejects when the process stops: then no retry follows. */
  readonly wait: (ms: number) => Promise<void>;
};

export const tries = 4;

/**
 * How long (ms) a create may wait for its turn. A process that finds an intended publication searches for it for two
 * minutes (`lookForMs`) before it creates it again: this wait and a request's time limit must end before that.
 */
const createWithinMs = 60_000;

/** The pause (ms) before the next attempt; doubles each time. @param attempt the failed one, from 1 */
export function backoffMs(attempt: number): number {
  return 1000 * 2 ** (attempt - 1);
}

/**
 * Sends requests to one tracker: retries safe ones, pauses for rate limits, and turns every error into a `Failure`.
 * After a rate limit it retries reads and writes; after a lost or incomplete answer or a server error, only reads. It
 * sends a create once. A stop of the process ends a pause, and the last error becomes the failure.
 */
export class RequestSender<L extends Limit> {
  readonly #options: RequestOptions<L>;

  constructor(options: RequestOptions<L>) {
    this.#options = options;
  }

  /** @throws Failure; its cause is the error, such as an `HttpRefusal` */
  async send<T>(purpose: Purpose, turn: Turn<L>, task: (attempt: number) => Promise<T>): Promise<T> {
    const { classifier } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      const pausing = async () => {
        try {
          return await task(attempt);
        } catch (error) {
          const limit = classifier.limitIn(error, attempt);
          if (limit !== null) turn.pause(limit);
          throw error;
        }
      };
      try {
        return await turn.run(purpose.kind === "create" ? this.#inTime(pausing) : pausing);
      } catch (error) {
        const pauseMs = attempt < tries && purpose.isOnce !== true ? this.#pauseBefore(error, purpose, attempt) : null;
        if (pauseMs === null) throw this.#failure(purpose, error, attempt);
        // After a rate limit, the rate limiter waits.
        if (classifier.limitIn(error, attempt) === null && !(await waited(this.#options.wait, pauseMs)))
          throw this.#failure(purpose, error, attempt);
      }
    }
  }

  /** @throws Failure if the answer does not match the schema */
  parse<T>(purpose: Purpose, schema: z.ZodType<T>, answer: unknown): T {
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const place = issue === undefined ? "" : ` at "${issue.path.join(".")}": ${issue.message}`;
    const says = `an answer of an unknown shape${place}`;
    throw this.#failure(purpose, new UnreadableAnswer(says, { broken: false, cause: parsed.error }), 1);
  }

  /** Fails a create that has waited too long: another process may have searched for it in vain and created it again. */
  #inTime<T>(task: () => Promise<T>): () => Promise<T> {
    const { clock, connection } = this.#options;
    const from = clock();
    return async () => {
      if (clock() - from <= createWithinMs) return task();
      throw new Failure({
        code: "rate-limited",
        what: `What was to be created in ${connection} had to wait for over a minute and was not sent.`,
        remedy: "Nothing to do: the next run creates it.",
        verdict: { kind: "retry", afterMs: null },
      });
    };
  }

  /** The pause (ms) before a retry; null if a retry is unsafe, or the job scheduler's task. */
  #pauseBefore(error: unknown, { kind = "read" }: Purpose, attempt: number): number | null {
    if (kind === "create") return null;
    const limit = this.#options.classifier.limitIn(error, attempt);
    if (limit === null && !(kind === "read" && this.#isPassing(error))) return null;
    const pauseMs = limit?.afterMs ?? Math.max(this.#askedMs(error), backoffMs(attempt));
    return pauseMs <= this.#options.longestWaitMs ? pauseMs : null;
  }

  #askedMs(error: unknown): number {
    return error instanceof HttpRefusal ? (retryAfterMs(error.headers, this.#options.clock()) ?? 0) : 0;
  }

  /** Whether the error is temporary: no answer, an incomplete answer, or a server that could not finish. */
  #isPassing(error: unknown): boolean {
    if (error instanceof UnreadableAnswer) return error.broken;
    return error instanceof NoAnswer || isServersFault(error) || this.#options.classifier.isUnfinished(error);
  }

  #failure(purpose: Purpose, error: unknown, attempt: number): unknown {
    if (error instanceof Failure) return error;
    const failure = this.#options.classifier.failureOf(error, purpose, attempt);
    if (failure === null || purpose.kind !== "create" || !mayBeDone(error)) return failure ?? error;
    return new Failure({
      code: "outcome-unknown",
      what: `${failure.message} It may be done or not.`,
      remedy: "Nothing to do: the next run looks for it before writing again.",
      verdict: { kind: "retry", afterMs: null },
      cause: error,
    });
  }
}

function isServersFault(error: unknown): boolean {
  return error instanceof HttpRefusal && (error.status >= 500 || error.status === 408);
}

/** Whether the tracker may have executed the request although Signalbox has no valid answer. */
function mayBeDone(error: unknown): boolean {
  // A stop ends reads only, such as that of the token which the request needs.
  if (error instanceof NoAnswer) return !error.neverSent && !error.byStop;
  return error instanceof UnreadableAnswer || isServersFault(error);
}
