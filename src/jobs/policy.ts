import { untilRetryMs, type Failure } from "../domain/failure.ts";
import type { Job, JobKind } from "../ports/jobs.ts";
import type { Done, Rhythm } from "./context.ts";

/** What is sent once a job has ended; null for nothing. */
export type Next = { readonly job: Job; readonly afterMs: number; readonly slot: "turn" | "retry" } | null;

const secondMs = 1000;

/** Somebody else is at it: how soon to look again. What others read is as good as read by us. */
const takenMs: Readonly<Record<JobKind, number>> = {
  receive: secondMs,
  recompute: secondMs,
  portfolio: secondMs,
  digest: 60 * secondMs,
  poll: 15 * secondMs,
  sweep: 60 * secondMs,
};

/** How long (ms) deliveries wait whose tracker refused for good: longer and longer, up to an hour. */
function parkedMs(attempt: number): number {
  return Math.min(5 * 60 * 2 ** (attempt - 1), 60 * 60) * secondMs;
}

/** After a turn that ended well, or that somebody else has. */
export function nextAfter(job: Job, done: Done, rhythm: Rhythm): Next {
  const fresh = withoutAttempt(job);
  if (done === "taken") return { job: fresh, afterMs: takenMs[job.kind], slot: "retry" };
  return regular(fresh, rhythm);
}

/**
 * After a failure: `retry` comes again when the tracker says, or later and later; `park` and `stop` wait for their
 * regular turn, since nothing will have changed by itself before.
 */
export function nextAfterFailure(job: Job, failure: Failure, rhythm: Rhythm): Next {
  const attempt = (job.attempt ?? 0) + 1;
  const { verdict } = failure;
  if (verdict.kind === "retry") {
    return { job: { ...job, attempt }, afterMs: untilRetryMs(verdict, attempt), slot: "retry" };
  }
  // Deliveries wait in the inbox: nothing else would bring them up again.
  return (
    regular(withoutAttempt(job), rhythm) ?? { job: { ...job, attempt }, afterMs: parkedMs(attempt), slot: "retry" }
  );
}

function regular(job: Job, rhythm: Rhythm): Next {
  switch (job.kind) {
    case "poll":
      return { job, afterMs: rhythm.pollMs, slot: "turn" };
    case "sweep":
      return { job, afterMs: job.depth === "structure" ? rhythm.structureMs : rhythm.wholeMs, slot: "turn" };
    case "recompute":
      return { job, afterMs: rhythm.recomputeMs, slot: "turn" };
    case "receive":
    case "portfolio":
    case "digest":
      return null;
  }
}

function withoutAttempt(job: Job): Job {
  const { attempt, ...fresh } = job;
  return attempt === undefined ? job : fresh;
}
