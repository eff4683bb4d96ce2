/** Time that moves only when a caller moves it, or waits. */
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

  /** Time limits pass only if an answer never comes (`expire`): otherwise every answer is in time. */
  readonly timeLimit = (_ms: number): AbortSignal => {
    const limit = new AbortController();
    this.#limits.add(limit);
    limit.signal.addEventListener("abort", () => this.#limits.delete(limit));
    return limit.signal;
  };

  /** A request without an answer reaches its time limit. */
  expire(): void {
    this.#now += timeLimitMs;
    for (const limit of this.#limits) limit.abort(new DOMException("no answer within the time limit", "TimeoutError"));
    this.#limits.clear();
  }

  /** All requests so far have their answers. */
  forgetLimits(): void {
    this.#limits.clear();
  }
}

/** The connectors' own limit. */
const timeLimitMs = 30_000;
