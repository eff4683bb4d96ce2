import type { ReadResult, SyncRunResult } from "../ingest/sync-run.ts";
import type { JobSubject } from "../ports/jobs.ts";
import type { JobContext } from "./context.ts";

/** What makes two jobs of one kind the same. */
function keyOf(job: JobSubject): string {
  switch (job.kind) {
    case "receive":
    case "poll":
      return job.connection;
    case "sweep":
      return `${job.connection} ${job.depth}`;
    case "recompute":
    case "digest":
      return job.train;
    case "portfolio":
      return "all trains";
  }
}

const minuteMs = 60_000;

/** Why and when a job that is for later is due. */
export type Later = { readonly slot: "turn" | "retry" | "wake"; readonly at: number };

/** The key while a job waits. One for later never stands in the way of one that is due now. */
export function waitingKey(job: JobSubject, later: Later | null): string {
  if (later === null) return keyOf(job);
  const { slot, at } = later;
  return `${keyOf(job)} @${slot === "wake" ? Math.floor(at / minuteMs) : slot}`;
}

/** Sends a recompute for every train, since dependencies cross trains. */
export async function enqueueRecompute({ queue, trains }: Pick<JobContext, "queue" | "trains">): Promise<void> {
  for (const { key } of trains) await queue.send({ kind: "recompute", train: key });
}

type Read = Pick<ReadResult, "written" | "failures"> & Partial<Pick<SyncRunResult, "recovered">>;

/**
 * Ends a job that read a connection: what it stored may change every train.
 * @throws Failure where the job could not read something
 */
export async function finishReading(context: JobContext, { written, recovered, failures }: Read): Promise<void> {
  if (written > 0 || recovered === true) await enqueueRecompute(context);
  const [failure] = failures;
  if (failure !== undefined) throw failure;
}

/** Sends a train's recompute for the instant (epoch milliseconds) at which there will be something to write; null for none. */
export async function scheduleRecompute(
  { queue, runtime }: JobContext,
  train: string,
  at: number | null,
): Promise<void> {
  if (at === null) return;
  await queue.send({ kind: "recompute", train }, { afterMs: Math.max(1000, at - runtime.clock()), slot: "wake" });
}
