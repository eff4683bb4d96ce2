import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useTestDatabase } from "../support/database.ts";
import { startJobWorld, type JobWorld } from "../support/job-world.ts";

const tested = useTestDatabase("pglite");
let world: JobWorld;
let ending: AsyncDisposableStack;

beforeEach(async () => {
  ending = new AsyncDisposableStack();
  world = await startJobWorld(ending, tested.store);
  await world.queue.send({ kind: "sweep", connection: "acme", depth: "structure" });
  await world.queue.send({ kind: "sweep", connection: "hub", depth: "structure" });
  await world.pass(60_000);
  world.logged.splice(0);
  world.traced.splice(0);
});

afterEach(() => ending.disposeAsync());

/** Jira tells of issues, a delivery each. */
async function told(deliveries: Readonly<Record<string, string>>): Promise<void> {
  const { store, runtime, queue } = world.context;
  const { clock } = runtime;
  const received = Object.entries(deliveries).map(([deliveryId, key]) => {
    const issue = { id: String(10_000 + Number(key.split("-")[1])), key, fields: {} };
    const body = JSON.stringify({ webhookEvent: "jira:issue_updated", timestamp: clock(), issue });
    return { connection: "acme", deliveryId, event: "jira:issue_updated", body, receivedAt: clock() };
  });
  await store.inbox.receive(received, () => queue.send({ kind: "receive", connection: "acme" }));
  await world.pass(60_000);
}

const people = () => {
  const site = world.sandbox.jira.get("acme");
  if (site === undefined) throw new Error("the small train has a Jira site");
  return site.people;
};
const steps = () => world.traced.filter(({ deliveries }) => deliveries.length > 0);
const lines = (text: string) => world.logged.filter((line) => line.text === text).map(({ fields }) => fields);

test("what is written names the deliveries that led to it", async () => {
  people().editIssue("PAY-2", { summary: "Another name" });
  await told({ one: "PAY-2", two: "PAY-1" });
  expect(lines("delivery processed")).toMatchObject([{ requestId: "one" }, { requestId: "two" }]);
  const written = lines("publication written");
  expect(written.length).toBeGreaterThan(0);
  for (const fields of written) expect(fields).toMatchObject({ requestIds: ["one", "two"], requests: 2 });
  expect(steps().map(({ step }) => step)).toEqual(["ingest", "evaluate", ...written.map(() => "publish write")]);
  for (const { deliveries } of steps()) expect(deliveries).toEqual(["one", "two"]);
  expect(steps().at(-1)).toMatchObject({ attributes: { train: "small", outcome: "updated" } });

  world.logged.splice(0);
  people().editIssue("PAY-2", { summary: "A third name" });
  await told({ three: "PAY-2" });
  const rewritten = lines("publication written");
  expect(rewritten.length).toBeGreaterThan(0);
  for (const fields of rewritten) expect(fields).toMatchObject({ requestIds: ["three"] });
});

test("so is a change that asks for no other words; a delivery that changes nothing leads nowhere", async () => {
  people().editIssue("PAY-2", { labels: ["new"] });
  await told({ one: "PAY-2" });
  expect(lines("nothing to write")).toEqual([{ train: "small", requestIds: ["one"], requests: 1 }]);
  expect(steps()).toMatchObject([
    { step: "ingest", deliveries: ["one"], attributes: { connection: "acme", changed: 1 } },
    { step: "evaluate", deliveries: ["one"], attributes: { train: "small", writes: 0 } },
  ]);

  world.logged.splice(0);
  await told({ two: "PAY-2" });
  expect(lines("delivery processed")).toMatchObject([{ requestId: "two", state: "processed" }]);
  expect([...lines("nothing to write"), ...lines("publication written")]).toEqual([]);
});

test("a sprint's close is many deliveries: some are named, all are counted", async () => {
  people().editIssue("PAY-2", { summary: "Another name" });
  await told(Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`d-${n + 10}`, "PAY-2"])));
  const [written] = lines("publication written");
  expect(written).toMatchObject({ requests: 30 });
  expect(written).toHaveProperty("requestIds.length", 20);
});

test("a delivery that comes during an evaluation belongs to the next one", async () => {
  const { store, queue } = world.context;
  const loadModel = store.loadModel.bind(store);
  vi.spyOn(store, "loadModel").mockImplementationOnce(async () => {
    const model = await loadModel();
    await store.noteCorrelationIds(["small"], ["late"]);
    return model;
  });
  await queue.send({ kind: "recompute", train: "small" });
  await world.pass(60_000);
  expect(await store.correlationIds("small")).toEqual(["late"]);
  expect(lines("nothing to write")).toEqual([]);
  await queue.send({ kind: "recompute", train: "small" });
  await world.pass(60_000);
  expect(await store.correlationIds("small")).toEqual([]);
  expect(lines("nothing to write")).toEqual([{ train: "small", requestIds: ["late"], requests: 1 }]);
});
