import { fromPglite } from "pg-boss";
import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { VirtualQueue } from "../../bench/simulate/virtual-queue.ts";
import { VirtualTime } from "../../bench/simulate/virtual-time.ts";
import { startBoss, type BossDatabase } from "../../src/jobs/boss.ts";
import type { Job, JobQueue } from "../../src/ports/jobs.ts";
import { startTestServer } from "../support/database.ts";
import { openBareMemory } from "../support/empty-database.ts";
import { silentLog as silent } from "../support/silent-log.ts";

/** A queue, in which tests play beside each other, each with jobs of its own train or connection. */
type Played = {
  readonly queue: JobQueue;
  /**
   * Runs the jobs of a test that are due within `ms`, in any order, and waits until at least `atLeast` of them have run.
   * @param of the test's train or connection
   */
  readonly settle: (of: string, ms: number, atLeast: number) => Promise<readonly Job[]>;
  /** What a test's job does once, when it is handed out for the first time. */
  readonly onFirst: Map<string, (job: Job) => Promise<void>>;
  readonly close: () => Promise<void>;
};

/** The train or connection of a job. */
function ownerOf(job: Job): string {
  return "train" in job ? job.train : "connection" in job ? job.connection : "";
}

function virtual(): Promise<Played> {
  const time = new VirtualTime(0);
  const queue = new VirtualQueue(time.clock);
  const handed = new Handed();
  return Promise.resolve({
    queue,
    onFirst: handed.onFirst,
    settle: async (of, ms) => {
      const end = time.clock() + ms;
      for (let entry = queue.next(); entry !== null && entry.dueAt <= end; entry = queue.next()) {
        time.moveTo(entry.dueAt);
        await queue.run(entry, (job) => handed.take(job));
      }
      time.moveTo(end);
      return handed.to(of);
    },
    close: async () => undefined,
  });
}

/** The jobs that a queue has handed out. */
class Handed {
  readonly onFirst: Played["onFirst"] = new Map();
  readonly #jobs: Job[] = [];

  async take(job: Job): Promise<void> {
    this.#jobs.push(job);
    const owner = ownerOf(job);
    if (this.to(owner).length === 1) await this.onFirst.get(owner)?.(job);
  }

  to(owner: string): readonly Job[] {
    return this.#jobs.filter((job) => ownerOf(job) === owner);
  }
}

async function real(database: BossDatabase, end: () => Promise<void>): Promise<Played> {
  const boss = await startBoss({ database, clock: Date.now, log: silent });
  const handed = new Handed();
  await boss.work((job) => handed.take(job));
  return {
    queue: boss.queue,
    onFirst: handed.onFirst,
    settle: async (of, ms, atLeast) => {
      const last = `the last of ${of}`;
      await boss.queue.send({ kind: "digest", train: last }, { afterMs: ms + 1000 });
      const isOver = () => handed.to(last).length > 0 && handed.to(of).length >= atLeast;
      // `expect.poll` must know its test, and several run at once.
      await vi.waitUntil(isOver, patience);
      return handed.to(of);
    },
    close: async () => {
      await boss.stop(5000);
      await end();
    },
  };
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
  // Virtual time passes for all at once.
  describe("for each", { concurrent: open !== virtual }, () => {
    keepsItsWord(open);
  });
});

function keepsItsWord(open: () => Promise<Played>): void {
  let played: Played;
  beforeAll(async () => {
    played = await open();
  });
  afterAll(() => played.close());

  test("moves a regular job that waits to a sooner time, and to no later one", async ({ expect }) => {
    const turn = (afterMs: number) =>
      played.queue.send({ kind: "recompute", train: "sooner" }, { afterMs, slot: "turn" });
    await turn(3_600_000);
    await turn(1000);
    await turn(7_200_000);
    expect(await played.settle("sooner", 3000, 1)).toEqual([{ kind: "recompute", train: "sooner" }]);
  });

  test("hands out each job once, and one that waits already is not sent twice", async ({ expect }) => {
    await played.queue.send({ kind: "recompute", train: "a" }, { afterMs: 1000, slot: "turn" });
    await played.queue.send({ kind: "recompute", train: "a" }, { afterMs: 2000, slot: "turn" });
    await played.queue.send({ kind: "sweep", connection: "a", depth: "whole" }, { afterMs: 1000, slot: "turn" });
    await played.queue.send({ kind: "sweep", connection: "a", depth: "structure" }, { afterMs: 1000, slot: "turn" });
    const done = await played.settle("a", 3000, 3);
    expect(done.map(({ kind }) => kind).toSorted()).toEqual(["recompute", "sweep", "sweep"]);
  });

  test("one for later does not stand in the way of one for now", async ({ expect }) => {
    await played.queue.send({ kind: "poll", connection: "b" }, { afterMs: 2000, slot: "turn" });
    await played.queue.send({ kind: "poll", connection: "b" });
    const done = await played.settle("b", 3000, 2);
    expect(done).toEqual([
      { kind: "poll", connection: "b" },
      { kind: "poll", connection: "b" },
    ]);
  });

  test("what is sent while the same job runs is done afterwards", async ({ expect }) => {
    played.onFirst.set("c", (job) => played.queue.send(job));
    await played.queue.send({ kind: "receive", connection: "c" });
    const done = await played.settle("c", 2000, 2);
    expect(done).toHaveLength(2);
  });

  test("a job that breaks comes again", async ({ expect }) => {
    played.onFirst.set("d", () => Promise.reject(new Error("broken")));
    await played.queue.send({ kind: "recompute", train: "d", attempt: 2 });
    const done = await played.settle("d", 5500, 2);
    expect(done).toEqual([
      { kind: "recompute", train: "d", attempt: 2 },
      { kind: "recompute", train: "d", attempt: 2 },
    ]);
  });
}
