import type { Connection } from "../../src/ports/connection.ts";
import type { Connector } from "../../src/ports/connector.ts";
import type { Train } from "../../src/domain/train.ts";
import type { Meter } from "../../src/ports/runtime.ts";
import type { Store } from "../../src/ports/store.ts";
import type { OutgoingDelivery } from "../../sandbox/courier.ts";
import { connectionRecord, createConnectors } from "../../src/cli/compose.ts";
import { renderOf } from "../../src/cli/rendering.ts";
import { createIntake } from "../../src/http/intake.ts";
import type { JobContext } from "../../src/jobs/context.ts";
import { sendFirstJobs } from "../../src/jobs/first-jobs.ts";
import { createPerformer } from "../../src/jobs/perform.ts";
import type { Job } from "../../src/ports/jobs.ts";
import type { Answer } from "./carrier.ts";
import type { Mortal } from "./mortal.ts";
import { mortalStore } from "./mortal-store.ts";
import type { VirtualQueue } from "./virtual-queue.ts";
import type { VirtualTime } from "./virtual-time.ts";

export type ServiceOptions = {
  readonly connections: readonly Connection[];
  readonly trains: readonly Train[];
  readonly store: Store;
  readonly queue: VirtualQueue;
  readonly time: VirtualTime;
  readonly mortal: Mortal;
  readonly newId: () => string;
  /** A planted defect; the connectors as they are where there is none. */
  readonly spoil: (connectors: ReadonlyMap<string, Connector>) => ReadonlyMap<string, Connector>;
};

export type SimulatedService = {
  start(): Promise<void>;
  perform(job: Job): Promise<void>;
  /** A tracker calls. @returns the status; null where it died over it */
  call(delivery: OutgoingDelivery): Promise<Answer>;
  /** The process is told to stop. */
  stop(): void;
};

const minuteMs = 60_000;

const rhythm = {
  pollMs: 15 * minuteMs,
  structureMs: 45 * minuteMs,
  wholeMs: 120 * minuteMs,
  recomputeMs: 15 * minuteMs,
  keepDeliveriesMs: 14 * 24 * 60 * minuteMs,
  maxDrop: 0.2,
};

const silent = () => undefined;
const log = { info: silent, warn: silent, error: silent };
const meter: Meter = { delivery: silent, worked: silent, publication: silent, job: silent };

/** One process of the service, as `serve` puts it together, over a queue and a clock of its own world. */
export function createService(options: ServiceOptions): SimulatedService {
  const { connections, trains, queue, time, mortal, newId, spoil } = options;
  const store = mortalStore(options.store, mortal);
  const wait = (ms: number) => mortal.call(() => time.wait(ms));
  const timeLimit = (ms: number) => (mortal.isDead ? AbortSignal.abort() : time.timeLimit(ms));
  const connectors = spoil(createConnectors(connections, trains, { clock: time.clock, log, wait, timeLimit }));
  const records = connections.map(connectionRecord);
  const stopping = new AbortController();
  const context: JobContext = {
    store,
    connectors,
    channels: new Map(),
    trains,
    render: renderOf(records),
    queue: { send: (job, sending) => mortal.call(() => queue.send(job, sending)) },
    rhythm,
    clock: time.clock,
    newId,
    log,
    meter,
    wait,
  };
  const perform = createPerformer(context, stopping.signal);
  const intake = createIntake(store.inbox, async (keys) => {
    for (const connection of keys) await queue.send({ kind: "receive", connection });
  });
  return {
    start: async () => {
      await store.saveTrains(trains, records);
      await sendFirstJobs(context);
    },
    perform: (job) => perform(job, new AbortController().signal),
    call: ({ url, headers, body }) => {
      const call = { headers: lowerCase(headers), body: Buffer.from(body) };
      return Promise.race([answer({ url, call }), mortal.death.then(() => null)]);
    },
    stop: () => stopping.abort(),
  };

  async function answer({ url, call }: Call): Promise<Answer> {
    const [connection = "", path] = new URL(url).pathname.split("/").slice(2);
    const receiver = connectors.get(connection)?.receiver;
    if (receiver === undefined) return 404;
    const verified = receiver.verify(call, path ?? null);
    if (verified === null) return 401;
    await intake.accept({ ...verified, connection, receivedAt: time.clock() });
    return 202;
  }
}

type Call = {
  readonly url: string;
  readonly call: { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };
};

function lowerCase(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
