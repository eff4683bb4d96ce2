import { waitingKey } from "../../src/jobs/enqueue.ts";
import type { Job, JobQueue, SendOptions } from "../../src/ports/jobs.ts";
import type { Clock } from "../../src/ports/runtime.ts";

export type Entry = { readonly job: Job; readonly dueAt: number; readonly isTurn: boolean };

type Scheduled = {
  readonly connections: readonly { readonly key: string }[];
  readonly trains: readonly { readonly key: string }[];
};

/** Time until the heartbeat of a dead process is missed. */
const heartbeatMs = 20_000;

/**
 * The queue's behaviour in virtual time: at most one job of a key waits, a sooner turn moves it, and a job that was taken and not finished runs
 * again after a while. Like the database, it outlives its processes.
 */
export class VirtualQueue implements JobQueue {
  /** Kinds of jobs that no process gets. */
  readonly held = new Set<Job["kind"]>();
  readonly #clock: Clock;
  readonly #waiting = new Map<string, Entry>();
  readonly #taken = new Map<Job, unknown>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  send(job: Job, { afterMs = 0, slot = "wake" }: SendOptions = {}): Promise<void> {
    const isLater = afterMs > 0;
    const dueAt = this.#clock() + afterMs;
    const key = `${job.kind} ${waitingKey(job, isLater ? { slot, at: dueAt } : null)}`;
    const isTurn = isLater && slot === "turn";
    const before = this.#waiting.get(key);
    if (before === undefined || (isTurn && dueAt < before.dueAt)) this.#waiting.set(key, { job, dueAt, isTurn });
    return Promise.resolve();
  }

  /** The next due job, in order of time. */
  next(): Entry | null {
    const waiting = [...this.#waiting.values()].filter(({ job }) => !this.held.has(job.kind));
    return waiting.toSorted((a, b) => a.dueAt - b.dueAt)[0] ?? null;
  }

  /** When something but a regular job is due; null if no such job waits. */
  get nextDueAt(): number | null {
    const due = [...this.#waiting.values()].flatMap(({ isTurn, dueAt }) => (isTurn ? [] : dueAt));
    return due.length === 0 ? null : Math.min(...due);
  }

  /** Regular jobs that do not wait although none of them runs: nothing will run them again. */
  unscheduled({ connections, trains }: Scheduled): readonly string[] {
    const jobs: readonly Job[] = [
      ...connections.flatMap(({ key: connection }): Job[] => [
        { kind: "poll", connection },
        { kind: "sweep", connection, depth: "structure" },
        { kind: "sweep", connection, depth: "whole" },
      ]),
      ...trains.map(({ key }): Job => ({ kind: "recompute", train: key })),
    ];
    const waiting = new Set([...this.#waiting.values()].flatMap(({ isTurn, job }) => (isTurn ? nameOf(job) : [])));
    return jobs.map(nameOf).flatMap((name) => (waiting.has(name) ? [] : `${name}: it will not run again`));
  }

  /** @param perform may never return, if its process dies @param worker the process that takes it */
  async run(entry: Entry, perform: (job: Job) => Promise<void>, worker?: unknown): Promise<void> {
    for (const [key, waiting] of this.#waiting) if (waiting === entry) this.#waiting.delete(key);
    this.#taken.set(entry.job, worker);
    try {
      await perform(entry.job);
    } catch {
      await this.send(entry.job, { afterMs: 5000, slot: "retry" });
    }
    this.#taken.delete(entry.job);
  }

  /** The heartbeat of a dead process is missed: another process gets its jobs. */
  async handBack(worker: unknown): Promise<void> {
    const lost = [...this.#taken].flatMap(([job, taker]) => (taker === worker ? [job] : []));
    for (const job of lost) {
      this.#taken.delete(job);
      await this.send(job, { afterMs: heartbeatMs, slot: "wake" });
    }
  }
}

function nameOf(job: Job): string {
  return `${job.kind} ${waitingKey(job, null)}`;
}
