import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { JobContext } from "../../src/jobs/handler.ts";
import { trainFileLock } from "../../src/jobs/lock-names.ts";
import { createPerformer } from "../../src/jobs/perform.ts";
import type { Job, SendOptions } from "../../src/ports/jobs.ts";
import { useTestDatabase } from "../support/database.ts";
import { startJobWorld, type JobWorld } from "../support/job-world.ts";
import { failure } from "../support/paper-tracker.ts";

const minuteMs = 60_000;
const receive: Job = { kind: "receive", connection: "acme" };
const poll: Job = { kind: "poll", connection: "acme" };
const sweep: Job = { kind: "sweep", connection: "acme", depth: "structure" };
const recompute: Job = { kind: "recompute", train: "small" };
const portfolio: Job = { kind: "portfolio" };

const tested = useTestDatabase("pglite");
let world: JobWorld;
let sent: (readonly [Job, SendOptions | undefined])[];
let ending: AsyncDisposableStack;

beforeEach(async () => {
  ending = new AsyncDisposableStack();
  world = await startJobWorld(ending, tested.store);
  sent = [];
});

afterEach(() => ending.disposeAsync());

/** Does one job by itself. @returns what it sent */
async function perform(
  job: Job,
  { change = {}, stop = never() }: { change?: Partial<JobContext>; stop?: AbortSignal } = {},
) {
  const queue = { send: async (next: Job, options?: SendOptions) => void sent.push([next, options]) };
  await createPerformer({ ...world.context, queue, ...change }, stop)(job, never());
  return sent;
}

function never(): AbortSignal {
  return new AbortController().signal;
}

/** A store that is asked for the right to work, and refuses it or is asked in vain. */
function storeWith(exclusively: () => Promise<never>): Partial<JobContext> {
  return { store: { ...world.context.store, exclusively } };
}

const last = () => world.measured.at(-1);

describe("what a job is about has left the train file", () => {
  test("receive: nothing is done and nothing follows", async () => {
    expect(await perform({ ...receive, connection: "left" })).toEqual([]);
    expect(last()).toEqual(["receive", "done"]);
  });

  test.each([
    ["poll", { ...poll, connection: "left" }],
    ["sweep", { ...sweep, connection: "left" }],
    ["recompute", { ...recompute, train: "left" }],
  ] as const)("%s: no tracker is asked", async (kind, job) => {
    await perform(job);
    expect(last()).toEqual([kind, "done"]);
    expect(world.sandbox.requests()).toEqual({ jira: 0, github: 0 });
  });
});

describe("only a process with a newer train file knows what a job is about", () => {
  test.each([receive, poll, sweep, recompute])("%o comes again for that process, in a minute", async (job) => {
    expect(await perform(job, { change: { connectors: new Map(), trains: [] } })).toEqual([
      [job, { afterMs: minuteMs, slot: "retry" }],
    ]);
    expect(last()).toEqual([job.kind, "left"]);
    expect(world.sandbox.requests()).toEqual({ jira: 0, github: 0 });
  });
});

describe("another process stored another train file", () => {
  const newer = () => world.context.trains.map((train) => ({ ...train, name: "Renamed" }));

  test("while that process runs, the train is left to it, soon", async () => {
    const { store } = world.context;
    await store.saveTrains(newer(), await store.connections());
    const held = await store.exclusively(trainFileLock(newer()), () => perform(recompute));
    expect(held).toEqual({ taken: false, result: [[recompute, { afterMs: 1000, slot: "retry" }]] });
    expect(last()).toEqual(["recompute", "taken"]);
    expect(await store.conflicts("small")).toEqual([]);
  });

  test("and has ended: the train is evaluated by the file that is left", async () => {
    const { store } = world.context;
    await store.saveTrains(newer(), await store.connections());
    await perform(recompute);
    expect(last()).toEqual(["recompute", "done"]);
  });
});

describe("somebody else is at it", () => {
  test.each([
    ["receive acme", receive],
    ["read acme", poll],
    ["read acme", sweep],
    ["train small", recompute],
    ["train *", portfolio],
  ])("%s: %o comes again soon, and nothing is asked or written", async (name, job) => {
    const { store } = world.context;
    await store.exclusively(name, async () => {
      const [[next, options] = []] = await perform(job);
      expect([next, options?.slot]).toEqual([job, "retry"]);
      expect(options?.afterMs).toBeLessThanOrEqual(minuteMs);
    });
    expect(last()).toEqual([job.kind, "taken"]);
    expect(world.sandbox.requests()).toEqual({ jira: 0, github: 0 });
  });
});

test.each([receive, poll, sweep, recompute, portfolio])(
  "the process is told to stop: %o is handed on at once",
  async (job) => {
    await perform(job, { stop: AbortSignal.abort() });
    expect(sent).toContainEqual([job, { afterMs: 0, slot: "retry" }]);
  },
);

describe("after a failure", () => {
  const failing = (kind: "retry" | "park" | "stop") => {
    const verdict = kind === "retry" ? ({ kind, afterMs: 90_000 } as const) : { kind };
    return storeWith(() => Promise.reject(failure("tracker-unavailable", verdict)));
  };

  test("that passes, the job comes again when the tracker said so", async () => {
    expect(await perform(portfolio, { change: failing("retry") })).toEqual([
      [
        { ...portfolio, attempt: 1 },
        { afterMs: 90_000, slot: "retry" },
      ],
    ]);
    expect(last()).toEqual(["portfolio", "retry"]);
    expect(world.logged).toMatchObject([
      { level: "warn", text: "job failed", fields: { job: portfolio, code: "tracker-unavailable", verdict: "retry" } },
    ]);
  });

  test.each([
    ["at once", null, 0],
    ["when the tracker said so", 90_000, 90_000],
  ])("that passes, while the process stops, another process goes on %s", async (_, askedMs, afterMs) => {
    const change = storeWith(() => Promise.reject(failure("unreachable", { kind: "retry", afterMs: askedMs })));
    await perform({ ...portfolio, attempt: 2 }, { change, stop: AbortSignal.abort() });
    expect(sent).toEqual([
      [
        { ...portfolio, attempt: 2 },
        { afterMs, slot: "retry" },
      ],
    ]);
  });

  test("that stays, while the process stops, the job waits for its turn", async () => {
    await perform(poll, { change: failing("park"), stop: AbortSignal.abort() });
    expect(sent).toContainEqual([poll, { afterMs: minuteMs, slot: "turn" }]);
  });

  test.each(["park", "stop"] as const)("that stays (%s), the job waits for its turn", async (kind) => {
    await perform({ ...poll, attempt: 3 }, { change: failing(kind) });
    expect(sent).toContainEqual([poll, { afterMs: minuteMs, slot: "turn" }]);
    expect(last()).toEqual(["poll", "parked"]);
  });

  test("of reading, trains are thought about all the same: part of it may have been stored", async () => {
    await perform(poll, { change: failing("retry") });
    expect(sent.map(([job]) => job)).toEqual([recompute, { ...poll, attempt: 1 }]);
  });
});

test("a bug is logged as an error and left to the queue, which tries again", async () => {
  const bug = new TypeError("a bug");
  await expect(perform(portfolio, { change: storeWith(() => Promise.reject(bug)) })).rejects.toBe(bug);
  expect(sent).toEqual([]);
  expect(last()).toEqual(["portfolio", "broken"]);
  expect(world.logged).toEqual([{ level: "error", text: "job broken", fields: { job: portfolio, err: bug } }]);
});

test.each([
  ["a failure", failure("database-unavailable", { kind: "retry", afterMs: null }), "warn", "job failed", "retry"],
  ["a stop", failure("stopped", { kind: "retry", afterMs: null }), "info", "job handed back", "retry"],
  ["a bug", new TypeError("a bug"), "error", "job broken", "broken"],
] as const)(
  "%s is told and counted first, also where the queue is away as well",
  async (_, error, level, text, outcome) => {
    const gone = failure("database-unavailable", { kind: "retry", afterMs: null });
    const change = { ...storeWith(() => Promise.reject(error)), queue: { send: () => Promise.reject(gone) } };
    await expect(createPerformer({ ...world.context, ...change }, never())(poll, never())).rejects.toBe(gone);
    expect(world.logged).toMatchObject([{ level, text, fields: { job: poll } }]);
    expect(world.measured).toEqual([["poll", outcome]]);
  },
);

describe("work leads to work", () => {
  test("what a poll finds is thought about, and what is to be said is written", async () => {
    await world.queue.send(sweep);
    await world.queue.send({ kind: "poll", connection: "hub" });
    const done = await world.pass(minuteMs / 2);
    expect(done.map(({ kind }) => kind)).toEqual(["sweep", "poll", "recompute"]);
    expect(world.logged.filter(({ text }) => text === "publication written").length).toBeGreaterThan(0);
  });

  test("a quiet service says what it read: records, changes, what failed", async () => {
    await world.queue.send(sweep);
    await world.queue.send({ kind: "poll", connection: "hub" });
    await world.pass(minuteMs / 2);
    const done = world.logged.filter(({ text }) => text.endsWith(" done"));
    expect(done).toEqual([
      {
        level: "info",
        text: "sweep done",
        fields: {
          connection: "acme",
          depth: "structure",
          gone: 0,
          seconds: 0,
          records: 5,
          changed: 3,
          failed: [],
          leftOut: [],
        },
      },
      {
        level: "info",
        text: "poll done",
        fields: { connection: "hub", seconds: 0, records: 2, changed: 1, failed: [], leftOut: [] },
      },
    ]);
  });

  test("what can be read again is thought about though nothing changed: reports may have called it old", async () => {
    await perform(poll);
    await world.context.store.streamFailed("acme", "issues", { code: "unauthorized", text: "no", at: 0 });
    sent.splice(0);
    await perform(poll);
    expect(sent.map(([job]) => job)).toEqual([recompute, poll]);
    sent.splice(0);
    await perform(poll);
    expect(sent.map(([job]) => job)).toEqual([poll]);
  });

  test("a poll brings up deliveries that wait without a job, as after a replay", async () => {
    const delivery = { connection: "acme", deliveryId: "one", event: "user_created", body: "{}", receivedAt: 0 };
    await world.context.store.inbox.receive([delivery], async () => {});
    await perform(poll);
    expect(sent.map(([job]) => job)).toContainEqual(receive);
    await perform(receive);
    expect(await world.context.store.inbox.list({ limit: 5 })).toMatchObject([
      { deliveryId: "one", state: "ignored", reason: "people are not read" },
    ]);
    expect(world.logged).toContainEqual({
      level: "info",
      text: "delivery processed",
      fields: {
        requestId: "one",
        connection: "acme",
        event: "user_created",
        state: "ignored",
        reason: "people are not read",
      },
    });
  });

  test("a whole sweep forgets deliveries that are old and settled", async () => {
    const { store, runtime, schedule } = world.context;
    const { clock } = runtime;
    const old = clock() - schedule.keepDeliveriesMs - 1;
    const delivery = { connection: "acme", event: "user_created", body: "{}" };
    const ages = [old, old, clock()].map((receivedAt, number) => ({
      ...delivery,
      deliveryId: `${number}`,
      receivedAt,
    }));
    await store.inbox.receive(ages, async () => {});
    const [first] = await store.inbox.waiting("acme", 1);
    await store.inbox.complete([{ id: first?.id ?? 0, state: "processed", reason: null }], clock());
    await perform({ ...sweep, depth: "whole" });
    expect((await store.inbox.list({ limit: 5 })).map(({ deliveryId }) => deliveryId)).toEqual(["2", "1"]);
  });
});
