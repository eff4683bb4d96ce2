import { afterEach, beforeEach, expect, test } from "vitest";
import { portfolioKey } from "../../src/reporting/publish-portfolio.ts";
import { useTestDatabase } from "../support/database.ts";
import { startJobWorld, type JobWorld } from "../support/job-world.ts";

const tested = useTestDatabase("pglite");
let world: JobWorld;
let ending: AsyncDisposableStack;

beforeEach(async () => {
  ending = new AsyncDisposableStack();
  world = await startJobWorld(ending, tested.store);
});

afterEach(() => ending.disposeAsync());

async function readAll(): Promise<void> {
  await world.queue.send({ kind: "sweep", connection: "acme", depth: "structure" });
  await world.queue.send({ kind: "sweep", connection: "hub", depth: "structure" });
  await world.pass(60_000);
}

const publishedOverTrains = async (ms: number) => {
  const jobs = await world.pass(ms);
  return jobs.filter(({ kind }) => kind === "portfolio");
};

test("the service keeps the portfolio, and writes it where a train says something else", async () => {
  const { store, connectors } = world.context;
  const repo = [...(world.context.trains[0]?.rollupTargets ?? [])].find(({ system }) => system === "github");
  if (repo === undefined || !connectors.has(repo.connection)) throw new Error("the small train writes to GitHub");
  await store.savePortfolioTargets([repo]);
  await readAll();
  const [row, ...others] = await store.publications(portfolioKey);
  expect(others).toEqual([]);
  expect(row).toMatchObject({ state: "standing", connection: repo.connection, kind: "rollup" });
  const { updatedAt } = row ?? {};

  // Later turns of the train find nothing else to say.
  expect(await publishedOverTrains(20 * 60_000)).toEqual([]);

  const [site] = world.sandbox.jira.values();
  for (const key of ["PAY-1", "PAY-2"]) site?.people.transition(key, "Done");
  await world.queue.send({ kind: "poll", connection: "acme" });
  expect((await publishedOverTrains(10 * 60_000)).length).toBeGreaterThan(0);
  const [changed] = await store.publications(portfolioKey);
  expect(changed?.updatedAt).toBeGreaterThan(updatedAt ?? Infinity);
});

test("without a place for it none is written, and no work is made for it", async () => {
  await readAll();
  expect(await publishedOverTrains(10 * 60_000)).toEqual([]);
  expect(await world.context.store.publications(portfolioKey)).toEqual([]);
});

test("while another process is at it, it comes again", async () => {
  const { store, queue } = world.context;
  const repo = [...(world.context.trains[0]?.rollupTargets ?? [])].find(({ system }) => system === "github");
  await store.savePortfolioTargets(repo === undefined ? [] : [repo]);
  await store.exclusively(`train ${portfolioKey}`, async () => {
    await queue.send({ kind: "portfolio" });
    await world.pass(500);
  });
  expect(world.measured).toContainEqual(["portfolio", "taken"]);
  expect((await publishedOverTrains(5000)).length).toBe(1);
});
