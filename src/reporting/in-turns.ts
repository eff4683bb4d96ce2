import type { Pause } from "../ports/runtime.ts";

/** Runs steps to the end; between two of them others have their turn, where it has taken long enough. */
export async function inTurns<T>(steps: Generator<void, T>, pause: Pause): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    await pause();
  }
}
