import type { GithubConnection } from "../../src/ports/connection.ts";
import type { Budget } from "../../src/ports/connector.ts";
import type { Clock } from "../../src/ports/runtime.ts";
import { Budgets } from "../kit/budgets.ts";
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
/** Of a budget: what is below it is kept for live calls. */
const keptShare = 0.1;
const background = { background: true };

/** What is left of a budget is kept for live calls for longer than a process should wait. */
export class BudgetKept extends Error {
  override readonly name = "BudgetKept";
  readonly afterMs: number;

  constructor(afterMs: number) {
    super("the rest of the budget is kept");
    this.afterMs = afterMs;
  }
}

/**
 * The ways to one GitHub: a lane per budget, and one write at a time, a second apart where GitHub asks for it.
 * Live calls (what webhooks announce, what is written) go before reads in the background (polls, sweeps), which also
 * leave them a place and the last tenth of each budget.
 */
export class Pacing {
  readonly #clock: Clock;
  readonly #lanes: Readonly<Record<Resource, Lane>>;
  readonly #keptUntil: Record<Resource, number> = { core: 0, graphql: 0 };
  readonly #budgets = new Budgets();
  readonly #writes: Lane;
  readonly #gapMs: number;

  constructor({ connection, clock, wait }: PacingOptions) {
    this.#clock = clock;
    const lane = () => createLane({ concurrency: readsAtOnce, clock, wait });
    this.#lanes = { core: lane(), graphql: lane() };
    this.#writes = createLane({ concurrency: 1, clock, wait });
    this.#gapMs = gapBetweenWritesMs(connection.apiUrl);
  }

  read<T>(resource: Resource, task: () => Promise<T>): Promise<T> {
    return this.#lanes[resource].run(task);
  }

  /** @throws BudgetKept */
  async readInBackground<T>(resource: Resource, task: () => Promise<T>): Promise<T> {
    const lane = this.#lanes[resource];
    this.#keepsNoLonger(resource);
    lane.holdUntil(this.#keptUntil[resource], background);
    return lane.run(async () => {
      // Others may have used up the rest meanwhile.
      this.#keepsNoLonger(resource);
      return task();
    }, background);
  }

  /** @throws BudgetKept where a budget is kept for longer than a process waits */
  #keepsNoLonger(resource: Resource): void {
    const ms = this.#keptUntil[resource] - this.#clock();
    if (ms > longestPauseMs) throw new BudgetKept(ms);
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

  budgets(): readonly Budget[] {
    return this.#budgets.list();
  }

  /** Nobody starts before the limit is over. Called while the refused call still has its place, so that nobody slips through. */
  hold(resource: Resource, { everything, afterMs }: Limit): void {
    if (afterMs > longestPauseMs) return;
    const until = this.#clock() + afterMs;
    const lanes = everything ? [...Object.values(this.#lanes), this.#writes] : [this.#lanes[resource]];
    for (const lane of lanes) lane.holdUntil(until);
  }

  /**
   * Stops before GitHub has to say so: the answer that spends the last of a budget says when it is full again. Reads in
   * the background stop earlier.
   */
  obey(headers: Headers): void {
    const left = countIn(headers, "x-ratelimit-remaining");
    const limit = countIn(headers, "x-ratelimit-limit");
    const reset = resetAt(headers);
    if (left === null || reset === null) return;
    const resource = headers.get("x-ratelimit-resource") === "graphql" ? "graphql" : "core";
    this.#budgets.note(resource, headers);
    const afterMs = reset - this.#clock();
    if (left === 0) this.hold(resource, { everything: false, afterMs });
    if (left < (limit ?? 0) * keptShare) {
      this.#keptUntil[resource] = Math.max(this.#keptUntil[resource], reset);
      if (afterMs <= longestPauseMs) this.#lanes[resource].holdUntil(reset, background);
    }
  }
}

function countIn(headers: Headers, name: string): number | null {
  const text = headers.get(name)?.trim() ?? "";
  return /^\d+$/.test(text) ? Number(text) : null;
}

/**
 * GitHub asks for at least a second between writes on github.com and ghe.com, where its secondary limits are always
 * on. A GitHub Enterprise Server has none unless its administrators set them; there, only its answers slow us down.
 */
function gapBetweenWritesMs(apiUrl: string): number {
  const { hostname } = new URL(apiUrl);
  return hostname === "api.github.com" || hostname.endsWith(".ghe.com") ? 1000 : 0;
}
