import { Failure } from "../domain/failure.ts";
import type { Job } from "../ports/jobs.ts";
import type { HandlerResult, JobContext } from "./handler.ts";
import { digest } from "./digest.ts";
import { enqueueRecompute } from "./enqueue.ts";
import { poll } from "./poll.ts";
import { portfolio } from "./portfolio.ts";
import { receive } from "./receive.ts";
import { recompute } from "./recompute.ts";
import { nextAfter, nextAfterFailure, type Next } from "./schedule.ts";
import { sweep } from "./sweep.ts";

/**
 * Runs one job, then sends the next one: the next regular run, or a retry.
 * @param stop aborts when the process stops
 * @throws bugs: the queue then retries
 */
export function createPerformer(context: JobContext, stop: AbortSignal) {
  const { runtime } = context;
  return async (job: Job, signal: AbortSignal): Promise<void> => {
    const startedAt = runtime.clock();
    const seconds = () => (runtime.clock() - startedAt) / 1000;
    const both = AbortSignal.any([signal, stop]);
    try {
      const done = await handle(context, job, both);
      // Another process repeats the interrupted job.
      await follow(context, both.aborted ? { job, afterMs: 0, slot: "retry" } : nextAfter(job, done, context.schedule));
      runtime.meter.job(job.kind, done, seconds());
    } catch (error) {
      // First, because the next steps may fail as well.
      report(context, job, { error, seconds: seconds() });
      if (reads(job)) await enqueueRecompute(context);
      if (!(error instanceof Failure)) throw error;
      const handedOver = both.aborted ? handOver(job, error) : null;
      await follow(context, handedOver ?? nextAfterFailure(job, error, context.schedule));
    }
  };
}

/** A stop ended the retries early: another process continues at once, or at the tracker's time. Null if a person must act. */
function handOver(job: Job, { verdict }: Failure): Next {
  return verdict.kind === "retry" ? { job, afterMs: verdict.afterMs ?? 0, slot: "retry" } : null;
}

type Ended = { readonly error: unknown; readonly seconds: number };

function report({ runtime: { meter, log } }: JobContext, job: Job, { error, seconds }: Ended): void {
  if (!(error instanceof Failure)) {
    meter.job(job.kind, "broken", seconds);
    log.error({ job, err: error }, "job broken");
    return;
  }
  const { code, message, remedy, verdict } = error;
  meter.job(job.kind, verdict.kind === "retry" ? "retry" : "parked", seconds);
  if (code === "stopped") return log.info({ job, reason: message }, "job handed back");
  log.warn({ job, code, reason: message, remedy, verdict: verdict.kind }, "job failed");
}

/** Whether a job stores what it reads: a retry sees the changes of the failed attempt as unchanged. */
function reads({ kind }: Job): boolean {
  return kind === "receive" || kind === "poll" || kind === "sweep";
}

function handle(context: JobContext, job: Job, signal: AbortSignal): Promise<HandlerResult> {
  switch (job.kind) {
    case "receive":
      return receive(context, job, signal);
    case "poll":
      return poll(context, job, signal);
    case "sweep":
      return sweep(context, job, signal);
    case "recompute":
      return recompute(context, job, signal);
    case "portfolio":
      return portfolio(context, job, signal);
    case "digest":
      return digest(context, job, signal);
  }
}

async function follow({ queue }: JobContext, next: Next): Promise<void> {
  if (next !== null) await queue.send(next.job, { afterMs: next.afterMs, slot: next.slot });
}
