import { afterEach, beforeEach, expect, test } from "vitest";
import type { Message } from "../../src/ports/channel.ts";
import { Failure } from "../../src/domain/failure.ts";
import { createPerformer } from "../../src/jobs/perform.ts";
import { useTestDatabase } from "../support/database.ts";
import { startJobWorld, type JobWorld } from "../support/job-world.ts";

const tested = useTestDatabase("pglite");
let world: JobWorld;
let ending: AsyncDisposableStack;
let sent: Message[] = [];
let trouble: Failure | null = null;

const hourMs = 3_600_000;

function unreachable(): Failure {
  const verdict = { kind: "retry", afterMs: null } as const;
  return new Failure({ code: "unreachable", what: "No.", remedy: "Wait.", verdict });
}

/** The small train's instant is a Tuesday, at noon. */
beforeEach(async () => {
  ending = new AsyncDisposableStack();
  sent = [];
  trouble = null;
  const send = async (message: Message) => {
    if (trouble !== null) throw trouble;
    sent.push(message);
  };
  const digest = { channels: ["rte"], weekday: 3, minutes: 8 * 60 };
  world = await startJobWorld(ending, tested.store, {
    // A day of turns by the minute would take a minute.
    schedule: { pollMs: 6 * hourMs, structureMs: 24 * hourMs, recomputeMs: hourMs },
    channels: new Map([["rte", { key: "rte", send }]]),
    changeTrain: (train) => ({ ...train, digest }),
  });
  await world.queue.send({ kind: "sweep", connection: "acme", depth: "structure" });
  await world.queue.send({ kind: "sweep", connection: "hub", depth: "structure" });
  await world.queue.send({ kind: "recompute", train: "small" });
});

afterEach(() => ending.disposeAsync());

test("is sent at its hour, once, with where the rollup stands", async () => {
  await world.pass(19 * hourMs);
  expect(sent).toEqual([]);
  await world.pass(2 * hourMs);
  expect(sent).toHaveLength(1);
  expect(sent[0]?.document.title).toContain("Small");
  expect(sent[0]?.text).toMatch(/The whole rollup: PMO-\d+ <http.*>, acme\/trains#\d+ <http.*>\./);
  await world.pass(3 * 24 * hourMs);
  expect(sent).toHaveLength(1);
});

test("that cannot be sent is tried for a day", async () => {
  trouble = unreachable();
  await world.pass(22 * hourMs);
  expect(world.measured).toContainEqual(["digest", "retry"]);
  trouble = null;
  await world.pass(hourMs);
  expect(sent).toHaveLength(1);
});

test("that could not be sent for a day is not sent the day after", async () => {
  trouble = unreachable();
  await world.pass(44 * hourMs + hourMs);
  trouble = null;
  await world.pass(24 * hourMs);
  expect(sent).toEqual([]);
});

test("of a train that has left the file is not sent", async () => {
  const perform = createPerformer({ ...world.context, trains: [] }, new AbortController().signal);
  await perform({ kind: "digest", train: "small" }, new AbortController().signal);
  expect(sent).toEqual([]);
});

test("of a train that a person stops while it is tried again is not sent", async () => {
  const { store, runtime } = world.context;
  trouble = unreachable();
  await world.pass(22 * hourMs);
  expect(world.measured).toContainEqual(["digest", "retry"]);
  const started = await store.consent("small");
  await store.saveConsent("small", { state: "stopped", since: runtime.clock() }, started);
  trouble = null;
  await world.pass(12 * hourMs);
  expect(sent).toEqual([]);
});
