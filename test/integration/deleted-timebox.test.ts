import { afterEach, beforeEach, expect, test } from "vitest";
import type { Sandbox } from "../../sandbox/server.ts";
import { syncAll } from "../../src/cli/sync-and-publish.ts";
import type { AppContext } from "../../src/cli/wiring.ts";
import { sweepConnection } from "../../src/ingest/sweep.ts";
import { scopeOf } from "../../src/ingest/scope.ts";
import { openApp } from "../support/app.ts";
import { startSmallSandbox } from "../support/small-sandbox.ts";
import { smallInstant, smallTrains } from "../support/small-train.ts";

let ending: AsyncDisposableStack;
let now: number;
let sandbox: Sandbox;
let place: AppContext;

beforeEach(async () => {
  ending = new AsyncDisposableStack();
  now = Date.parse(smallInstant);
  sandbox = await startSmallSandbox(() => now, ending);
  place = await openApp({ connections: sandbox.connections, trainFile: smallTrains, clock: () => now }, ending);
});
afterEach(() => ending.disposeAsync());

const acme = () => {
  const site = sandbox.jira.get("acme");
  if (site === undefined) throw new Error("there is no site");
  return site;
};

/** Reads everything, also a later change, so that no item is young enough to be read again. */
async function read(): Promise<void> {
  await syncAll(place, { full: false });
  now += 3_600_000;
  sandbox.github.people.createIssue("acme/api", { title: "Later" });
  acme().people.editIssue("PAY-3", { summary: "Later" });
  await syncAll(place, { full: false });
  now += 3_600_000;
}

async function timeboxes(): Promise<Readonly<Record<string, number>>> {
  const { items } = await place.store.loadModel();
  return Object.fromEntries([...items.values()].map(({ key, sprintIds }) => [key, sprintIds.length]));
}

const sync = () => syncAll(place, { full: false });
const sweep = async () => {
  for (const [key, { source }] of place.connectors) {
    const context = { ...place, source, scope: scopeOf(key, place.trains) };
    await sweepConnection(context, { depth: "structure", maxDrop: 0 });
  }
};

test.each([
  ["sync", sync],
  ["sweep", sweep],
])("a %s takes items out of a sprint and a milestone that people deleted", async (_, again) => {
  const { people } = sandbox.github;
  people.createMilestone("acme/api", { title: "Autumn" });
  const second = people.createIssue("acme/api", { title: "Send invoices", milestone: "Autumn" });
  people.setMilestone({ repository: "acme/api", number: 1 }, "Autumn");
  await read();
  const before = { "PAY-1": 1, "PAY-2": 1, "acme/api#1": 1, [`acme/api#${second.number}`]: 1 };
  expect(await timeboxes()).toMatchObject(before);
  people.deleteMilestone("acme/api", "Autumn");
  acme().people.deleteSprint(1);
  await again();
  const after = { "PAY-1": 0, "PAY-2": 1, "acme/api#1": 0, [`acme/api#${second.number}`]: 0 };
  expect(await timeboxes()).toMatchObject(after);
  // A milestone with the same title is another one.
  people.createMilestone("acme/api", { title: "Autumn" });
  await again();
  expect(await timeboxes()).toMatchObject(after);
});
