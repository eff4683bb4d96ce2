import { Failure } from "../../src/domain/failure.ts";
import type { Clock } from "../../src/ports/runtime.ts";

/**
 * How long (ms) a create may wait for its turn. Whoever finds an intent of ours looks for what came of it for two minutes
 * before creating it once more (`lookForMs`): this and a request's time limit must be over by then.
 */
const createWithinMs = 60_000;

/**
 * A create that is not sent any more once it had to wait for too long, counted from now: another process may have looked
 * for it in vain, and made it itself.
 * @returns the task; throws Failure `rate-limited` instead of beginning late
 */
export function inTime<T>(connection: string, clock: Clock, task: () => Promise<T>): () => Promise<T> {
  const from = clock();
  return async () => {
    if (clock() - from <= createWithinMs) return task();
    throw new Failure({
      code: "rate-limited",
      what: `What was to be created in ${connection} had to wait for over a minute and was not sent.`,
      remedy: "Nothing to do: the next run creates it.",
      verdict: { kind: "retry", afterMs: null },
    });
  };
}
