import { afterEach, beforeEach, expect, test } from "vitest";
import type { Sandbox } from "../../sandbox/server.ts";
import { startAll } from "../../src/cli/consent.ts";
import { publishAll, readAll, syncAll } from "../../src/cli/sync-and-publish.ts";
import type { AppContext } from "../../src/cli/wiring.ts";
import { applyNotices } from "../../src/ingest/apply-notices.ts";
import { Changes } from "../../src/ingest/read-context.ts";
import { sweepConnection } from "../../src/ingest/sweep.ts";
import { textAt } from "../support/json.ts";
import { startSmallSandbox, storedItems } from "../support/small-sandbox.ts";
import { smallInstant, smallTrains } from "../support/small-train.ts";
import { openApp, syncAndPublish } from "../support/app.ts";

const trainFile = smallTrains.replace("repo: acme/api }", "repos: [acme/api, acme/trains] }");
const scope = { containers: ["acme/api", "acme/trains"], jqls: [], linkTypes: [], versions: false };
const address = { repository: "acme/api", number: 1 };

let ending: AsyncDisposableStack;
let now: number;
let sandbox: Sandbox;
let place: AppContext;

async function open(): Promise<AppContext> {
  const opened = await openApp({ connections: sandbox.connections, trainFile, clock: () => now }, ending);
  await startAll(opened.store, opened.trains, now);
  return opened;
}

beforeEach(async () => {
  ending = new AsyncDisposableStack();
  now = Date.parse(smallInstant);
  sandbox = await startSmallSandbox(() => now, ending);
  place = await open();
  const [jira] = sandbox.jira.values();
  jira?.people.transition("PAY-2", "Done", "Won't Do");
  await syncAndPublish(place);
  now += 3_600_000;
});
afterEach(() => ending.disposeAsync());

/** Tells by a delivery alone what became of an issue. */
async function deliver(from: string, what: { readonly action: string; readonly changes?: object }): Promise<void> {
  const issue = { node_id: from, updated_at: "2026-11-24T13:00:00Z", user: { login: "octocat" } };
  const body = JSON.stringify({ issue, sender: { login: "octocat" }, ...what });
  const { source, receiver } = hub();
  const notice = receiver.read({ event: `issues.${what.action}`, body });
  await applyNotices({ ...place, source, scope, changes: new Changes() }, [notice]);
}

function deliverTransfer(from: string, to: string): Promise<void> {
  return deliver(from, { action: "transferred", changes: { new_issue: { node_id: to } } });
}

/** Reads everything again, the listing too. */
async function sweepWhole(): Promise<void> {
  await sweepConnection({ ...place, source: hub().source, scope }, { depth: "whole", maxDrop: 1 });
}

function hub() {
  const connector = place.connectors.get("hub");
  if (connector === undefined) throw new Error("there is no hub");
  return connector;
}

test.each([
  ["a delivery tells it", deliverTransfer],
  ["a delivery tells only that the old one was deleted", (from: string) => deliver(from, { action: "deleted" })],
  [
    "the new one was read before, and a delivery tells it",
    async (from: string, to: string) => {
      await syncAll(place, { full: false });
      await deliverTransfer(from, to);
    },
  ],
  ["no delivery tells it", sweepWhole],
  [
    "no delivery tells it, and the new one was read and written of before",
    async () => {
      await syncAndPublish(place);
      await sweepWhole();
    },
  ],
])(
  "an issue that is transferred is one item that moved: its conflict and its comment go along, where %s",
  async (_, learn) => {
    const before = await lives(place);
    const from = textAt(sandbox.github.people.issue(address), "node_id") ?? "";
    const comments = sandbox.github.people.comments(address).length;
    expect(comments).toBeGreaterThan(0);
    const target = sandbox.github.people.transfer(address, "acme/trains");
    const to = textAt(sandbox.github.people.issue(target), "node_id") ?? "";
    await learn(from, to);
    const items = [...(await place.store.loadModel()).items.values()].filter(({ system }) => system === "github");
    expect(items).toMatchObject([{ key: `acme/trains#${target.number}`, presence: "present" }]);
    now += 3_600_000;
    await syncAndPublish(place);
    expect(await lives(place)).toEqual(before);
    expect(sandbox.github.people.comments(target)).toHaveLength(comments);
    expect(JSON.stringify(sandbox.github.people.comments(target))).not.toContain("Resolved");
    const fresh = await open();
    await syncAndPublish(fresh);
    expect(await stored(place)).toEqual(await stored(fresh));
  },
);

test("an issue that moved where our account sees nothing is the same item when that shows again", async () => {
  const before = await lives(place);
  sandbox.github.admin.hideRepository("acme/trains");
  const from = textAt(sandbox.github.people.issue(address), "node_id") ?? "";
  const comments = sandbox.github.people.comments(address).length;
  const target = sandbox.github.people.transfer(address, "acme/trains");
  await deliver(from, { action: "deleted" });
  expect([...(await place.store.loadModel()).items.values()].find(({ system }) => system === "github")?.presence).toBe(
    "gone",
  );
  now += 3_600_000;
  await readAll(place, { full: false });
  await publishAll(place, place.trains);
  sandbox.github.admin.showRepository("acme/trains");
  now += 3_600_000;
  await sweepWhole();
  now += 3_600_000;
  await syncAndPublish(place);
  const items = [...(await place.store.loadModel()).items.values()].filter(({ system }) => system === "github");
  expect(items).toMatchObject([{ key: `acme/trains#${target.number}`, presence: "present" }]);
  expect(await lives(place)).toEqual(before);
  expect(sandbox.github.people.comments(target)).toHaveLength(comments);
  expect(JSON.stringify(sandbox.github.people.comments(target))).not.toContain("Resolved");
});

/** The lives of conflicts, by rule. */
async function lives({ store }: AppContext): Promise<readonly string[]> {
  const records = await store.conflicts("small");
  return records.map(({ state, firstSeenAt, conflict: { rule } }) => `${rule} ${state} ${firstSeenAt}`).toSorted();
}

/** What is stored of items, and what is wrong with them. */
async function stored({ store }: AppContext) {
  const conflicts = (await store.conflicts("small")).map(({ fingerprint }) => fingerprint).toSorted();
  return { conflicts, items: await storedItems(store) };
}
