import PQueue from "p-queue";
import type { Clock } from "../../src/ports/runtime.ts";

export type LaneOptions = {
  /** Calls under way at the same time. */
  readonly concurrency: number;
  readonly clock: Clock;
  readonly wait: (ms: number) => Promise<void>;
};

/** One connection's way to its tracker: so many calls at a time, and none before the tracker allows the next. */
export type Lane = {
  /** @param priority the higher goes first among those that wait; 0 unless told */
  run<T>(task: () => Promise<T>, priority?: number): Promise<T>;
  /** Nobody starts before this instant (epoch milliseconds). Never shortens an earlier hold. */
  holdUntil(at: number): void;
};

export function createLane({ concurrency, clock, wait }: LaneOptions): Lane {
  const queue = new PQueue({ concurrency });
  let heldUntil = 0;

  /** Waits once per hold rather than until the clock agrees, so that a clock that stands still cannot trap it. */
  async function untilFree(): Promise<void> {
    let waitedFor = 0;
    while (heldUntil > waitedFor) {
      waitedFor = heldUntil;
      const ms = waitedFor - clock();
      if (ms > 0) await wait(ms);
    }
  }

  return {
    run: (task, priority = 0) => {
      const held = async () => {
        await untilFree();
        return task();
      };
      return queue.add(held, { priority });
    },
    holdUntil: (at) => {
      heldUntil = Math.max(heldUntil, at);
    },
  };
}
