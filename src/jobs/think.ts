import type { ReadResult, SyncRunResult } from "../ingest/sync-run.ts";
import type { JobContext } from "./context.ts";

/** `recovered`: something is no longer as old as reports may say. */
type Read = Pick<ReadResult, "written" | "failures"> & Partial<Pick<SyncRunResult, "recovered">>;

/**
 * After reading: what came in may change every train, since dependencies cross them.
 * @throws Failure where something could not be read
 */
export async function thinkAgain({ queue, trains }: JobContext, { written, recovered, failures }: Read): Promise<void> {
  if (written > 0 || recovered === true)
    for (const { key } of trains) await queue.send({ kind: "recompute", train: key });
  const [failure] = failures;
  if (failure !== undefined) throw failure;
}
