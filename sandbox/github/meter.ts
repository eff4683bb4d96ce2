import type { Clock } from "../../src/ports/runtime.ts";

export type Resource = "core" | "graphql" | "search";

type Bucket = { limit: number; used: number; resetAt: number; readonly windowMs: number };

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** The primary rate limits: each resource has an allowance that is filled up again when its window ends. */
export class Meter {
  readonly #clock: Clock;
  readonly #buckets: Readonly<Record<Resource, Bucket>>;
  readonly #isOn: () => boolean;

  /** @param isOn whether there are limits at all */
  constructor(clock: Clock, isOn: () => boolean) {
    this.#clock = clock;
    this.#isOn = isOn;
    this.#buckets = {
      core: { limit: 15_000, used: 0, resetAt: 0, windowMs: HOUR },
      graphql: { limit: 12_500, used: 0, resetAt: 0, windowMs: HOUR },
      search: { limit: 30, used: 0, resetAt: 0, windowMs: MINUTE },
    };
  }

  get isOn(): boolean {
    return this.#isOn();
  }

  /** Sets the remainder and the size of an allowance. */
  allow(resource: Resource, { limit, remaining }: { readonly limit: number; readonly remaining: number }): void {
    const bucket = this.#current(resource);
    bucket.limit = limit;
    bucket.used = Math.max(0, limit - remaining);
  }

  isSpent(resource: Resource): boolean {
    const { limit, used } = this.#current(resource);
    return this.isOn && used >= limit;
  }

  /** `resetAt` is in epoch milliseconds. */
  spend(resource: Resource, points: number): void {
    const bucket = this.#current(resource);
    bucket.used = Math.min(bucket.limit, bucket.used + points);
  }

  standing(resource: Resource): { limit: number; used: number; remaining: number; resetAt: number } {
    const { limit, used, resetAt } = this.#current(resource);
    return { limit, used, remaining: limit - used, resetAt };
  }

  #current(resource: Resource): Bucket {
    const bucket = this.#buckets[resource];
    const at = this.#clock();
    if (at >= bucket.resetAt) {
      bucket.used = 0;
      bucket.resetAt = Math.ceil(at / 1000) * 1000 + bucket.windowMs;
    }
    return bucket;
  }
}

/** The rate limit headers; none without limits. */
export function rateHeaders(meter: Meter, resource: Resource): Readonly<Record<string, string>> {
  if (!meter.isOn) return {};
  const { limit, used, remaining, resetAt } = meter.standing(resource);
  return {
    "X-RateLimit-Limit": String(limit),
    "X-RateLimit-Remaining": String(remaining),
    "X-RateLimit-Used": String(used),
    "X-RateLimit-Reset": String(resetAt / 1000),
    "X-RateLimit-Resource": resource,
  };
}
