import { fromPglite } from "pg-boss";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { VirtualQueue } from "../../bench/simulate/virtual-queue.ts";
import { VirtualTime } from "../../bench/simulate/virtual-time.ts";
import { startBoss, type BossDatabase } from "../../src/jobs/boss.ts";
import type { Job, JobQueue } from "../../src/ports/jobs.ts";
import { startTestServer } from "../support/database.ts";
import { openBareMemory } from "../support/empty-database.ts";
import { silentLog as silent } from "../support/silent-log.ts";

/** A queue, and the jobs that it has handed out. */
type Played = {
  readonly queue: JobQueue;
  /** Lets everything that is due within some ms be done, in any order; at least so many jobs, however busy the machine. */
  readonly settle: (ms: number, atLeast: number) => Promise<readonly Job[]>;
  /** What a job does once, when it is handed out for the first time. */
  onFirst: (job: Job) => Promise<void>;
  readonly close: () => Promise<void>;
};

function virtual(): Promise<Played> {
  const time = new VirtualTime(0);
  const queue = new VirtualQueue(time.clock);
  const played: Played = {
    queue,
    onFirst: async () => undefined,
    settle: async (ms) => {
      const done: Job[] = [];
      const end = time.clock() + ms;
      for (let entry = queue.next(); entry !== null && entry.dueAt <= end; entry = queue.next()) {
        time.moveTo(entry.dueAt);
        await queue.run(entry, async (job) => {
          done.push(job);
          if (done.length === 1) await played.onFirst(job);
        });
      }
      time.moveTo(end);
      return done;
    },
    close: async () => undefined,
  };
  return Promise.resolve(played);
}

async function real(database: BossDatabase, end: () => Promise<void>): Promise<Played> {
  const boss = await startBoss({ database, clock: Date.now, log: silent });
  const done: Job[] = [];
  const played: Played = {
    queue: boss.queue,
    onFirst: async () => undefined,
    settle: async (ms, atLeast) => {
      await boss.queue.send({ kind: "digest", train: "the last" }, { afterMs: ms + 1000 });
      const isLast = (job: Job) => "train" in job && job.train === "the last";
      await expect.poll(() => done.some(isLast) && done.length > atLeast, patience).toBe(true);
      return done.splice(0).filter((job) => !isLast(job));
    },
    close: async () => {
      await boss.stop(5000);
      await end();
    },
  };
  await boss.work(async (job) => {
    done.push(job);
    if (done.length === 1) await played.onFirst(job);
  });
  return played;
}

const patience = { timeout: 60_000, interval: 100 };

const queues = {
  "in virtual time": virtual,
  "on the embedded database": async () => {
    const pglite = await openBareMemory();
    return real({ db: fromPglite(pglite), backend: "pglite" }, () => pglite.close());
  },
  "on PostgreSQL": async () => {
    const server = await startTestServer();
    return real({ connectionString: await server.createDatabase() }, () => server.stop());
  },
};

// Beside each other: the real ones mostly wait.
describe.concurrent.each(Object.entries(queues))("a queue %s", (_name, open) => {
  describe("one after the other", { concurrent: false }, () => {
    keepsItsWord(open);
  });
});

function keepsItsWord(open: () => Promise<Played>): void {
  let played: Played;
  beforeAll(async () => {
    played = await open();
  });
  afterAll(() => played.close());

  test("hands out each job once, and one that waits already is not sent twice", async () => {
    await played.queue.send({ kind: "recompute", train: "a" }, { afterMs: 1000, slot: "turn" });
    await played.queue.send({ kind: "recompute", train: "a" }, { afterMs: 2000, slot: "turn" });
    await played.queue.send({ kind: "sweep", connection: "a", depth: "whole" }, { afterMs: 1000, slot: "turn" });
    await played.queue.send({ kind: "sweep", connection: "a", depth: "structure" }, { afterMs: 1000, slot: "turn" });
    const done = await played.settle(3000, 3);
    expect(done.map(({ kind }) => kind).toSorted()).toEqual(["recompute", "sweep", "sweep"]);
  });

  test("one for later does not stand in the way of one for now", async () => {
    await played.queue.send({ kind: "poll", connection: "b" }, { afterMs: 2000, slot: "turn" });
    await played.queue.send({ kind: "poll", connection: "b" });
    const done = await played.settle(3000, 2);
    expect(done).toEqual([
      { kind: "poll", connection: "b" },
      { kind: "poll", connection: "b" },
    ]);
  });

  test("what is sent while the same job runs is done afterwards", async () => {
    played.onFirst = (job) => played.queue.send(job);
    await played.queue.send({ kind: "receive", connection: "c" });
    const done = await played.settle(2000, 2);
    played.onFirst = async () => undefined;
    expect(done).toHaveLength(2);
  });

  test("a job that breaks comes again", async () => {
    played.onFirst = () => Promise.reject(new Error("broken"));
    await played.queue.send({ kind: "recompute", train: "d", attempt: 2 });
    const done = await played.settle(7000, 2);
    played.onFirst = async () => undefined;
    expect(done).toEqual([
      { kind: "recompute", train: "d", attempt: 2 },
      { kind: "recompute", train: "d", attempt: 2 },
    ]);
  });
}
