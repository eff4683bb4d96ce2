import { untilRetryMs, type Failure } from "../domain/failure.ts";
import { sweepStream } from "../domain/model/model.ts";
import type { Job, JobKind } from "../ports/jobs.ts";
import type { HandlerResult, JobContext, Schedule } from "./handler.ts";

/** The job to send after a job has ended; null for none. */
export type Next = { readonly job: Job; readonly afterMs: number; readonly slot: "turn" | "retry" } | null;

const secondMs = 1000;

/** Delay (ms) of a job whose lock another worker holds. What a worker that polls reads does not count as swept. */
const takenMs: Readonly<Record<JobKind, number>> = {
  receive: secondMs,
  recompute: secondMs,
  portfolio: secondMs,
  digest: 60 * secondMs,
  poll: 15 * secondMs,
  sweep: 5 * secondMs,
};

/** Delay (ms) of a job that only a process with another train file can do: it is idle if no such process runs. */
const leftMs = 60 * secondMs;

/** Delay (ms) of deliveries after a permanent refusal: longer after each attempt, up to an hour. */
function parkedMs(attempt: number): number {
  return Math.min(5 * 60 * 2 ** (attempt - 1), 60 * 60) * secondMs;
}

/** The next job after success, or if another worker holds the lock or has to do it. */
export function nextAfter(job: Job, result: HandlerResult, schedule: Schedule): Next {
  const fresh = withoutAttempt(job);
  if (result === "taken") return { job: fresh, afterMs: takenMs[job.kind], slot: "retry" };
  if (result === "left") return { job: fresh, afterMs: leftMs, slot: "retry" };
  return regular(fresh, schedule);
}

/**
 * The next job after a failure: `retry` runs at the tracker's time, or with growing delays; `park` and `stop` wait for
 * the regular run, since a person must act first.
 */
export function nextAfterFailure(job: Job, failure: Failure, schedule: Schedule): Next {
  const attempt = (job.attempt ?? 0) + 1;
  const { verdict } = failure;
  if (verdict.kind === "retry") {
    return { job: { ...job, attempt }, afterMs: untilRetryMs(verdict, attempt), slot: "retry" };
  }
  // Nothing else would process the waiting deliveries.
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

/** Sends the jobs of every start. A job that already waits stays unchanged; a sweep waits until it is due. */
export async function seedJobs(context: JobContext): Promise<void> {
  const { queue, connectors, trains } = context;
  for (const connection of connectors.keys()) {
    // Sweeps first: only they read boards and sprints, which a new connection needs.
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
  const everyMs = depth === "structure" ? schedule.structureMs : schedule.wholeMs;
  // A clock that was wrong may have put the last one into the future.
  return Math.max(0, Math.min(last - runtime.clock(), 0) + everyMs);
}
