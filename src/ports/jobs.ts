/** Recurring background work. `attempt` counts consecutive failures. */
export type Job = JobSubject & { readonly attempt?: number };

export type JobSubject =
  /** Process the inbox of a connection. */
  | { readonly kind: "receive"; readonly connection: string }
  /** Poll the streams of a connection. */
  | { readonly kind: "poll"; readonly connection: string }
  /** `structure`: read what polls cannot detect. `whole`: also find deleted items. */
  | { readonly kind: "sweep"; readonly connection: string; readonly depth: "structure" | "whole" }
  /** Evaluate a train again, and write the reports that changed. */
  | { readonly kind: "recompute"; readonly train: string }
  /** Write the report over all trains. */
  | { readonly kind: "portfolio" }
  /** Send a train's weekly digest. */
  | { readonly kind: "digest"; readonly train: string };

export type JobKind = JobSubject["kind"];

export const jobKinds: readonly JobKind[] = ["receive", "poll", "sweep", "recompute", "portfolio", "digest"];

/** An open database transaction: the queue holds a job sent within it once it commits, and not before. */
export type Transaction = {
  readonly executeSql: (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>;
};

export type SendOptions = {
  /** Earliest start, in milliseconds from now; 0 by default. */
  readonly afterMs?: number;
  /**
   * Reason of the delay. `turn`: the next regular run; `retry`: another attempt; at most one of each waits, so that a
   * restart or repeat never starts a second series. A sooner `turn` moves the one that waits: the train file may have a
   * shorter interval now, or a clock was wrong. `wake`: a write is due then; at most one waits per minute. Ignored
   * without a delay.
   */
  readonly slot?: "turn" | "retry" | "wake";
  readonly within?: Transaction;
};

/** Passes each job to one free worker. Sending a job that already waits changes nothing. */
export type JobQueue = {
  send(job: Job, options?: SendOptions): Promise<void>;
};
