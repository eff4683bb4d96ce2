import type { JobContext } from "./context.ts";

/** What came in may change every train: dependencies cross them. */
export async function thinkAgain({ queue, trains }: JobContext): Promise<void> {
  for (const { key } of trains) await queue.send({ kind: "recompute", train: key });
}
