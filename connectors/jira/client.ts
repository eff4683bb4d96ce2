import type { z } from "zod";
import type { FailureCode } from "../../src/domain/failure.ts";
import type { JiraConnection } from "../../src/ports/connection.ts";
import type { Budget } from "../../src/ports/connector.ts";
import type { Clock } from "../../src/ports/runtime.ts";
import { HttpRefusal } from "../kit/answer.ts";
import { advised, failureOf } from "../kit/http-failure.ts";
import { budgetIn, Budgets, isRunningLow, retryAfterMs } from "../kit/rate-headers.ts";
import { createRateLimiter, type RateLimiter, type Urgency } from "../kit/rate-limiter.ts";
import { backoffMs, RequestSender, type Classifier, type Limit, type Turn } from "../kit/request.ts";
import { Wire } from "../kit/wire.ts";
import type { JiraApi, JiraRequest } from "./api.ts";
import { createCloudApi } from "./cloud.ts";
import { JiraTransport } from "./transport.ts";

export type ClientOptions = {
  readonly connection: JiraConnection;
  readonly clock: Clock;
  readonly wait: (ms: number) => Promise<void>;
  /** Time limit (ms) of one attempt; 30 s unless told. */
  readonly timeoutMs?: number;
  readonly timeLimit: (ms: number) => AbortSignal;
};

/** What a call is for and how its answer is read. */
export type Call<T> = {
  /** As it reads after "while": `reading the issues of PAY`. */
  readonly what: string;
  readonly schema: z.ZodType<T>;
  /** Better advice than the general one. */
  readonly remedies?: Partial<Record<FailureCode, string>>;
  readonly request: (api: JiraApi) => JiraRequest;
};

/** A longer wait (ms) is the scheduler's business, not a held process's. */
const longestWaitMs = 30_000;
/** What can wait may wait (ms) for as long as a budget needs to be full again. */
const longestBackgroundWaitMs = 60 * 60 * 1000;

/** What a client shares with the one for its work in the background. */
type Parts = {
  readonly api: JiraApi;
  readonly wire: Wire;
  readonly limiter: RateLimiter;
  readonly budgets: Budgets;
  readonly sender: RequestSender<Limit>;
  readonly urgency: Urgency;
};

/** Jira behind our pacing: every answer parsed by our own schema, every trouble a `Failure`. */
export class JiraClient {
  readonly connection: JiraConnection;
  readonly #options: ClientOptions;
  readonly #parts: Parts;

  constructor(options: ClientOptions, parts: Parts = partsFrom(options)) {
    this.connection = options.connection;
    this.#options = options;
    this.#parts = parts;
  }

  /** The same client for reads that can wait: they let its calls go first, and the last tenth of a budget be. */
  inBackground(): JiraClient {
    return new JiraClient(this.#options, { ...this.#parts, urgency: { background: true } });
  }

  /** Requests sent so far, those in the background and retries included. */
  get requests(): number {
    return this.#parts.wire.requests;
  }

  budgets(): readonly Budget[] {
    return this.#parts.budgets.list();
  }

  /** The site's own clock as its last answer told it, epoch milliseconds. */
  toldAt(): { readonly toldAt?: number } {
    return this.#parts.wire.toldAt();
  }

  /** @throws Failure with a code for what went wrong; its cause is a `JiraRefusal` where Jira refused. */
  async call<T>({ what, schema, remedies = {}, request }: Call<T>): Promise<T> {
    const { api, sender, limiter, urgency } = this.#parts;
    const { kind, send } = request(api);
    const purpose = { what, kind, remedies };
    const turn: Turn<Limit> = {
      run: (attempt) => limiter.run(attempt, urgency),
      pause: ({ afterMs }) => limiter.pauseUntil(this.#options.clock() + afterMs),
    };
    return sender.parse(purpose, schema, await sender.send(purpose, turn, send));
  }
}

function partsFrom({ connection, clock, wait, timeLimit, timeoutMs = 30_000 }: ClientOptions): Parts {
  const limiter = createRateLimiter({ concurrency: 6, longestWaitMs, longestBackgroundWaitMs, clock, wait });
  const budgets = new Budgets();
  const onHeaders = (headers: Headers) => slowDown(headers, { limiter, budgets, clock });
  const wire = new Wire({ timeoutMs, timeLimit, onHeaders });
  const classifier = classifierOf(connection, clock);
  return {
    api: createCloudApi(new JiraTransport(connection, wire)),
    wire,
    limiter,
    budgets,
    sender: new RequestSender({ connection: connection.key, classifier, longestWaitMs, clock, wait }),
    urgency: {},
  };
}

function classifierOf({ key, site }: JiraConnection, clock: Clock): Classifier<Limit> {
  return {
    limitIn: (error, attempt) => {
      if (!(error instanceof HttpRefusal) || error.status !== 429) return null;
      return { afterMs: Math.max(retryAfterMs(error.headers, clock()) ?? 0, backoffMs(attempt)) };
    },
    isUnfinished: () => false,
    failureOf: (error, { what, remedies = {} }) => {
      const address = `${site} is the address of a Jira Cloud site`;
      const failure = failureOf({ connection: key, what, error, now: clock(), address });
      return failure === null ? null : advised(failure, remedies[failure.code], error);
    },
  };
}

type Pace = Pick<Parts, "limiter" | "budgets"> & { readonly clock: Clock };

/**
 * Slows down before Jira has to say so. What it tells of a budget beside an answer is less certain than the
 * `Retry-After` of a refusal: calls that somebody waits for are held for 30 s at most.
 */
function slowDown(headers: Headers, { limiter, budgets, clock }: Pace): void {
  const budget = budgetIn(headers);
  budgets.note("rest", budget);
  if (isRunningLow(budget)) limiter.pauseUntil(budget.resetAt ?? clock() + 1000, { background: true });
  if (budget.left === 0) {
    limiter.pauseUntil(Math.min(budget.resetAt ?? clock() + 1000, clock() + longestWaitMs));
  } else if (headers.get("x-ratelimit-nearlimit")?.trim().toLowerCase() === "true") {
    limiter.pauseUntil(clock() + 250);
  }
}
