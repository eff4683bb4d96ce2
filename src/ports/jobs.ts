/** Work that is done in the background, again and again. `attempt` counts failures in a row. */
export type Job = JobSubject & { readonly attempt?: number };

export type JobSubject =
  /** Process the inbox of a connection. */
  | { readonly kind: "receive"; readonly connection: string }
  /** Ask each stream of a connection for what is new. */
  | { readonly kind: "poll"; readonly connection: string }
  /** `structure`: read what polls cannot see. `whole`: also find what is gone. */
  | { readonly kind: "sweep"; readonly connection: string; readonly depth: "structure" | "whole" }
  /** Evaluate a train again, and write the reports that changed. */
  | { readonly kind: "recompute"; readonly train: string }
  /** Write the report over all trains. */
  | { readonly kind: "portfolio" }
  /** Send a train's weekly digest. */
  | { readonly kind: "digest"; readonly train: string };

export type JobKind = JobSubject["kind"];

/** A database transaction that is under way: what is sent within it is there exactly when it commits. */
export type Transaction = {
  readonly executeSql: (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>;
};

export type SendOptions = {
  /** Not before this many milliseconds have passed; 0 by default. */
  readonly afterMs?: number;
  /**
   * Why it is for later. `turn`: its next regular turn, and `retry`: one of each waits at most, so that restarts and repeats
   * never start a second round. `wake`: something is due then; one waits for each minute. Means nothing for now.
   */
  readonly slot?: "turn" | "retry" | "wake";
  readonly within?: Transaction;
};

/** Hands each job to one free worker. While a job waits, sending it once more changes nothing. */
export type JobQueue = {
  send(job: Job, options?: SendOptions): Promise<void>;
};
