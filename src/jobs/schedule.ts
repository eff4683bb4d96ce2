import { untilRetryMs, type Failure } from "../domain/failure.ts";
import { sweepStream } from "../domain/model/model.ts";
import type { Job, JobKind } from "../ports/jobs.ts";
import type { Done, JobContext, Schedule } from "./context.ts";

/** What is sent once a job has ended; null for nothing. */
export type Next = { readonly job: Job; readonly afterMs: number; readonly slot: "turn" | "retry" } | null;

const secondMs = 1000;

/** How soon (ms) a job comes again whose lock another worker holds. What the other reads is as good as read by us. */
const takenMs: Readonly<Record<JobKind, number>> = {
  receive: secondMs,
  recompute: secondMs,
  portfolio: secondMs,
  digest: 60 * secondMs,
  poll: 15 * secondMs,
  sweep: 60 * secondMs,
};

/** How long (ms) deliveries wait whose tracker refused for good: longer after each attempt, up to an hour. */
function parkedMs(attempt: number): number {
  return Math.min(5 * 60 * 2 ** (attempt - 1), 60 * 60) * secondMs;
}

/** After a turn that ended well, or that another worker has. */
export function nextAfter(job: Job, done: Done, schedule: Schedule): Next {
  const fresh = withoutAttempt(job);
  if (done === "taken") return { job: fresh, afterMs: takenMs[job.kind], slot: "retry" };
  return regular(fresh, schedule);
}

/**
 * After a failure: `retry` comes again when the tracker says, or later and later; `park` and `stop` wait for their
 * regular turn, since nothing will have changed by itself before.
 */
export function nextAfterFailure(job: Job, failure: Failure, schedule: Schedule): Next {
  const attempt = (job.attempt ?? 0) + 1;
  const { verdict } = failure;
  if (verdict.kind === "retry") {
    return { job: { ...job, attempt }, afterMs: untilRetryMs(verdict, attempt), slot: "retry" };
  }
  // Deliveries wait in the inbox: nothing else would bring them up again.
  return (
    regular(withoutAttempt(job), schedule) ?? { job: { ...job, attempt }, afterMs: parkedMs(attempt), slot: "retry" }
  );
}

function regular(job: Job, schedule: Schedule): Next {
  switch (job.kind) {
    case "poll":
      return { job, afterMs: schedule.pollMs, slot: "turn" };
    case "sweep":
      return { job, afterMs: job.depth === "structure" ? schedule.structureMs : schedule.wholeMs, slot: "turn" };
    case "recompute":
      return { job, afterMs: schedule.recomputeMs, slot: "turn" };
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

/** Sends the jobs that every start needs. A job that waits already stays as it is; a sweep waits until it is due. */
export async function seedJobs(context: JobContext): Promise<void> {
  const { queue, connectors, trains } = context;
  for (const connection of connectors.keys()) {
    // Sweeps first: a connection that was never read has boards and sprints, which no poll asks for.
    for (const depth of ["structure", "whole"] as const) {
      const afterMs = await untilDue(context, connection, depth);
      await queue.send({ kind: "sweep", connection, depth }, { afterMs, slot: "turn" });
    }
    await queue.send({ kind: "receive", connection });
    await queue.send({ kind: "poll", connection });
  }
  for (const { key } of trains) await queue.send({ kind: "recompute", train: key });
}

async function untilDue(
  { store, runtime, schedule }: JobContext,
  connection: string,
  depth: "structure" | "whole",
): Promise<number> {
  const last = (await store.stream(connection, sweepStream(depth)))?.completedAt ?? null;
  if (last === null) return depth === "structure" ? 0 : schedule.wholeMs;
  return Math.max(0, last + (depth === "structure" ? schedule.structureMs : schedule.wholeMs) - runtime.clock());
}
