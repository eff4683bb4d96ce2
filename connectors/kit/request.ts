import type { z } from "zod";
import { Failure, type FailureCode } from "../../src/domain/failure.ts";
import type { Clock } from "../../src/ports/runtime.ts";
import { HttpRefusal, NoAnswer, UnreadableAnswer } from "./answer.ts";
import { retryAfterMs } from "./rate-headers.ts";

/** `read`: changes nothing. `write`: the same twice as once. `create`: twice makes two. */
export type Kind = "read" | "write" | "create";

/** What a request is for. */
export type Purpose = {
  /** As it reads after "while": `reading the issues of PAY`. */
  readonly what: string;
  /** `read` unless told. */
  readonly kind?: Kind;
  /** Better advice than the general one. */
  readonly remedies?: Partial<Record<FailureCode, string>>;
};

/** How long (ms) a tracker wants us to stay away. */
export type Limit = { readonly afterMs: number };

/** How one tracker's errors are to be read. */
export type Classifier<L extends Limit> = {
  /**
   * The limit that an error tells of; null for any other trouble.
   * @param attempt from 1: where the tracker does not say how long, the pause doubles with each
   */
  readonly limitIn: (error: unknown, attempt: number) => L | null;
  /** Whether the tracker says that it could not finish, other than by an HTTP status. */
  readonly isUnfinished: (error: unknown) => boolean;
  /** What went wrong, as the operator should read it; null for what is no trouble of the tracker's, but a bug. */
  readonly failureOf: (error: unknown, purpose: Purpose, attempt: number) => Failure | null;
};

/** How a request gets its turn, see `RateLimiter`. */
export type Turn<L extends Limit> = {
  readonly run: <T>(attempt: () => Promise<T>) => Promise<T>;
  /** Called while the refused request still has its place: no other starts before the limit is over. */
  readonly pause: (limit: L) => void;
};

export type RequestOptions<L extends Limit> = {
  readonly connection: string;
  readonly classifier: Classifier<L>;
  /** The longest pause (ms) before another try; a longer one is the scheduler's business. */
  readonly longestWaitMs: number;
  readonly clock: Clock;
  readonly wait: (ms: number) => Promise<void>;
};

export const tries = 4;

/**
 * How long (ms) a create may wait for its turn. Whoever finds an intent of ours looks for what came of it for two minutes
 * before creating it once more (`lookForMs`): this and a request's time limit must be over by then.
 */
const createWithinMs = 60_000;

/** The pause (ms) before the next try, twice as long each time. @param attempt the one that failed, from 1 */
export function backoffMs(attempt: number): number {
  return 1000 * 2 ** (attempt - 1);
}

/**
 * Sends requests to one tracker: repeats what is safe to repeat, pauses for its limits, and turns every trouble into a
 * `Failure`. Limits repeat reads and writes; lost and half answers and errors of the server repeat reads. A create is sent
 * once.
 */
export class RequestSender<L extends Limit> {
  readonly #options: RequestOptions<L>;

  constructor(options: RequestOptions<L>) {
    this.#options = options;
  }

  /** @throws Failure; its cause is what went wrong, such as an `HttpRefusal` */
  async send<T>(purpose: Purpose, turn: Turn<L>, task: (attempt: number) => Promise<T>): Promise<T> {
    const { classifier, wait } = this.#options;
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
        const pauseMs = attempt < tries ? this.#pauseBefore(error, purpose, attempt) : null;
        if (pauseMs === null) throw this.#failure(purpose, error, attempt);
        // The rate limiter waits for the end of a limit.
        if (classifier.limitIn(error, attempt) === null) await wait(pauseMs);
      }
    }
  }

  /** @throws Failure where the answer has another shape than asked for */
  parse<T>(purpose: Purpose, schema: z.ZodType<T>, answer: unknown): T {
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const place = issue === undefined ? "" : ` at "${issue.path.join(".")}": ${issue.message}`;
    const says = `an answer of an unknown shape${place}`;
    throw this.#failure(purpose, new UnreadableAnswer(says, { broken: false, cause: parsed.error }), 1);
  }

  /**
   * A create that is not sent any more once it had to wait for too long: another process may have looked for it in vain,
   * and made it itself.
   */
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

  /** How long (ms) to wait before another try; null where that is wrong, or is left to the scheduler. */
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

  /** Worth another try: no answer, half an answer, or a server that could not finish. */
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

/** The tracker may have carried the request out although we have no answer that says so. */
function mayBeDone(error: unknown): boolean {
  if (error instanceof NoAnswer) return !error.neverSent;
  return error instanceof UnreadableAnswer || isServersFault(error);
}
