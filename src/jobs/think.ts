import type { LiveResult } from "../ingest/round.ts";
import type { JobContext } from "./context.ts";

/**
 * After reading: what came in may change every train, since dependencies cross them.
 * @throws Failure where something could not be read
 */
export async function thinkAgain({ queue, trains }: JobContext, { written, failures }: LiveResult): Promise<void> {
  if (written > 0) for (const { key } of trains) await queue.send({ kind: "recompute", train: key });
  const [failure] = failures;
  if (failure !== undefined) throw failure;
}
