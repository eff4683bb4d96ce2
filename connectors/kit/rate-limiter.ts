import PQueue from "p-queue";
import type { Clock } from "../../src/ports/runtime.ts";

export type RateLimiterOptions = {
  /** Requests under way at the same time. */
  readonly concurrency: number;
  /** A request waits at most this long (ms) for the end of a pause; a longer wait is the scheduler's business. */
  readonly longestWaitMs: number;
  /** The same (ms) for a pause that concerns only requests in the background. */
  readonly longestBackgroundWaitMs: number;
  readonly clock: Clock;
  readonly wait: (ms: number) => Promise<void>;
};

export type Urgency = {
  /** True for what can wait: it starts after all else that waits, and never takes the last place. */
  readonly background?: boolean;
};

/** Starts the requests of one connection: so many at a time, and none before the tracker allows the next. */
export type RateLimiter = {
  /** @throws Paused where a pause lasts longer than a request waits: the task was not started */
  run<T>(task: () => Promise<T>, urgency?: Urgency): Promise<T>;
  /**
   * No request (or none in the background) starts before this instant (epoch milliseconds), an hour from now at most.
   * Never shortens an earlier pause.
   */
  pauseUntil(at: number, urgency?: Urgency): void;
};

/** Both trackers fill every budget again within an hour (ms): a pause beyond that comes of a clock that is wrong. */
const longestPauseMs = 60 * 60 * 1000;

/** A request that was not sent, since the tracker wants nothing for longer than the request may wait. */
export class Paused extends Error {
  override readonly name = "Paused";
  /** How long (ms) the pause still lasts. */
  readonly afterMs: number;
  /** True where only the rest of a budget is reserved, for calls that somebody waits for. */
  readonly isReserved: boolean;

  constructor(afterMs: number, isReserved: boolean) {
    super("the tracker wants nothing for a while");
    this.afterMs = afterMs;
    this.isReserved = isReserved;
  }
}

export function createRateLimiter(options: RateLimiterOptions): RateLimiter {
  const { concurrency, longestWaitMs, longestBackgroundWaitMs } = options;
  const places = new PQueue({ concurrency });
  // What waits in the background waits outside: a pause of theirs must not keep places from the others.
  const outside = new PQueue({ concurrency: Math.max(1, concurrency - 1) });
  const everybody = createPause(options, (ms) => ms > longestWaitMs && new Paused(ms, false));
  const background = createPause(options, (ms) => ms > longestBackgroundWaitMs && new Paused(ms, true));

  return {
    run: (task, { background: canWait = false } = {}) => {
      const whenAllowed = async () => {
        await everybody.over();
        return task();
      };
      if (!canWait) return places.add(whenAllowed, { priority: 0 });
      const unlessReserved = async () => {
        await everybody.over();
        // Others may have used up the rest of the budget meanwhile.
        background.check();
        return task();
      };
      return outside.add(async () => {
        await everybody.over();
        await background.over();
        return places.add(unlessReserved, { priority: -1 });
      });
    },
    pauseUntil: (at, { background: onlyThose = false } = {}) => (onlyThose ? background : everybody).prolong(at),
  };
}

type PauseOptions = Pick<RateLimiterOptions, "clock" | "wait">;

/** @param tooLong the error for a request that would have to wait so many milliseconds; false where it may wait */
function createPause({ clock, wait }: PauseOptions, tooLong: (ms: number) => Paused | false) {
  let until = 0;
  const check = () => {
    const error = tooLong(until - clock());
    if (error !== false) throw error;
  };
  return {
    prolong: (at: number) => {
      until = Math.max(until, Math.min(at, clock() + longestPauseMs));
    },
    check,
    /** Waits once per pause rather than until the clock agrees, so that a clock that stands still cannot trap it. */
    over: async () => {
      let waitedFor = 0;
      while (until > waitedFor) {
        check();
        waitedFor = until;
        const ms = waitedFor - clock();
        if (ms > 0) await wait(ms);
      }
    },
  };
}
