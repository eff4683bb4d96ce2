import PQueue from "p-queue";
import type { Clock } from "../../src/ports/runtime.ts";

export type RateLimiterOptions = {
  /** Maximum number of concurrent requests. */
  readonly concurrency: number;
  /** Longest wait (ms) of a request for the end of a pause; the job scheduler handles longer ones. */
  readonly longestWaitMs: number;
  /** The same (ms) for a pause that concerns only requests in the background. */
  readonly longestBackgroundWaitMs: number;
  readonly clock: Clock;
  /** Rejects when the process stops. */
  readonly wait: (ms: number) => Promise<void>;
};

export type Urgency = {
  /** Whether the request starts after all others, and never takes the last place. */
  readonly background?: boolean;
};

/** Starts the requests of one connection: at most `concurrency` at a time, and none during a pause. */
export type RateLimiter = {
  /** @throws Paused if the pause exceeds the longest wait, or the process stops in it; the task has not started */
  run<T>(task: () => Promise<T>, urgency?: Urgency): Promise<T>;
  /**
   * No request (or none in the background) starts before this instant (epoch milliseconds), an hour from now at most.
   * Never shortens an earlier pause.
   */
  pauseUntil(at: number, urgency?: Urgency): void;
};

/** Both trackers refill every budget within an hour (ms): a longer pause comes from a wrong clock. */
const longestPauseMs = 60 * 60 * 1000;

/** A request was not sent, because the tracker's pause exceeds the longest wait, or the process stops before its end. */
export class Paused extends Error {
  override readonly name = "Paused";
  /** Remaining pause (ms). */
  readonly afterMs: number;
  /**
   * Whether the pause applies only to the background, because the rest of the budget is reserved for the foreground.
   */
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
  // Background requests wait outside the queue, so that their pause does not block places for others.
  const outside = new PQueue({ concurrency: Math.max(1, concurrency - 1) });
  const everybody = createPause({ ...options, longestMs: longestWaitMs, isReserved: false });
  const background = createPause({ ...options, longestMs: longestBackgroundWaitMs, isReserved: true });

  return {
    run: (task, { background: canWait = false } = {}) => {
      const whenAllowed = async () => {
        await everybody.over();
        return task();
      };
      if (!canWait) return places.add(whenAllowed, { priority: 0 });
      const unlessReserved = async () => {
        await everybody.over();
        // Other requests may have used the rest of the budget meanwhile.
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

type PauseOptions = Pick<RateLimiterOptions, "clock" | "wait"> &
  Pick<Paused, "isReserved"> & {
    /** The longest wait (ms) of a request. */
    readonly longestMs: number;
  };

function createPause({ clock, wait, longestMs, isReserved }: PauseOptions) {
  let until = 0;
  const check = () => {
    const ms = until - clock();
    if (ms > longestMs) throw new Paused(ms, isReserved);
  };
  const pass = async (ms: number) => {
    try {
      await wait(ms);
    } catch {
      throw new Paused(ms, isReserved);
    }
  };
  return {
    prolong: (at: number) => {
      until = Math.max(until, Math.min(at, clock() + longestPauseMs));
    },
    check,
    /** Waits once per pause, not until the clock has reached its end, so that a stopped clock cannot block it. */
    over: async () => {
      let waitedFor = 0;
      while (until > waitedFor) {
        check();
        waitedFor = until;
        const ms = waitedFor - clock();
        if (ms > 0) await pass(ms);
      }
    },
  };
}
