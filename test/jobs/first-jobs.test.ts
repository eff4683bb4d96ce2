import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sweepStream } from "../../src/domain/model/model.ts";
import { seedJobs } from "../../src/jobs/schedule.ts";
import type { Job, SendOptions } from "../../src/ports/jobs.ts";
import { useTestDatabase } from "../support/database.ts";
import { startJobWorld, type JobWorld } from "../support/job-world.ts";

const minuteMs = 60_000;
const receive: Job = { kind: "receive", connection: "acme" };
const poll: Job = { kind: "poll", connection: "acme" };
const sweep: Job = { kind: "sweep", connection: "acme", depth: "structure" };
const recompute: Job = { kind: "recompute", train: "small" };

const tested = useTestDatabase("pglite");
let world: JobWorld;
let ending: AsyncDisposableStack;

beforeEach(async () => {
  ending = new AsyncDisposableStack();
  world = await startJobWorld(ending, tested.store);
});

afterEach(() => ending.disposeAsync());

describe("every start", () => {
  /** What it sends for the Jira site and for the train. */
  async function firstJobs() {
    const sent: (readonly [Job, SendOptions | undefined])[] = [];
    const queue = { send: async (job: Job, options?: SendOptions) => void sent.push([job, options]) };
    await seedJobs({ ...world.context, queue });
    return sent.filter(([job]) => !("connection" in job) || job.connection === "acme");
  }

  test("sends each kind of work; what was never read is swept at once", async () => {
    const { wholeMs } = world.context.schedule;
    expect(await firstJobs()).toEqual([
      [sweep, { afterMs: 0, slot: "turn" }],
      [
        { ...sweep, depth: "whole" },
        { afterMs: wholeMs, slot: "turn" },
      ],
      [receive, undefined],
      [poll, undefined],
      [recompute, undefined],
    ]);
  });

  test("a sweep that is not due yet waits until it is, one that is overdue does not", async () => {
    const { store, runtime, schedule } = world.context;
    const { clock } = runtime;
    const books = { connection: "acme", watermark: null, rejected: 0, token: null, failure: null };
    await store.saveStream({ ...books, stream: sweepStream("structure"), completedAt: clock() - 10 * minuteMs });
    await store.saveStream({ ...books, stream: sweepStream("whole"), completedAt: clock() - 2 * schedule.wholeMs });
    expect(await firstJobs()).toMatchObject([
      [sweep, { afterMs: schedule.structureMs - 10 * minuteMs }],
      [{ ...sweep, depth: "whole" }, { afterMs: 0 }],
      [receive, undefined],
      [poll, undefined],
      [recompute, undefined],
    ]);
  });

  test("a sweep whose last run is in the future, as after a wrong clock, waits for its interval at most", async () => {
    const { store, runtime, schedule } = world.context;
    const books = { connection: "acme", watermark: null, rejected: 0, token: null, failure: null };
    const inYears = runtime.clock() + 1000 * schedule.wholeMs;
    for (const depth of ["structure", "whole"] as const)
      await store.saveStream({ ...books, stream: sweepStream(depth), completedAt: inYears });
    expect((await firstJobs()).slice(0, 2)).toMatchObject([
      [sweep, { afterMs: schedule.structureMs }],
      [{ ...sweep, depth: "whole" }, { afterMs: schedule.wholeMs }],
    ]);
  });

  test("changes nothing where the same waits already", async () => {
    await seedJobs(world.context);
    const before = world.queue.next();
    await seedJobs(world.context);
    expect(world.queue.next()).toBe(before);
  });
});
