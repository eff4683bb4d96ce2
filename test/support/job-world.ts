import { Trackers } from "../../src/reporting/publish-trackers.ts";
import { TrainViews } from "../../src/reporting/train-views.ts";
import { toServeSettings } from "../../config/serve-schema.ts";
import { parseTrainFile } from "../../config/train-file.ts";
import { VirtualQueue } from "../../bench/simulate/virtual-queue.ts";
import { VirtualTime } from "../../bench/simulate/virtual-time.ts";
import type { FaultSource } from "../../sandbox/faults/fault.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { connectionRecord, createConnectors } from "../../src/cli/wiring.ts";
import { startAll } from "../../src/cli/consent.ts";
import { renderOf } from "../../src/cli/rendering.ts";
import type { JobContext, Schedule } from "../../src/jobs/handler.ts";
import { seedJobs } from "../../src/jobs/schedule.ts";
import { createPerformer } from "../../src/jobs/perform.ts";
import type { TracedStep } from "../../src/ports/runtime.ts";
import type { Train } from "../../src/domain/model/train.ts";
import type { Channel } from "../../src/ports/channel.ts";
import type { Job } from "../../src/ports/jobs.ts";
import type { Store } from "../../src/ports/store.ts";
import { smallData, smallInstant, smallTrains } from "./small-train.ts";

export type Measured = readonly [kind: string, outcome: string];

/** The service's jobs on the small train's trackers, in virtual time. */
export type JobWorld = {
  readonly time: VirtualTime;
  readonly sandbox: Sandbox;
  readonly queue: VirtualQueue;
  readonly context: JobContext;
  /** Finished jobs, in order. */
  readonly measured: readonly Measured[];
  readonly logged: {
    readonly level: "info" | "warn" | "error";
    readonly fields: object;
    readonly text: string;
  }[];
  /** Steps of deliveries, as a tracer gets them. */
  readonly traced: (TracedStep & { readonly deliveries: readonly string[] })[];
  /** Another process takes over, with a changed train file if one is given. */
  restart(changeTrain?: (train: Train) => Train): Promise<void>;
  /** Runs everything due within some ms, in order of time. @returns the jobs */
  pass(ms: number): Promise<readonly Job[]>;
};

export type JobWorldChanges = {
  readonly channels?: ReadonlyMap<string, Channel>;
  readonly changeTrain?: (train: Train) => Train;
  readonly faults?: FaultSource;
  /** Whether the train is started, including comments on conflicts that are already open; default true. */
  readonly isStarted?: boolean;
  readonly schedule?: Partial<Schedule>;
};

/** @param store an empty one */
export async function startJobWorld(
  resources: AsyncDisposableStack,
  store: Store,
  changes: JobWorldChanges = {},
): Promise<JobWorld> {
  const { channels = new Map(), changeTrain = (train) => train, faults = () => null, isStarted = true } = changes;
  const time = new VirtualTime(Date.parse(smallInstant));
  const { clock, wait, timeLimit } = time;
  const sandbox = await startSandbox({ data: smallData, port: 0, clock, searchLagMs: 0, faults });
  resources.defer(() => sandbox.close());
  const provided = sandbox.connections;
  const parsed = parseTrainFile(smallTrains, { file: "signalbox.yaml", env: {}, provided });
  const { connections } = parsed;
  const trains = parsed.trains.map(changeTrain);
  const records = connections.map(connectionRecord);
  await store.saveTrains(trains, records);
  if (isStarted) await startAll(store, trains, clock());
  const logged: JobWorld["logged"][number][] = [];
  const note = (level: "info" | "warn" | "error") => (fields: object, text: string) =>
    void logged.push({ level, fields, text });
  const log = { info: note("info"), warn: note("warn"), error: note("error") };
  const measured: Measured[] = [];
  const traced: JobWorld["traced"][number][] = [];
  const silent = () => undefined;
  const queue = new VirtualQueue(clock);
  let ids = 0;
  const schedule = { ...toServeSettings(), ...changes.schedule };
  const context: JobContext = {
    store,
    connectors: createConnectors(connections, trains, { clock, log, wait, timeLimit }),
    channels,
    trains,
    render: renderOf(records),
    queue,
    schedule,
    runtime: {
      clock,
      newId: () => `id-${(ids += 1)}`,
      log,
      meter: {
        delivery: silent,
        worked: silent,
        publication: silent,
        job: (kind, outcome) => void measured.push([kind, outcome]),
      },
      trace: (step, deliveries) => void traced.push({ ...step, deliveries }),
      wait,
    },
    views: new TrainViews(() => null),
    trackers: new Trackers(schedule.recomputeMs),
  };
  const begin = (running: JobContext) => createPerformer(running, new AbortController().signal);
  let perform = begin(context);
  return {
    time,
    sandbox,
    queue,
    context,
    measured,
    traced,
    logged,
    restart: async (change = (train) => train) => {
      const trackers = new Trackers(schedule.recomputeMs);
      const running = { ...context, trackers, trains: trains.map(change) };
      await store.saveTrains(running.trains, records);
      perform = begin(running);
      await seedJobs(running);
    },
    pass: async (ms) => {
      const done: Job[] = [];
      const end = clock() + ms;
      for (let entry = queue.next(); entry !== null && entry.dueAt <= end; entry = queue.next()) {
        time.moveTo(entry.dueAt);
        done.push(entry.job);
        await queue.run(entry, (job) => perform(job, new AbortController().signal));
        time.forgetLimits();
      }
      time.moveTo(end);
      return done;
    },
  };
}
