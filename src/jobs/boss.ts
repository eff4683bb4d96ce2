import { PgBoss, type ConstructorOptions } from "pg-boss";
import { z } from "zod";
import { jobKinds, type Job, type JobKind, type JobQueue, type SendOptions } from "../ports/jobs.ts";
import type { Clock, Log } from "../ports/runtime.ts";
import { waitingKey } from "./enqueue.ts";

/** Where pg-boss keeps its tables: Signalbox's PostgreSQL, or the embedded engine. */
export type BossDatabase = Pick<ConstructorOptions, "connectionString" | "db" | "backend">;

export type BossOptions = {
  readonly database: BossDatabase;
  readonly clock: Clock;
  readonly log: Log;
};

/** `ready`: number of due jobs that no worker has taken; `oldestSeconds`: age of the oldest. */
export type Backlog = { readonly kind: JobKind; readonly ready: number; readonly oldestSeconds: number };

export type Boss = {
  readonly queue: JobQueue;
  /** Starts to take jobs, at most `atOnce` of a kind at a time. */
  work(perform: (job: Job, signal: AbortSignal) => Promise<void>): Promise<void>;
  backlog(): Promise<readonly Backlog[]>;
  /** Takes no more jobs; running ones may end within `timeoutMs`, then it returns them to the queue. */
  stop(timeoutMs: number): Promise<void>;
};

/**
 * How many jobs of a kind one process runs at a time. Locks, not these numbers, keep the same work from running twice.
 */
const atOnce: Readonly<Record<JobKind, number>> = {
  receive: 4,
  poll: 4,
  sweep: 1,
  recompute: 2,
  portfolio: 1,
  digest: 1,
};

/** A process without a heartbeat for this long (s) is dead: another process gets its jobs. */
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

/** As `openServerDatabase` does for its own: pg-boss hands its options on to pg's pool. */
const noticesDeath = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 };

/** Starts pg-boss on Signalbox's database; creates its tables if they are missing. */
export async function startBoss({ database, clock, log }: BossOptions): Promise<Boss> {
  const boss = new PgBoss({
    ...database,
    ...noticesDeath,
    application_name: "signalbox jobs",
    max: 4,
    useListenNotify: true,
    schedule: false,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
  });
  boss.on("error", (error) => log.warn({ err: error }, "job queue in trouble"));
  await boss.start();
  for (const kind of jobKinds) await ensureQueue(boss, kind);
  return {
    queue: { send: (job, options = {}) => send(boss, job, { ...options, now: clock() }) },
    work: async (perform) => {
      for (const kind of jobKinds) await work(boss, kind, perform);
    },
    backlog: () => backlog(boss),
    stop: (timeoutMs) => boss.stop({ graceful: true, timeout: timeoutMs }),
  };
}

async function ensureQueue(boss: PgBoss, kind: JobKind): Promise<void> {
  const settings = {
    notify: true,
    heartbeatSeconds,
    // A first sync may take hours; the heartbeat shows whether the worker is alive.
    expireInSeconds: 86_000,
    // pg-boss retries only crashes and bugs, after a minute at most; after a failure the job sends itself again.
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
  const singletonKey = waitingKey(job, isLater ? { slot, at: now + afterMs } : null);
  const later = isLater ? { startAfter: Math.ceil(afterMs / 1000) } : {};
  const sent = await boss.send(job.kind, job, {
    singletonKey,
    ...later,
    ...(within === undefined ? {} : { db: within }),
  });
  if (sent !== null || !isLater || slot !== "turn") return;
  const [waiting] = await boss.findJobs(job.kind, { key: singletonKey, queued: true });
  const isSooner = waiting !== undefined && now + afterMs < waiting.startAfter.getTime();
  if (isSooner) await boss.update(job.kind, job, { singletonKey, ...later });
}

async function work(
  boss: PgBoss,
  kind: JobKind,
  perform: (job: Job, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const options = {
    localConcurrency: atOnce[kind],
    pollingIntervalSeconds: 1,
    // pg-boss sends no notification when a delayed job becomes due.
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
  const queues = await boss.getQueues([...jobKinds]);
  return queues.flatMap(({ name, readyCount, readyOldestSeconds }) => {
    const kind = jobKinds.find((one) => one === name);
    return kind === undefined ? [] : { kind, ready: readyCount, oldestSeconds: readyOldestSeconds ?? 0 };
  });
}
