import type { Budget } from "../../src/ports/connector.ts";

export type HeaderReader = Pick<Headers, "get">;

/** A rate limit's budget from an answer; null for values that the answer lacks. */
export type BudgetLeft = {
  /** Remaining requests or points. */
  readonly left: number | null;
  /** Requests or points of a full budget. */
  readonly limit: number | null;
  /** Time at which it is full again, in epoch milliseconds of our clock. */
  readonly resetAt: number | null;
};

/** Share of a full budget that is reserved for requests in the foreground. */
const reservedShare = 0.1;

/** @param now by our clock, in epoch milliseconds */
export function budgetIn(headers: HeaderReader, now: number): BudgetLeft {
  const left = countIn(headers, "x-ratelimit-remaining");
  const untilReset = untilResetMs(headers, now);
  return {
    left,
    limit: countIn(headers, "x-ratelimit-limit"),
    resetAt: untilReset === null ? null : now + untilReset,
  };
}

/** Whether less than the reserved share of a budget is left. */
export function isRunningLow({ left, limit }: BudgetLeft): boolean {
  return left !== null && limit !== null && left < limit * reservedShare;
}

function countIn(headers: HeaderReader, name: string): number | null {
  const text = headers.get(name)?.trim() ?? "";
  return /^\d+$/u.test(text) ? Number(text) : null;
}

/**
 * The pause from the headers: `Retry-After` (seconds or a date), else `X-RateLimit-Reset` (epoch seconds or ISO 8601).
 * @returns milliseconds from `now`, at least 0; null without such a header
 */
export function retryAfterMs(headers: HeaderReader, now: number): number | null {
  const after = headers.get("retry-after") ?? headers.get("beta-retry-after");
  if (after !== null) {
    const ms = /^\d+$/.test(after.trim()) ? Number(after) * 1000 : Date.parse(after) - toldAt(headers, now);
    if (Number.isFinite(ms)) return Math.max(0, ms);
  }
  const remaining = headers.get("x-ratelimit-remaining");
  // GitHub sends its reset with every answer; it only matters once nothing is left.
  if (remaining !== null && remaining.trim() !== "0") return null;
  const ms = untilResetMs(headers, now);
  return ms === null ? null : Math.max(0, ms);
}

/** Time (ms) until the tracker's budget is full again; null without such a header. */
function untilResetMs(headers: HeaderReader, now: number): number | null {
  const reset = headers.get("x-ratelimit-reset");
  if (reset === null) return null;
  const at = /^\d+$/.test(reset.trim()) ? Number(reset) * 1000 : Date.parse(reset);
  return Number.isFinite(at) ? at - toldAt(headers, now) : null;
}

/** The tracker's clock, by which it gives instants; ours if it does not send its own. */
function toldAt(headers: HeaderReader, now: number): number {
  return dateIn(headers) ?? now;
}

/**
 * Time (ms) after which a bucket gets new tokens, if the tracker has one: Jira Data Center does not say when
 * (confluence.atlassian.com, "Adjusting your code for rate limiting"). A second if it says neither.
 */
export function refillMs(headers: HeaderReader): number {
  return (countIn(headers, "x-ratelimit-interval-seconds") ?? 1) * 1000;
}

/** The tracker's clock, in epoch milliseconds, to the second; null without a `Date` header. */
export function dateIn(headers: HeaderReader): number | null {
  const at = Date.parse(headers.get("date") ?? "");
  return Number.isFinite(at) ? at : null;
}

/** What is left of a tracker's budgets, from its last answers. */
export class Budgets {
  readonly #left = new Map<string, number>();

  note(budget: string, { left }: BudgetLeft): void {
    if (left !== null) this.#left.set(budget, left);
  }

  list(): readonly Budget[] {
    return [...this.#left].map(([budget, left]) => ({ budget, left }));
  }
}
