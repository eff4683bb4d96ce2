import type { z } from "zod";
import type { FailureCode } from "../../src/domain/failure.ts";
import type { JiraConnection } from "../../src/ports/connection.ts";
import type { Budget } from "../../src/ports/connector.ts";
import type { Clock, RequestKind, TimeLimit } from "../../src/ports/runtime.ts";
import { HttpRefusal } from "../kit/answer.ts";
import { advised, failureOf } from "../kit/http-failure.ts";
import { budgetIn, Budgets, isRunningLow, refillMs, retryAfterMs } from "../kit/rate-headers.ts";
import { createRateLimiter, type RateLimiter, type Urgency } from "../kit/rate-limiter.ts";
import { backoffMs, RequestSender, type Classifier, type Limit, type Turn } from "../kit/request.ts";
import { Wire } from "../kit/wire.ts";
import type { JiraApi, JiraRequest } from "./api.ts";
import { createCloudApi } from "./cloud.ts";
import { createDataCenterApi } from "./data-center/api.ts";
import { missingScope, MissingScope } from "./scopes.ts";
import { JiraTransport } from "./transport.ts";

export type ClientOptions = {
  readonly connection: JiraConnection;
  readonly clock: Clock;
  readonly wait: (ms: number) => Promise<void>;
  /** Time limit (ms) of one attempt; 30 s by default. */
  readonly timeoutMs?: number;
  readonly timeLimit: TimeLimit;
};

/** The purpose of a call, its request and the schema of its answer. */
export type Call<T> = {
  /** As it reads after "while": `reading the issues of PAY`. */
  readonly what: string;
  readonly schema: z.ZodType<T>;
  /** Remedies more specific than the general ones, by code. */
  readonly remedies?: Partial<Record<FailureCode, string>>;
  /** See `Purpose`. */
  readonly isOnce?: boolean;
  readonly request: (api: JiraApi) => JiraRequest;
};

/** The longest wait (ms) within a process; the job scheduler handles longer ones. */
const longestWaitMs = 30_000;
/** The longest wait (ms) in the background: the time in which Jira refills a budget. */
const longestBackgroundWaitMs = 60 * 60 * 1000;

/** The parts that a client shares with its background client. */
type Parts = {
  readonly api: JiraApi;
  readonly wire: Wire;
  readonly limiter: RateLimiter;
  readonly budgets: Budgets;
  readonly sender: RequestSender<Limit>;
  readonly urgency: Urgency;
};

/**
 * Sends Jira requests at a limited rate: parses every answer with Signalbox's schemas, turns every error into a
 * `Failure`.
 */
export class JiraClient {
  readonly connection: JiraConnection;
  readonly #options: ClientOptions;
  readonly #parts: Parts;

  constructor(options: ClientOptions, parts: Parts = partsFrom(options)) {
    this.connection = options.connection;
    this.#options = options;
    this.#parts = parts;
  }

  /** A client for reads in the background: foreground calls precede them, and they leave the last tenth of a budget. */
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

  /** The site's clock from its last answer, in epoch milliseconds. */
  toldAt(): { readonly toldAt?: number } {
    return this.#parts.wire.toldAt();
  }

  /** @throws Failure; its cause is a `JiraRefusal` if Jira refused the request */
  async call<T>({ what, schema, remedies = {}, isOnce = false, request }: Call<T>): Promise<T> {
    const { api, sender, limiter, urgency } = this.#parts;
    const { kind, send } = request(api);
    const purpose = { what, kind, remedies, isOnce };
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
  const site = (kind: RequestKind) => new JiraTransport(connection, wire, kind);
  return {
    api: connection.account === null ? createDataCenterApi(site, connection) : createCloudApi(site),
    wire,
    limiter,
    budgets,
    sender: new RequestSender({ connection: connection.key, classifier, longestWaitMs, clock, wait }),
    urgency: {},
  };
}

function addressWords({ site, gateway, account }: JiraConnection): string {
  if (gateway !== undefined) return `${gateway} is the gateway's address with the cloud id of ${site}`;
  return account === null
    ? `${site} is the address of a Jira Data Center, with its context path`
    : `${site} is the address of a Jira Cloud site`;
}

function classifierOf(connection: JiraConnection, clock: Clock): Classifier<Limit> {
  const { key } = connection;
  const address = addressWords(connection);
  return {
    limitIn: (error, attempt) => {
      if (!(error instanceof HttpRefusal) || error.status !== 429) return null;
      return { afterMs: Math.max(retryAfterMs(error.headers, clock()) ?? 0, backoffMs(attempt)) };
    },
    isUnfinished: () => false,
    failureOf: (error, { what, remedies = {} }) => {
      if (error instanceof MissingScope) return missingScope(key, what, error);
      const failure = failureOf({ connection: key, what, error, now: clock(), address });
      return failure === null ? null : advised(failure, remedies[failure.code], error);
    },
  };
}

type Pace = Pick<Parts, "limiter" | "budgets"> & { readonly clock: Clock };

/**
 * Slows down before Jira refuses requests. The budget headers of an answer are less reliable than the `Retry-After` of
 * a refusal, so they delay foreground calls by 30 s at most.
 */
function slowDown(headers: Headers, { limiter, budgets, clock }: Pace): void {
  const budget = budgetIn(headers, clock());
  budgets.note("rest", budget);
  const refillAt = budget.resetAt ?? clock() + refillMs(headers);
  if (isRunningLow(budget)) limiter.pauseUntil(refillAt, { background: true });
  if (budget.left === 0) {
    limiter.pauseUntil(Math.min(refillAt, clock() + longestWaitMs));
  } else if (headers.get("x-ratelimit-nearlimit")?.trim().toLowerCase() === "true") {
    limiter.pauseUntil(clock() + 250);
  }
}
