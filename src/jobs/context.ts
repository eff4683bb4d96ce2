import type { Train } from "../domain/model/train.ts";
import type { Channel } from "../ports/channel.ts";
import type { Connector } from "../ports/connector.ts";
import type { JobQueue } from "../ports/jobs.ts";
import type { Clock, Log, Meter, NewId } from "../ports/runtime.ts";
import type { Store } from "../ports/store.ts";
import type { Render } from "../reporting/draft.ts";
import type { TrainViews } from "../reporting/train-views.ts";
import type { Trackers } from "../reporting/publish-trackers.ts";

/** Times in milliseconds, `maxDrop` a share from 0 to 1. */
export type Rhythm = {
  readonly pollMs: number;
  readonly structureMs: number;
  readonly wholeMs: number;
  readonly recomputeMs: number;
  readonly keepDeliveriesMs: number;
  readonly maxDrop: number;
};

/** Everything background work is done with. */
export type JobContext = {
  readonly store: Store;
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly trains: readonly Train[];
  readonly render: Render;
  readonly queue: JobQueue;
  readonly rhythm: Rhythm;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly meter: Meter;
  /** Resolves after so many milliseconds. */
  readonly wait: (ms: number) => Promise<void>;
  readonly views: TrainViews;
};

/** What a piece of work came to. `taken`: somebody else is at it, and this job is to come again soon. */
export type Done = "done" | "taken";

/** What the handlers of one process share. `trackers`: which of them are left alone, since a write failed. */
export type WorkContext = JobContext & { readonly trackers: Trackers };

/** One kind of background work. Its signal aborts when the process is to stop: it then ends at the next safe point. */
export type Handler<J> = (context: WorkContext, job: J, signal: AbortSignal) => Promise<Done>;
