import { evaluating } from "../../src/cli/evaluate-context.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Sandbox } from "../../sandbox/server.ts";
import { startAll } from "../../src/cli/consent.ts";
import { syncAll } from "../../src/cli/sync-and-publish.ts";
import type { AppContext } from "../../src/cli/wiring.ts";
import type { LinkEnd } from "../../src/domain/ids.ts";
import { conflictRows } from "../../src/reporting/conflict-rows.ts";
import { evaluateStored } from "../../src/reporting/evaluate-train.ts";
import { setupFaultWords } from "../../src/reporting/setup-words.ts";
import { startSmallSandbox, storedItems } from "../support/small-sandbox.ts";
import { smallInstant, smallTrains } from "../support/small-train.ts";
import { openApp, syncAndPublish } from "../support/app.ts";
import { viewTrain } from "../support/look-once.ts";

let ending: AsyncDisposableStack;
let now: number;
let sandbox: Sandbox;
let place: AppContext;

async function open(trainFile = smallTrains): Promise<AppContext> {
  const clock = () => now;
  const opened = await openApp({ connections: sandbox.connections, trainFile, clock }, ending);
  await startAll(opened.store, opened.trains, now);
  return opened;
}

/** The same database under another train file. */
async function reopen(before: AppContext, trainFile: string): Promise<AppContext> {
  const other = await open(trainFile);
  await before.store.saveTrains(other.trains, await before.store.connections());
  return { ...other, store: before.store };
}

function jira() {
  const [site] = sandbox.jira.values();
  if (site === undefined) throw new Error("the sandbox has no Jira site");
  return site;
}

async function read(at: AppContext = place) {
  const [train] = at.trains;
  if (train === undefined) throw new Error("there is no train");
  const evaluation = await evaluateStored(evaluating(at.store), train, now);
  const conflicts = conflictRows(evaluation).map(
    ({ rule, consumer, provider }) => `${rule} ${consumer.key} <- ${provider?.key ?? "nothing"}`,
  );
  const { verdict, dataQuality } = evaluation.rollup;
  return {
    conflicts: conflicts.toSorted(),
    verdict: verdict.level,
    owned: dataQuality.owned,
    unassigned: dataQuality.unassigned,
    faults: evaluation.setup.faults.map((fault) => setupFaultWords(fault, "UTC")),
  };
}

async function expectAsFresh(trainFile: string): Promise<void> {
  const fresh = await open(trainFile);
  await syncAndPublish(fresh);
  expect(await storedItems(place.store)).toEqual(await storedItems(fresh.store));
  const [mine, theirs] = [await read(), await read(fresh)];
  expect(mine.conflicts).toEqual(theirs.conflicts);
  expect(mine.owned).toBe(theirs.owned);
}

beforeEach(async () => {
  ending = new AsyncDisposableStack();
  now = Date.parse(smallInstant);
  sandbox = await startSmallSandbox(() => now, ending);
  place = await open();
  await syncAndPublish(place);
  now += 3_600_000;
});
afterEach(() => ending.disposeAsync());

test("a Jira project with another key keeps team, conflicts and comments, and the train file is to be brought up to date", async () => {
  const before = await read();
  const comments = jira().people.comments("PAY-1").length;
  expect(comments).toBeGreaterThan(0);
  jira().administration.renameProject("PAY", "CHK");
  const published = await syncAndPublish(place);
  const after = await read();
  expect(after).toMatchObject({ verdict: before.verdict, owned: before.owned, unassigned: before.unassigned });
  expect(after.conflicts).toEqual(before.conflicts.map((line) => line.replaceAll("PAY-", "CHK-")).toSorted());
  expect(after.faults).toContain(
    "The project PAY is now called CHK, and is read as before: write the new name into the train file.",
  );
  expect(published.counts).toMatchObject({ created: 0, resolved: 0 });
  expect(jira().people.comments("CHK-1")).toHaveLength(comments);
  expect(JSON.stringify(jira().people.comments("CHK-1"))).not.toContain("Resolved");
  const renamed = smallTrains.replace("project: PAY", "project: CHK");
  place = await reopen(place, renamed);
  expect(await syncAndPublish(place)).toMatchObject({ counts: { created: 0, resolved: 0 } });
  expect((await read()).faults).not.toContainEqual(expect.stringContaining("is now called"));
  await expectAsFresh(renamed);
});

test("a repository with another name keeps team, conflicts and comments, also once the train file has the new one", async () => {
  const before = await read();
  sandbox.github.admin.renameRepository("acme/api", "acme/gateway");
  const published = await syncAndPublish(place);
  const after = await read();
  expect(after).toMatchObject({ verdict: before.verdict, owned: before.owned, unassigned: before.unassigned });
  expect(after.conflicts).toEqual(
    before.conflicts.map((line) => line.replaceAll("acme/api#", "acme/gateway#")).toSorted(),
  );
  expect(after.faults).toContain(
    "The repository acme/api is now called acme/gateway, and is read as before: write the new name into the train file.",
  );
  expect(published.counts).toMatchObject({ created: 0, resolved: 0 });
  const renamed = smallTrains.replace("repo: acme/api", "repo: acme/gateway");
  place = await reopen(place, renamed);
  expect(await syncAndPublish(place)).toMatchObject({ counts: { created: 0, resolved: 0 } });
  await expectAsFresh(renamed);
});

test("a repository whose name somebody else takes over is read on, and nothing of the other comes in", async () => {
  sandbox.github.people.createIssue("acme/trains", { title: "Somebody else's" });
  const before = await read();
  sandbox.github.admin.renameRepository("acme/api", "acme/gateway");
  sandbox.github.admin.renameRepository("acme/trains", "acme/api");
  const [, hub] = await syncAll(place, { full: false });
  expect(hub?.notes.join()).toContain("acme/api is the name of something else by now");
  const after = await read();
  expect(after).toMatchObject({ owned: before.owned, unassigned: before.unassigned });
  expect((await storedItems(place.store)).map(({ container }) => container)).not.toContain("acme/api");
  // Whoever means both says so.
  const both = smallTrains.replace("repo: acme/api", "repos: [acme/gateway, acme/api]");
  place = await reopen(place, both);
  await syncAll(place, { full: false });
  expect((await storedItems(place.store)).map(({ container }) => container)).toContain("acme/api");
});

test("what takes over the name of a repository that is gone is read from its beginning", async () => {
  sandbox.github.people.createIssue("acme/trains", { title: "Older than the last reading" });
  now += 3_600_000;
  sandbox.github.people.edit({ repository: "acme/api", number: 1 }, { title: "Edited before it was deleted" });
  await syncAll(place, { full: false });
  sandbox.github.admin.deleteRepository("acme/api");
  sandbox.github.admin.renameRepository("acme/trains", "acme/api");
  await syncAll(place, { full: false });
  const { items } = await place.store.loadModel();
  expect([...items.values()].map(({ title }) => title)).toContain("Older than the last reading");
});

test("places of rollups that were renamed keep their issues, also once the train file has the new names", async () => {
  const rollups = async () => (await place.store.publications("small")).filter(({ kind }) => kind === "rollup");
  const before = (await rollups()).map(({ marker, remoteId }) => ({ marker, remoteId }));
  jira().administration.renameProject("PMO", "OFF");
  sandbox.github.admin.renameRepository("acme/trains", "acme/lines");
  await syncAndPublish(place);
  place = await reopen(place, smallTrains.replace("project: PMO", "project: OFF").replace("acme/trains", "acme/lines"));
  expect(await syncAndPublish(place)).toMatchObject({ counts: { created: 0 } });
  const after = await rollups();
  expect(after.map(({ marker, remoteId }) => ({ marker, remoteId }))).toEqual(before);
  expect(after.map(({ remoteKey }) => remoteKey)).toEqual(expect.arrayContaining(["OFF-1", "acme/lines#1"]));
});

test("a link type with another name means what it meant, and the connection is read on", async () => {
  const before = await read();
  jira().administration.renameLinkType("Blocks", "Gates");
  await syncAndPublish(place);
  const after = await read();
  expect(after.conflicts).toEqual(before.conflicts);
  expect(after.faults).toContain(
    "The link type Blocks is now called Gates, and is read as before: write the new name into the train file.",
  );
  const renamed = smallTrains.replace("name: Blocks", "name: Gates");
  place = await reopen(place, renamed);
  await syncAndPublish(place);
  await expectAsFresh(renamed);
});

test("words name an item by a key it had before it moved, and that key is asked for no more", async () => {
  place = await reopen(place, smallTrains.replace("project: PAY }", "project: [PAY, PMO] }"));
  await syncAll(place, { full: false });
  const before = await read();
  const moved = jira().people.moveIssue("PAY-2", "PMO");
  await syncAll(place, { full: false });
  const { conflicts, owned } = await read();
  expect(before.conflicts.length).toBeGreaterThan(0);
  expect(conflicts).toEqual(before.conflicts.map((line) => line.replaceAll(/PAY-2\b/gu, moved)).toSorted());
  expect(owned).toBe(before.owned);
  const { links, names } = await place.store.loadModel();
  expect(Array.from(links.values(), ({ source }) => source)).toContain("key:jira:PAY-2");
  expect(names).toContainEqual(expect.objectContaining({ kind: "item", nativeId: "10002", name: "PAY-2" }));
  const scope = { containers: ["PAY", "PMO"], jqls: [], linkTypes: ["Blocks"], versions: false };
  expect(await place.store.handlesToReread("acme", scope)).toEqual([]);
});

test("a key of a project that was renamed before we came leads to its item after the first reading", async () => {
  jira().administration.renameProject("PAY", "CHK");
  sandbox.github.people.createIssue("acme/api", { title: "Names it by its old key", body: "Blocked by PAY-2" });
  const renamed = smallTrains.replace("project: PAY", "project: CHK");
  const fresh = await open(renamed);
  await syncAndPublish(fresh);
  const { items, links } = await fresh.store.loadModel();
  const words = [...links.values()].filter(({ source }) => source === "key:jira:PAY-2");
  expect(words.length).toBeGreaterThan(0);
  const rows = await read(fresh);
  expect(rows.conflicts.filter((line) => line.startsWith("unreadable"))).toEqual([]);
  const scope = { containers: ["CHK"], jqls: [], linkTypes: ["Blocks"], versions: false };
  expect(await fresh.store.handlesToReread("acme", scope)).toEqual([]);
  expect(items.size).toBeGreaterThan(0);
});

test("a key of a repository that was renamed before we came leads to its issue after the first reading", async () => {
  const renamed = smallTrains.replace("repo: acme/api", "repo: acme/gateway");
  sandbox.github.people.createIssue("acme/api", { title: "Written before", body: "Blocked by acme/api#1" });
  sandbox.github.admin.renameRepository("acme/api", "acme/gateway");
  const fresh = await open(renamed);
  await syncAndPublish(fresh);
  const model = await fresh.store.loadModel();
  expect(Array.from(model.links.values(), ({ source }) => source)).toContain("key:github:acme/api#1");
  const keyOf = (end: LinkEnd) => [...model.items.values()].find(({ id }) => id === end)?.key ?? end;
  const [train] = fresh.trains;
  if (train === undefined) throw new Error("there is no train");
  const { dependencies } = viewTrain(model, train, now);
  const edges = dependencies.map(({ consumer, provider }) => [keyOf(consumer), keyOf(provider)]);
  expect(edges).toContainEqual(["acme/gateway#2", "acme/gateway#1"]);
  const scope = { containers: ["acme/gateway"], jqls: [], linkTypes: [], versions: false };
  expect(await fresh.store.handlesToReread("hub", scope)).toEqual([]);
});

test("a GitHub label with another name has it on every issue, although no issue's date moves", async () => {
  const github = sandbox.connections.find((one) => one.system === "github");
  if (github?.auth.kind !== "token") throw new Error("the sandbox has no GitHub with a token");
  const { people } = sandbox.github;
  people.addLabel({ repository: "acme/api", number: 1 }, "backend");
  people.createIssue("acme/api", { title: "Second", labels: ["backend"] });
  for (const title of ["Third", "Fourth"]) {
    await syncAndPublish(place);
    now += 3_600_000;
    // A later reading begins at the newest one.
    people.createIssue("acme/api", { title });
  }
  const { status } = await fetch(`${github.apiUrl}/repos/acme/api/labels/backend`, {
    method: "PATCH",
    headers: { authorization: `token ${github.auth.token}` },
    body: JSON.stringify({ new_name: "server" }),
  });
  expect(status).toBe(200);
  const named = smallTrains.replace("repo: acme/api", "repo: acme/api, label: server");
  place = await reopen(place, named);
  await syncAndPublish(place);
  const { items } = await place.store.loadModel();
  const bearers = [...items.values()].filter(({ labels }) => labels.includes("server")).map(({ key }) => key);
  expect(bearers).toEqual(["acme/api#1", "acme/api#2"]);
  await expectAsFresh(named);
});
