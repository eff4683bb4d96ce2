import { Trackers } from "../../src/reporting/publish-trackers.ts";
import { TrainViews } from "../../src/reporting/train-views.ts";
import type { Train } from "../../src/domain/model/train.ts";
import type { Connection } from "../../src/ports/connection.ts";
import type { Job } from "../../src/ports/jobs.ts";
import type { Meter } from "../../src/ports/runtime.ts";
import type { Store } from "../../src/ports/store.ts";
import type { OutgoingDelivery } from "../../sandbox/webhooks/webhook-sender.ts";
import { connectionRecord, createConnectors } from "../../src/cli/wiring.ts";
import { renderOf } from "../../src/cli/rendering.ts";
import { Failure } from "../../src/domain/failure.ts";
import { createIntake } from "../../src/http/intake.ts";
import type { JobContext } from "../../src/jobs/handler.ts";
import { seedJobs } from "../../src/jobs/schedule.ts";
import { createPerformer } from "../../src/jobs/perform.ts";
import type { Answer } from "./faulty-network.ts";
import type { CrashableProcess } from "./crashable-process.ts";
import { crashableStore } from "./crashable-store.ts";
import { sound, type Plant } from "./planted/plant.ts";
import { LockSession, type HeldLocks } from "./simulated-locks.ts";
import type { TrackerGate } from "./tracker-gate.ts";
import type { VirtualQueue } from "./virtual-queue.ts";
import type { VirtualTime } from "./virtual-time.ts";

export type ServiceOptions = {
  readonly connections: readonly Connection[];
  readonly trains: readonly Train[];
  readonly store: Store;
  readonly queue: VirtualQueue;
  readonly time: VirtualTime;
  readonly crashable: CrashableProcess;
  readonly newId: () => string;
  /** Shared by all processes on one database; its own if it is alone. */
  readonly locks?: HeldLocks;
  /** Where its requests wait for their turn; without one it sends them at once, and waiting moves the time. */
  readonly gate?: TrackerGate;
  /** Called for jobs that ended by a bug. */
  readonly onBroken?: (what: string) => void;
  /** A planted defect; by default none. */
  readonly plant?: Plant;
};

export type SimulatedService = {
  start(): Promise<void>;
  perform(job: Job): Promise<void>;
  /** A tracker's call. @returns the status; null if the process died during it */
  call(delivery: OutgoingDelivery): Promise<Answer>;
  /** The process receives a stop signal. */
  stop(): void;
  /** The connection that holds its locks breaks. */
  loseLocks(): void;
};

const minuteMs = 60_000;

const schedule = {
  pollMs: 15 * minuteMs,
  structureMs: 45 * minuteMs,
  wholeMs: 120 * minuteMs,
  recomputeMs: 15 * minuteMs,
  keepDeliveriesMs: 14 * 24 * 60 * minuteMs,
  maxDrop: 0.2,
};

const silent = () => undefined;
const meter: Meter = { delivery: silent, worked: silent, publication: silent, job: silent };

/** One process of the service, wired like `serve`, over the queue and clock of its simulation. */
export function createService(options: ServiceOptions): SimulatedService {
  const { connections, trains, time, crashable, newId, plant = sound } = options;
  const clock = plant.clock(time.clock);
  const locks = new LockSession(options.locks ?? new Map(), crashable);
  const store = plant.store(crashableStore(options.store, crashable, locks), clock);
  const queue = plant.queue({
    send: (job, sending) => crashable.call({ what: `queue ${job.kind}` }, () => options.queue.send(job, sending)),
  });
  const log = {
    info: silent,
    warn: silent,
    error: (fields: Readonly<Record<string, unknown>>, text: string) =>
      options.onBroken?.(`${text}: ${fields["err"] instanceof Error ? String(fields["err"].stack) : ""}`),
  };
  const runtime = { clock, log, ...timeOf(options) };
  const connectors = new Map(
    [...createConnectors(connections, trains, runtime)].map(([key, one]) => [key, plant.connector(one)]),
  );
  const records = connections.map(connectionRecord);
  const stopping = new AbortController();
  const context: JobContext = {
    store,
    connectors,
    channels: new Map(),
    trains: plant.trains(trains),
    render: plant.render(renderOf(records)),
    queue,
    schedule,
    runtime: { clock, newId, log, meter, trace: silent, wait: runtime.wait },
    views: new TrainViews(() => null),
    trackers: new Trackers(schedule.recomputeMs),
  };
  const perform = createPerformer(context, stopping.signal);
  const intake = createIntake(store.inbox, async (keys) => {
    // Within the transaction that stores the delivery: no turn of its own.
    for (const connection of keys) await options.queue.send({ kind: "receive", connection });
  });
  return {
    start: async () => {
      await store.saveTrains(trains, records);
      await seedJobs(context);
    },
    perform: (job) => perform(job, new AbortController().signal),
    call: ({ url, headers, body }) => {
      const call = { headers: lowerCase(headers), body: Buffer.from(body) };
      return Promise.race([answer({ url, call }), crashable.death.then(() => null)]);
    },
    stop: () => stopping.abort(),
    loseLocks: () => locks.break(),
  };

  async function answer({ url, call }: Call): Promise<Answer> {
    const [connection = "", path] = new URL(url).pathname.split("/").slice(2);
    const receiver = connectors.get(connection)?.receiver;
    if (receiver === undefined) return 404;
    const verified = receiver.verify(call, path ?? null);
    if (verified === null) return 401;
    try {
      await intake.accept({ ...verified, connection, receivedAt: clock() });
      return 202;
    } catch (error) {
      if (error instanceof Failure) return 503;
      throw error;
    }
  }
}

function timeOf({ time, crashable, gate }: ServiceOptions) {
  if (gate === undefined)
    return {
      wait: (ms: number) => crashable.call({ what: "wait" }, () => time.wait(ms)),
      timeLimit: (ms: number) => (crashable.isDead ? AbortSignal.abort() : time.timeLimit(ms)),
    };
  return {
    wait: (ms: number) => crashable.call({ what: "wait", from: time.clock() + ms }, () => Promise.resolve()),
    timeLimit: (ms: number) => gate.timeLimit(crashable, ms),
  };
}

type Call = {
  readonly url: string;
  readonly call: { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };
};

function lowerCase(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
