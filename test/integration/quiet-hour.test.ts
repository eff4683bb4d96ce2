import { afterAll, beforeAll, expect, test } from "vitest";
import { freshnessOf } from "../../config/serve-schema.ts";
import { seedJobs } from "../../src/jobs/schedule.ts";
import type { Job } from "../../src/ports/jobs.ts";
import { openMemoryStore } from "../support/empty-database.ts";
import { startJobWorld, type JobWorld } from "../support/job-world.ts";
import { TrackerHands } from "../support/tracker-hands.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const resources = new AsyncDisposableStack();
const requests: { readonly tracker: "jira" | "github"; readonly what: string; readonly status: number }[] = [];
let world: JobWorld;
let done: readonly Job[];

/** Everything is read and written and at rest; then an hour passes in which nobody does anything. */
beforeAll(async () => {
  const store = await openMemoryStore();
  resources.defer(() => store.close());
  world = await startJobWorld(resources, store);
  // As `serve` has it, but for sweeps: none of them falls into the hour.
  const schedule = { ...world.context.schedule, structureMs: 12 * hourMs };
  const staleAfter = freshnessOf(schedule);
  Object.assign(world.context, { schedule, trains: world.context.trains.map((train) => ({ ...train, staleAfter })) });
  await seedJobs(world.context);
  await world.pass(2 * hourMs);
  for (const site of world.sandbox.jira.values()) {
    site.onRequest(
      ({ method, path, status }) => void requests.push({ tracker: "jira", what: `${method} ${path}`, status }),
    );
  }
  world.sandbox.github.onRequest(({ method, path, status }) => {
    requests.push({ tracker: "github", what: `${method} ${path}`, status });
  });
  done = await world.pass(hourMs);
});

afterAll(() => resources.disposeAsync());

const of = (tracker: "jira" | "github") => requests.filter((request) => request.tracker === tracker);

test("there was something to come to rest", () => {
  expect(new TrackerHands(world.sandbox).written({ key: "PAY-1" })).toHaveLength(1);
  expect(world.logged.filter(({ level }) => level !== "info")).toEqual([]);
});

test("each tracker is polled once a minute, and nothing is swept, written or worked off", () => {
  const counts = Object.groupBy(done, (job) => ("connection" in job ? `${job.kind} ${job.connection}` : job.kind));
  expect(Object.keys(counts).toSorted()).toEqual(["poll acme", "poll hub", "recompute"]);
  for (const connection of ["acme", "hub"]) {
    const polls = counts[`poll ${connection}`]?.length ?? 0;
    // A poll takes a moment, after which the next minute begins.
    expect(polls).toBeGreaterThanOrEqual(58);
    expect(polls).toBeLessThanOrEqual(60);
  }
  expect(counts["recompute"]?.length).toBeLessThanOrEqual(12);
});

test("a poll of Jira is one search", () => {
  const polls = done.filter((job) => job.kind === "poll" && job.connection === "acme").length;
  expect(of("jira")).toHaveLength(polls);
  expect(new Set(of("jira").map(({ what, status }) => `${what} ${status}`))).toEqual(
    new Set(["POST /rest/api/3/search/jql 200"]),
  );
});

test("a poll of GitHub asks one question a stream, and each is answered with “not modified”", () => {
  const polls = done.filter((job) => job.kind === "poll" && job.connection === "hub").length;
  const streams =
    world.context.connectors
      .get("hub")
      ?.source.streams()
      .filter(({ pace }) => pace === "poll") ?? [];
  expect(streams.length).toBeGreaterThan(2);
  expect(of("github")).toHaveLength(polls * streams.length);
  expect(new Set(of("github").map(({ what, status }) => `${what.split(" ")[0]} ${status}`))).toEqual(
    new Set(["GET 304"]),
  );
});
