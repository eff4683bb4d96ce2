import { PgBoss, type ConstructorOptions } from "pg-boss";
import { z } from "zod";
import type { Job, JobKind, JobQueue, SendOptions } from "../ports/jobs.ts";
import type { Clock, Log } from "../ports/runtime.ts";
import { waitingKey } from "./enqueue.ts";

/** Where pg-boss keeps its tables: our PostgreSQL, or the embedded engine. */
export type BossDatabase = Pick<ConstructorOptions, "connectionString" | "db" | "backend">;

export type BossOptions = {
  readonly database: BossDatabase;
  readonly clock: Clock;
  readonly log: Log;
};

/** `ready`: due and not taken; `oldestSeconds`: how long the oldest of those has waited. */
export type Backlog = { readonly kind: JobKind; readonly ready: number; readonly oldestSeconds: number };

export type Boss = {
  readonly queue: JobQueue;
  /** Takes jobs from now on, as many of a kind at a time as it says. */
  work(perform: (job: Job, signal: AbortSignal) => Promise<void>): Promise<void>;
  backlog(): Promise<readonly Backlog[]>;
  /** Takes no more; what runs may end within `timeoutMs`, else it is handed back. */
  stop(timeoutMs: number): Promise<void>;
};

/** How many of a kind one process works on. What must not run twice is kept apart by locks, not by these. */
const atOnce: Readonly<Record<JobKind, number>> = {
  receive: 4,
  poll: 4,
  sweep: 1,
  recompute: 2,
  portfolio: 1,
  digest: 1,
};
const kinds = Object.keys(atOnce).filter((kind): kind is JobKind => kind in atOnce);

/** A process without a heartbeat for this long (s) is dead: its jobs go to another. */
const heartbeatSeconds = 20;
const superviseSeconds = 10;

const subject = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("receive"), connection: z.string() }),
  z.object({ kind: z.literal("poll"), connection: z.string() }),
  z.object({ kind: z.literal("sweep"), connection: z.string(), depth: z.enum(["structure", "whole"]) }),
  z.object({ kind: z.literal("recompute"), train: z.string() }),
  z.object({ kind: z.literal("portfolio") }),
  z.object({ kind: z.literal("digest"), train: z.string() }),
]);
const storedJob = z.intersection(subject, z.object({ attempt: z.number().optional() }));

/** pg-boss over our database, its tables made where they are missing. */
export async function startBoss({ database, clock, log }: BossOptions): Promise<Boss> {
  const boss = new PgBoss({
    ...database,
    application_name: "signalbox jobs",
    max: 4,
    useListenNotify: true,
    schedule: false,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
  });
  boss.on("error", (error) => log.warn({ err: error }, "job queue in trouble"));
  await boss.start();
  for (const kind of kinds) await ensureQueue(boss, kind);
  return {
    queue: { send: (job, options = {}) => send(boss, job, { ...options, now: clock() }) },
    work: async (perform) => {
      for (const kind of kinds) await work(boss, kind, perform);
    },
    backlog: () => backlog(boss),
    stop: (timeoutMs) => boss.stop({ graceful: true, timeout: timeoutMs }),
  };
}

async function ensureQueue(boss: PgBoss, kind: JobKind): Promise<void> {
  const settings = {
    notify: true,
    heartbeatSeconds,
    // A first pull may take hours; the heartbeat shows whether a worker is still at it.
    expireInSeconds: 86_000,
    // Only what dies or is a bug is tried again by pg-boss, after a minute at most: a failure sends itself again.
    retryLimit: 1000,
    retryDelay: 5,
    retryBackoff: true,
    retryDelayMax: 60,
    deleteAfterSeconds: 3600,
  };
  await boss.createQueue(kind, { ...settings, policy: "short" });
  await boss.updateQueue(kind, settings);
}

type Sending = SendOptions & { readonly now: number };

async function send(boss: PgBoss, job: Job, { now, afterMs = 0, slot = "wake", within }: Sending): Promise<void> {
  const isLater = afterMs > 0;
  await boss.send(job.kind, job, {
    singletonKey: waitingKey(job, isLater ? { slot, at: now + afterMs } : null),
    ...(isLater ? { startAfter: Math.ceil(afterMs / 1000) } : {}),
    ...(within === undefined ? {} : { db: within }),
  });
}

async function work(
  boss: PgBoss,
  kind: JobKind,
  perform: (job: Job, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const options = {
    localConcurrency: atOnce[kind],
    pollingIntervalSeconds: 1,
    // A job for later does not announce itself when it is due.
    notifyPollingIntervalSeconds: 1,
  };
  await boss.work(kind, options, async (jobs) => {
    for (const { data, signal } of jobs) await perform(withoutUndefined(storedJob.parse(data)), signal);
  });
}

function withoutUndefined({ attempt, ...job }: z.infer<typeof storedJob>): Job {
  return attempt === undefined ? job : { ...job, attempt };
}

async function backlog(boss: PgBoss): Promise<readonly Backlog[]> {
  const queues = await boss.getQueues([...kinds]);
  return queues.flatMap(({ name, readyCount, readyOldestSeconds }) => {
    const kind = kinds.find((one) => one === name);
    return kind === undefined ? [] : { kind, ready: readyCount, oldestSeconds: readyOldestSeconds ?? 0 };
  });
}
