import type { Pause } from "../ports/runtime.ts";

/** Runs steps to the end; lets other work run between two of them after enough time. */
export async function inTurns<T>(steps: Generator<void, T>, pause: Pause): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    await pause();
  }
}
