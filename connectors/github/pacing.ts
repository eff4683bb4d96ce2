import type { GithubConnection } from "../../src/ports/connection.ts";
import type { Budget } from "../../src/ports/connector.ts";
import type { Clock } from "../../src/ports/runtime.ts";
import { budgetIn, Budgets, isRunningLow } from "../kit/rate-headers.ts";
import { createRateLimiter, type RateLimiter, type Urgency } from "../kit/rate-limiter.ts";
import { isHosted } from "./host-schema.ts";
import type { GithubLimit } from "./rate-limit-refusal.ts";

/** GitHub's separate budgets: REST calls and GraphQL points. */
export type Resource = "core" | "graphql";

export type PacingOptions = {
  readonly connection: GithubConnection;
  readonly clock: Clock;
  readonly wait: (ms: number) => Promise<void>;
};

/** The longest wait (ms) within a process; the job scheduler handles longer ones. */
export const longestWaitMs = 120_000;

const readsAtOnce = 4;

/**
 * Schedules requests to one GitHub: a rate limiter per budget, and one write at a time, a second apart if GitHub
 * demands it. Foreground calls (reads for webhooks, writes) precede background reads (polls, sweeps), which also leave
 * them a place and the last tenth of each budget.
 */
export class Pacing {
  readonly #clock: Clock;
  readonly #limiters: Readonly<Record<Resource, RateLimiter>>;
  readonly #budgets = new Budgets();
  readonly #writes: RateLimiter;
  readonly #gapMs: number;

  constructor({ connection, clock, wait }: PacingOptions) {
    this.#clock = clock;
    const limiter = (concurrency: number) =>
      createRateLimiter({ concurrency, longestWaitMs, longestBackgroundWaitMs: longestWaitMs, clock, wait });
    this.#limiters = { core: limiter(readsAtOnce), graphql: limiter(readsAtOnce) };
    this.#writes = limiter(1);
    this.#gapMs = isHosted(connection) ? gapBetweenWritesMs : 0;
  }

  /** @throws Paused */
  read<T>(resource: Resource, task: () => Promise<T>, urgency?: Urgency): Promise<T> {
    return this.#limiters[resource].run(task, urgency);
  }

  /** @throws Paused */
  write<T>(task: () => Promise<T>): Promise<T> {
    return this.#writes.run(() =>
      this.#limiters.core.run(async () => {
        try {
          return await task();
        } finally {
          if (this.#gapMs > 0) this.#writes.pauseUntil(this.#clock() + this.#gapMs);
        }
      }),
    );
  }

  budgets(): readonly Budget[] {
    return this.#budgets.list();
  }

  /** Starts no request before the limit ends. */
  pause(resource: Resource, { everything, afterMs }: GithubLimit): void {
    const until = this.#clock() + afterMs;
    const limiters = everything ? [...Object.values(this.#limiters), this.#writes] : [this.#limiters[resource]];
    for (const limiter of limiters) limiter.pauseUntil(until);
  }

  /**
   * Pauses before GitHub refuses requests: the answer that spends the last of a budget contains its reset time.
   * Background reads pause earlier.
   */
  onHeaders(headers: Headers): void {
    const budget = budgetIn(headers, this.#clock());
    const { left, resetAt } = budget;
    if (left === null || resetAt === null) return;
    const resource = headers.get("x-ratelimit-resource") === "graphql" ? "graphql" : "core";
    this.#budgets.note(resource, budget);
    if (left === 0) this.#limiters[resource].pauseUntil(resetAt);
    if (isRunningLow(budget)) this.#limiters[resource].pauseUntil(resetAt, { background: true });
  }
}

/**
 * GitHub demands at least a second between writes on github.com and ghe.com, which always have secondary limits. A
 * GitHub Enterprise Server has them only if its administrators enable them; there, only its answers delay writes.
 */
const gapBetweenWritesMs = 1000;
