import type { Train } from "../domain/model/train.ts";
import type { Channel } from "../ports/channel.ts";
import type { Connector } from "../ports/connector.ts";
import type { JobQueue } from "../ports/jobs.ts";
import type { Runtime } from "../ports/runtime.ts";
import type { Store } from "../ports/store.ts";
import type { Render } from "../reporting/draft.ts";
import type { Trackers } from "../reporting/publish-trackers.ts";
import type { TrainViews } from "../reporting/train-views.ts";

/** How often each kind of job runs. Times in milliseconds, `maxDrop` a share from 0 to 1. */
export type Schedule = {
  readonly pollMs: number;
  readonly structureMs: number;
  readonly wholeMs: number;
  readonly recomputeMs: number;
  readonly keepDeliveriesMs: number;
  readonly maxDrop: number;
};

/** The context that the job handlers of one process share. */
export type JobContext = {
  readonly runtime: Runtime;
  readonly store: Store;
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly trains: readonly Train[];
  readonly render: Render;
  readonly queue: JobQueue;
  readonly schedule: Schedule;
  readonly views: TrainViews;
  /** Trackers that get no writes for now, since a write failed. */
  readonly trackers: Trackers;
};

/**
 * Outcome of a job. `taken`: another worker holds its lock, so the job runs again soon. `left`: only a process with
 * another train file knows its train or connection, so the job runs again later, there.
 */
export type HandlerResult = "done" | "taken" | "left";

/** One kind of background work. It ends at the next safe point once its signal aborts (the process stops). */
export type Handler<J> = (context: JobContext, job: J, signal: AbortSignal) => Promise<HandlerResult>;
