import PQueue from "p-queue";
import type { Clock } from "../../src/ports/runtime.ts";

export type LaneOptions = {
  /** Calls under way at the same time. */
  readonly concurrency: number;
  readonly clock: Clock;
  readonly wait: (ms: number) => Promise<void>;
};

export type Urgency = {
  /** True for what can wait: it starts after all else that waits, and never takes the last place. */
  readonly background?: boolean;
};

/** One connection's way to its tracker: so many calls at a time, and none before the tracker allows the next. */
export type Lane = {
  run<T>(task: () => Promise<T>, urgency?: Urgency): Promise<T>;
  /** Nobody (or nobody in the background) starts before this instant (epoch milliseconds). Never shortens an earlier hold. */
  holdUntil(at: number, urgency?: Urgency): void;
};

export function createLane({ concurrency, clock, wait }: LaneOptions): Lane {
  const places = new PQueue({ concurrency });
  // What waits in the background waits outside: a hold of theirs must not keep places from the others.
  const outside = new PQueue({ concurrency: Math.max(1, concurrency - 1) });
  const everybody = createHold(clock, wait);
  const background = createHold(clock, wait);

  function enter<T>(task: () => Promise<T>, priority: number): Promise<T> {
    const held = async () => {
      await everybody.over();
      return task();
    };
    return places.add(held, { priority });
  }

  return {
    run: (task, { background: canWait = false } = {}) => {
      if (!canWait) return enter(task, 0);
      return outside.add(async () => {
        await background.over();
        return enter(task, -1);
      });
    },
    holdUntil: (at, { background: onlyThose = false } = {}) => {
      background.prolong(at);
      if (!onlyThose) everybody.prolong(at);
    },
  };
}

function createHold(clock: Clock, wait: LaneOptions["wait"]) {
  let until = 0;
  return {
    prolong: (at: number) => {
      until = Math.max(until, at);
    },
    /** Waits once per hold rather than until the clock agrees, so that a clock that stands still cannot trap it. */
    over: async () => {
      let waitedFor = 0;
      while (until > waitedFor) {
        waitedFor = until;
        const ms = waitedFor - clock();
        if (ms > 0) await wait(ms);
      }
    },
  };
}
