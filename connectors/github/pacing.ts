import type { GithubConnection } from "../../src/ports/connection.ts";
import type { Clock } from "../../src/ports/runtime.ts";
import { createLane, type Lane } from "../kit/lane.ts";
import { resetAt } from "../kit/verdict.ts";
import type { Limit } from "./limits.ts";

/** GitHub counts them apart: REST calls and GraphQL points. */
export type Resource = "core" | "graphql";

export type PacingOptions = {
  readonly connection: GithubConnection;
  readonly clock: Clock;
  readonly wait: (ms: number) => Promise<void>;
};

/** Longer waits are the scheduler's business, not a held process's. */
export const longestPauseMs = 120_000;

const readsAtOnce = 4;

/** The ways to one GitHub: a lane per budget, and one write at a time, a second apart where GitHub asks for it. */
export class Pacing {
  readonly #clock: Clock;
  readonly #lanes: Readonly<Record<Resource, Lane>>;
  readonly #writes: Lane;
  readonly #gapMs: number;

  constructor({ connection, clock, wait }: PacingOptions) {
    this.#clock = clock;
    this.#lanes = {
      core: createLane({ concurrency: readsAtOnce, clock, wait }),
      graphql: createLane({ concurrency: readsAtOnce, clock, wait }),
    };
    this.#writes = createLane({ concurrency: 1, clock, wait });
    this.#gapMs = gapBetweenWritesMs(connection.apiUrl);
  }

  read<T>(resource: Resource, task: () => Promise<T>): Promise<T> {
    return this.#lanes[resource].run(task);
  }

  write<T>(task: () => Promise<T>): Promise<T> {
    return this.#writes.run(() =>
      this.#lanes.core.run(async () => {
        try {
          return await task();
        } finally {
          if (this.#gapMs > 0) this.#writes.holdUntil(this.#clock() + this.#gapMs);
        }
      }),
    );
  }

  /** Nobody starts before the limit is over. Called while the refused call still has its place, so that nobody slips through. */
  hold(resource: Resource, { everything, afterMs }: Limit): void {
    if (afterMs > longestPauseMs) return;
    const until = this.#clock() + afterMs;
    const lanes = everything ? [...Object.values(this.#lanes), this.#writes] : [this.#lanes[resource]];
    for (const lane of lanes) lane.holdUntil(until);
  }

  /** Stops before GitHub has to say so: the answer that spends the last of a budget says when it is full again. */
  obey(headers: Headers): void {
    if (headers.get("x-ratelimit-remaining")?.trim() !== "0") return;
    const resource = headers.get("x-ratelimit-resource") === "graphql" ? "graphql" : "core";
    const reset = resetAt(headers);
    if (reset !== null) this.hold(resource, { everything: false, afterMs: reset - this.#clock() });
  }
}

/**
 * GitHub asks for at least a second between writes on github.com and ghe.com, where its secondary limits are always
 * on. A GitHub Enterprise Server has none unless its administrators set them; there, only its answers slow us down.
 */
function gapBetweenWritesMs(apiUrl: string): number {
  const { hostname } = new URL(apiUrl);
  return hostname === "api.github.com" || hostname.endsWith(".ghe.com") ? 1000 : 0;
}
