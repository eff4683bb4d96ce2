/** Time that only moves when somebody moves it, or waits. */
export class VirtualTime {
  #now: number;
  readonly #limits = new Set<AbortController>();

  constructor(start: number) {
    this.#now = start;
  }

  readonly clock = (): number => this.#now;

  /** Never backwards. */
  moveTo(at: number): void {
    this.#now = Math.max(this.#now, at);
  }

  readonly wait = async (ms: number): Promise<void> => {
    await Promise.resolve();
    this.#now += ms;
  };

  /** Time limits pass only where an answer will never come (`expire`): else every answer comes in time. */
  readonly timeLimit = (_ms: number): AbortSignal => {
    const limit = new AbortController();
    this.#limits.add(limit);
    limit.signal.addEventListener("abort", () => this.#limits.delete(limit));
    return limit.signal;
  };

  /** What waits for an answer has waited too long. */
  expire(): void {
    this.#now += timeLimitMs;
    for (const limit of this.#limits) limit.abort(new DOMException("no answer within the time limit", "TimeoutError"));
    this.#limits.clear();
  }

  /** The requests so far have been answered. */
  forgetLimits(): void {
    this.#limits.clear();
  }
}

/** The connectors' own. */
const timeLimitMs = 30_000;
