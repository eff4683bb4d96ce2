import { afterEach, beforeEach, expect, test } from "vitest";
import type { SandboxData } from "../../sandbox/data.ts";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import { startAll } from "../../src/cli/consent.ts";
import type { AppContext } from "../../src/cli/wiring.ts";
import type { Published } from "../../src/reporting/publish.ts";
import { smallData, smallInstant, smallTrains } from "../support/small-train.ts";
import { TrackerHands } from "../support/tracker-hands.ts";
import { openApp, syncAndPublish } from "../support/app.ts";

/** The small train with a second repository, and a milestone of the same name in both: `acme/api#1` comes before PAY-2, which it needs. */
const milestone = { id: 71, number: 1, title: "2026.4 / 1", state: "open", due_on: "2026-11-27T00:00:00Z" };
const [issue] = smallData.github["acme/api"]?.issues ?? [];
const repository = { issues: [], pulls: [], milestones: [milestone], dependencies: [], subIssues: [], comments: [] };
const trainFile = smallTrains.replace("repo: acme/api", "repo: [acme/api, acme/web]");
const data: SandboxData = {
  ...smallData,
  trainFile,
  github: {
    "acme/trains": { ...repository, milestones: [] },
    "acme/api": { ...repository, issues: [{ ...issue, milestone }] },
    "acme/web": { ...repository, milestones: [{ ...milestone, id: 72 }] },
  },
};

let now = 0;
let sandbox: Sandbox;
let person: TrackerHands;
let ending: AsyncDisposableStack;

beforeEach(async () => {
  now = Date.parse(smallInstant);
  ending = new AsyncDisposableStack();
  sandbox = await startSandbox({ data, port: 0, clock: () => now, searchLagMs: 2000 });
  ending.defer(() => sandbox.close());
  person = new TrackerHands(sandbox);
});

afterEach(() => ending.disposeAsync());

/** A Signalbox with a database of its own. */
async function start(): Promise<AppContext> {
  const { connections } = sandbox;
  const place = await openApp({ connections, trainFile, clock: () => now }, ending);
  await startAll(place.store, place.trains, now);
  return place;
}

/** One sync and apply, an hour later. */
async function round(place: AppContext): Promise<Published> {
  now += 3_600_000;
  return await syncAndPublish(place);
}

const items = ["PAY-1", "PAY-2", "acme/api#1"].map((key) => ({ key }));

test("an issue that is transferred brings its comment along: that one is kept up, no second is written", async () => {
  const place = await start();
  expect((await round(place)).counts).toMatchObject({ created: 5 });
  expect(person.written({ key: "acme/api#1" })).toHaveLength(1);
  const moved = person.transfer({ key: "acme/api#1" }, "acme/web");
  person.rename({ key: "PAY-2" }, "Renamed after the transfer");
  expect((await round(place)).counts).toMatchObject({ created: 0, held: 0, pending: 0 });
  expect(person.written(moved)).toEqual([expect.stringContaining("Renamed after the transfer")]);
  person.finish({ key: "PAY-2" });
  expect((await round(place)).counts).toMatchObject({ created: 0, held: 0, pending: 0 });
  expect(person.written(moved)).toEqual([expect.stringContaining("Resolved on ")]);
});

test("a lost database costs no second comment and no second rollup issue", async () => {
  const first = await start();
  expect((await round(first)).counts).toMatchObject({ created: 5 });
  const second = await start();
  expect((await round(second)).counts).toMatchObject({ created: 0, pending: 0 });
  for (const item of items) expect(person.written(item)).toHaveLength(1);
  const remoteIds = async ({ store }: AppContext) =>
    (await store.publications("small")).map(({ marker, state, remoteId }) => [marker, state, remoteId]);
  expect(await remoteIds(second)).toEqual(await remoteIds(first));
  expect((await round(second)).counts).toMatchObject({ created: 0, updated: 0, unchanged: 5 });
});

test("two Signalboxes that know nothing of each other write into one comment", async () => {
  const [one, other] = [await start(), await start()];
  await round(one);
  await round(other);
  person.finish({ key: "PAY-2" });
  await round(one);
  await round(other);
  for (const item of items) expect(person.written(item)).toEqual([expect.stringContaining("Resolved on ")]);
});
