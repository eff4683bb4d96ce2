import { Trackers } from "../reporting/publish-trackers.ts";
import { TrainViews } from "../reporting/train-views.ts";
import { createPause } from "./evaluate-context.ts";
import { createIntake } from "../http/intake.ts";
import { createMetrics } from "../http/metrics.ts";
import { startHttp, type Address } from "../http/server.ts";
import { startBoss, type Boss } from "../jobs/boss.ts";
import type { JobContext } from "../jobs/handler.ts";
import { seedJobs } from "../jobs/schedule.ts";
import { createPerformer } from "../jobs/perform.ts";
import type { Transaction } from "../ports/jobs.ts";
import type { Trace } from "../ports/runtime.ts";
import type { OpenStore } from "../store/open.ts";
import { createInsight } from "./service-state.ts";
import { watchTrainFile } from "./watch-train-file.ts";
import { watchVersion } from "./watch-version.ts";
import type { OpenedApp } from "./wiring.ts";

export type ServiceOptions = {
  readonly app: Omit<OpenedApp, "store" | "progress">;
  readonly opened: OpenStore;
  /** Aborts when the service stops. */
  readonly stopping: AbortController;
  readonly at: Address;
  readonly admin: Address;
  readonly trace: Trace;
};

export type Service = {
  readonly port: number;
  readonly adminPort: number;
  /** Rejects with a Failure after a later version has changed the database so that this process must stop. */
  readonly outgrown: Promise<never>;
  /** Starts the jobs. They load the trackers' clients, so a service first says that it listens. */
  work(): Promise<void>;
  /** Accepts nothing new, finishes running work or hands it back, within 25 s. The store stays open. */
  stop(): Promise<void>;
};

/** Orchestrators kill after 30 s. */
const stopWithinMs = 25_000;

/** Starts the endpoint, and the queue with the first jobs; `work` runs them. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { app, opened, stopping, at, admin, trace } = options;
  const { store } = opened;
  const { runtime, connectors, trains } = app;
  const { clock, log } = runtime;
  await app.saveTrains();
  await using starting = new AsyncDisposableStack();
  const boss = await startBoss({ database: await opened.forJobs(), clock, log });
  // Its timers would keep the process alive when the port is taken.
  starting.defer(() => boss.stop(stopWithinMs));
  const insight = createInsight({ store, boss, connectors, trains, clock });
  const metrics = createMetrics(insight, clock);
  const context: JobContext = {
    ...app,
    runtime: { ...runtime, meter: metrics.meter, trace },
    store,
    queue: boss.queue,
    schedule: app.serve,
    views: new TrainViews(createPause()),
    trackers: new Trackers(app.serve.recomputeMs),
  };
  const receivers = new Map([...connectors].map(([key, { receiver }]) => [key, receiver]));
  const intake = createIntake(store.inbox, announceOn(boss));
  const http = await startHttp({
    receivers,
    intake,
    insight,
    metrics,
    meter: metrics.meter,
    trace,
    addresses: store,
    clock,
    log,
    ...at,
    admin,
  });
  starting.defer(() => http.close(AbortSignal.abort()));
  await seedJobs(context);
  const look = watchVersion(opened);
  const file = watchTrainFile({ store, trains, log });
  starting.move();
  return {
    outgrown: look.outgrown,
    work: () => boss.work(createPerformer(context, stopping.signal)),
    port: http.port,
    adminPort: http.adminPort,
    stop: async () => {
      look.end();
      stopping.abort();
      await Promise.all([
        file.end(stopWithinMs),
        http.close(AbortSignal.timeout(stopWithinMs)),
        boss.stop(stopWithinMs),
      ]);
    },
  };
}

/** One job per connection, in the transaction that stores its deliveries. */
function announceOn({ queue }: Boss) {
  return async (connections: readonly string[], within: Transaction): Promise<void> => {
    for (const connection of connections) await queue.send({ kind: "receive", connection }, { within });
  };
}
