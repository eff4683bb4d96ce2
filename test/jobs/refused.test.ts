import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Fault } from "../../sandbox/faults/fault.ts";
import { seedJobs } from "../../src/jobs/schedule.ts";
import { useTestDatabase } from "../support/database.ts";
import { startJobWorld, type JobWorld } from "../support/job-world.ts";

const minuteMs = 60_000;
const forbidden: Fault = { kind: "forbidden" };

const tested = useTestDatabase("pglite");
let ending: AsyncDisposableStack;
let world: JobWorld;
/** Which tracker refuses everything, and what it was asked meanwhile. */
let refusing: "jira" | "github" | null;
let asked: string[];

/** Both trackers were read, and everything is at rest. */
beforeEach(async () => {
  ending = new AsyncDisposableStack();
  [refusing, asked] = [null, []];
  world = await startJobWorld(ending, tested.store, {
    faults: ({ tracker, method, path }) => {
      if (tracker !== refusing) return null;
      asked.push(`${method} ${path}`);
      return forbidden;
    },
  });
  await seedJobs(world.context);
  await world.pass(5 * minuteMs);
});

afterEach(() => ending.disposeAsync());

const connections = { jira: "acme", github: "hub" } as const;

/** Two hundred calls about issues that were edited, as their trackers send them. */
function calls(tracker: "jira" | "github") {
  const connection = connections[tracker];
  return Array.from({ length: 200 }, (_, n) => ({
    connection,
    deliveryId: `call ${n}`,
    event: tracker === "jira" ? "jira:issue_updated" : "issues.edited",
    body: JSON.stringify(
      tracker === "jira"
        ? { webhookEvent: "jira:issue_updated", issue: { id: String(10_001 + n) } }
        : { action: "edited", issue: { node_id: `I_${n}` }, sender: { login: "mia" } },
    ),
    receivedAt: world.context.runtime.clock(),
  }));
}

const summary = async (connection: string) =>
  (await tested.store.inbox.summary()).find((one) => one.connection === connection);
/** Of its streams; the books of sweeps are kept by the next sweep. */
const failures = async (connection: string) =>
  (await tested.store.streams()).flatMap(({ stream, failure, ...of }) =>
    of.connection === connection && failure !== null && !stream.startsWith("sweep:") ? [failure.code] : [],
  );

describe.each(["jira", "github"] as const)("%s refuses everything while two hundred deliveries wait", (tracker) => {
  const connection = connections[tracker];

  beforeEach(async () => {
    refusing = tracker;
    await tested.store.inbox.receive(calls(tracker), async () => {});
    await world.queue.send({ kind: "receive", connection });
    await world.pass(1000);
  });

  test("none is given up, a few requests are made, and the connection says why", async () => {
    expect(await summary(connection)).toMatchObject({ waiting: 200, failed: 0 });
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThan(10);
    expect(new Set(await failures(connection))).toEqual(new Set(["forbidden"]));
    expect(world.logged).toContainEqual(
      expect.objectContaining({
        text: "job failed",
        fields: expect.objectContaining({ code: "forbidden" }) as unknown,
      }),
    );
  });

  test("it is asked less and less, and never by the hundreds", async () => {
    await world.pass(10 * minuteMs);
    asked = [];
    await world.pass(50 * minuteMs);
    // A poll a minute asks twice, and so does the inbox at its pauses; a report that cannot be written asks as well.
    expect(asked.length).toBeLessThan(150);
    expect(await summary(connection)).toMatchObject({ waiting: 200, failed: 0 });
  });

  test("all are worked off soon after it lets us in again, and nothing looks broken any more", async () => {
    await world.pass(40 * minuteMs);
    refusing = null;
    await world.pass(3 * minuteMs);
    expect(await summary(connection)).toMatchObject({ waiting: 0, failed: 0 });
    expect(await failures(connection)).toEqual([]);
  });
});
