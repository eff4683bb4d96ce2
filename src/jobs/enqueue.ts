import type { ReadResult, SyncRunResult } from "../ingest/sync-run.ts";
import type { JobSubject } from "../ports/jobs.ts";
import type { JobContext } from "./handler.ts";

/** Identifies a job within its kind. */
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

/** Reason and due time of a delayed job. */
export type Later = { readonly slot: "turn" | "retry" | "wake"; readonly at: number };

/** The key of a waiting job. A delayed job never blocks one that is due now. */
export function waitingKey(job: JobSubject, later: Later | null): string {
  if (later === null) return keyOf(job);
  const { slot, at } = later;
  return `${keyOf(job)} @${slot === "wake" ? Math.floor(at / minuteMs) : slot}`;
}

/** Sends a recompute for every train, because dependencies cross trains. */
export async function enqueueRecompute({ queue, trains }: Pick<JobContext, "queue" | "trains">): Promise<void> {
  for (const { key } of trains) await queue.send({ kind: "recompute", train: key });
}

type Read = Pick<ReadResult, "written" | "failures"> & Partial<Pick<SyncRunResult, "recovered">>;

/**
 * Finishes a job that read a connection: its changes may affect every train.
 * @throws Failure if the job could not read something
 */
export async function finishReading(context: JobContext, { written, recovered, failures }: Read): Promise<void> {
  if (written > 0 || recovered === true) await enqueueRecompute(context);
  const [failure] = failures;
  if (failure !== undefined) throw failure;
}

/** Schedules a train's recompute at the instant (epoch milliseconds) of the next due write; null for none. */
export async function scheduleRecompute(
  { queue, runtime }: JobContext,
  train: string,
  at: number | null,
): Promise<void> {
  if (at === null) return;
  await queue.send({ kind: "recompute", train }, { afterMs: Math.max(1000, at - runtime.clock()), slot: "wake" });
}
