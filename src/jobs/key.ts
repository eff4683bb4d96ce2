import type { JobSubject } from "../ports/jobs.ts";

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
