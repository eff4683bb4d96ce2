import { evaluating } from "../../src/cli/evaluate-context.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startSandbox, type Sandbox } from "../../sandbox/server.ts";
import type { ConflictAnswer } from "../../src/domain/conflicts/answer.ts";
import type { JiraSiteData, SandboxData } from "../../sandbox/data.ts";
import { readAll, publishAll } from "../../src/cli/sync-and-publish.ts";
import type { AppContext } from "../../src/cli/wiring.ts";
import { startAll } from "../../src/cli/consent.ts";
import { evaluateAndStore, evaluateStored } from "../../src/reporting/evaluate-train.ts";
import { smallData, smallInstant, smallTrains } from "../support/small-train.ts";
import { TrackerHands } from "../support/tracker-hands.ts";
import { appOn, openApp } from "../support/app.ts";

/* PAY-1 waits for LED-1, which comes an iteration later; then one of the projects goes out of our account's sight. */

const minute = 60_000;
let now: number;
let ending: AsyncDisposableStack;
let sandbox: Sandbox;
let place: AppContext;
let hands: TrackerHands;

const teams = "      - { key: ledger, name: Ledger, from: { jira: acme, project: LED } }\n    dependencies:";

function smallSite(): JiraSiteData {
  const found = smallData.jira["acme"];
  if (found === undefined) throw new Error("the small train has no site");
  return found;
}

/** `marked`: keys of the issues that have a component. */
function withLedger(marked: readonly string[] = []): SandboxData {
  const small = smallSite();
  const ledger = JSON.parse(
    JSON.stringify(small.issues[1])
      .replaceAll("PAY-2", "LED-1")
      .replaceAll("10002", "20001")
      .replace('"1","key":"PAY"', '"3","key":"LED"'),
  ) as JiraSiteData["issues"][number];
  const others = [
    { id: "3", key: "LED", name: "Ledger" },
    { id: "4", key: "SEC", name: "Secrets" },
  ];
  const projects = [...small.projects, ...others];
  const issues = [...small.issues, ledger].map((one) => {
    const components = marked.includes(String(one["key"])) ? [{ id: "5", name: "books" }] : [];
    return { ...one, fields: { ...Object(one["fields"]), components } };
  });
  return {
    ...smallData,
    jira: { acme: { ...small, projects, issues } },
    trainFile: smallTrains.replace("    dependencies:", teams),
  };
}

beforeEach(() => begin(withLedger(), 0));

async function begin(data: SandboxData, searchLagMs: number): Promise<void> {
  now = Date.parse(smallInstant);
  ending = new AsyncDisposableStack();
  const clock = () => now;
  sandbox = await startSandbox({ data, port: 0, clock, searchLagMs });
  ending.defer(() => sandbox.close());
  place = await openApp({ connections: sandbox.connections, trainFile: data.trainFile, clock }, ending);
  hands = new TrackerHands(sandbox);
  site().people.link({ type: "Blocks", source: "LED-1", destination: "PAY-1" });
  await startAll(place.store, place.trains, now);
  await round();
}

afterEach(() => ending.disposeAsync());

function site() {
  const one = sandbox.jira.get("acme");
  if (one === undefined) throw new Error("there is no site");
  return one;
}

/** Something happens to each item, everything is read, and what has to be said is said. @returns how many texts were written */
async function round(): Promise<number> {
  now += 10 * minute;
  for (const key of site()
    .people.keys()
    .filter((one) => !one.startsWith("PMO-"))) {
    site().people.editIssue(key, { labels: [`round-${now}`] });
  }
  await readAll(place, { full: { maxDrop: 1 } });
  const [published] = await publishAll(place, place.trains);
  const { created, updated, resolved } = published?.counts ?? { created: 0, updated: 0, resolved: 0 };
  return created + updated + resolved;
}

const onPay = () => hands.written({ key: "PAY-1" }).join("\n");
const lastSeen = "As last seen on 24 Nov 2026, 12:20 UTC";

async function evaluation() {
  const [train] = place.trains;
  if (train === undefined) throw new Error("there is no train");
  return evaluateStored(evaluating(place.store), train, now);
}

test("a provider's project that is hidden takes nothing back: the comment says from when it is, once", async () => {
  const before = onPay();
  expect(before).toContain("LED-1");
  site().administration.hideProject("LED");
  await round();
  expect(onPay()).toContain(lastSeen);
  expect(onPay()).toContain("LED-1");
  expect(onPay()).not.toContain("Resolved");
  const { rollup, records } = await evaluation();
  expect(rollup).toMatchObject({ unseenConflicts: 1 });
  expect(rollup.verdict.level).not.toBe("on-track");
  expect(records.filter(({ state }) => state === "resolved")).toEqual([]);
  const standing = onPay();
  await round();
  expect(onPay()).toBe(standing);
  site().administration.showProject("LED");
  await round();
  expect(onPay()).not.toContain("As last seen");
  expect((await evaluation()).rollup.unseenConflicts).toBe(0);
});

test("a consumer's own project that is hidden is not written to, and nothing of it is resolved", async () => {
  const before = onPay();
  site().administration.hideProject("PAY");
  await round();
  site().administration.showProject("PAY");
  expect(onPay()).toBe(before);
  await round();
  expect(onPay()).toBe(before);
});

test("a dependency that people removed while all could be read is resolved", async () => {
  const [link] = JSON.stringify(site().people.issue("PAY-1")).match(/"id":"\d+","self":"[^"]*issueLink[^"]*"/g) ?? [];
  site().people.unlink(/"id":"(\d+)"/.exec(link ?? "")?.[1] ?? "");
  await round();
  expect((await evaluation()).records.some(({ state }) => state === "resolved")).toBe(true);
});

test("a dependency without a conflict comes back with its hidden end, although search lags behind", async () => {
  await ending.disposeAsync();
  await begin(withLedger(), minute / 2);
  const { people, administration } = site();
  const pass = async (ms: number) => {
    now += ms;
    await readAll(place, { full: false });
  };
  const create = (key: string) =>
    people.createIssue({ project: { key }, issuetype: { name: "Story" }, summary: `Later in ${key}` });
  const [source, book] = [create("PAY"), create("LED")];
  people.link({ type: "Blocks", source, destination: book });
  const isLinked = async () => {
    const { items, links } = await place.store.loadModel();
    const end = [...items.values()].find(({ key }) => key === book);
    return [...links.values()].some(({ target }) => target === end?.id);
  };
  await pass(10 * minute);
  expect(await isLinked()).toBe(true);
  administration.hideProject("LED");
  people.editIssue(source, { labels: ["hidden"] });
  await pass(20 * minute);
  expect(await isLinked()).toBe(false);
  // Else each reading would begin early enough to return the source again.
  people.editIssue("PAY-1", { labels: ["later"] });
  await pass(10 * minute);
  administration.showProject("LED");
  await pass(minute / 4);
  expect(await isLinked()).toBe(false);
  await pass(10 * minute);
  expect(await isLinked()).toBe(true);
});

test("a provider that moves to where we cannot look took the link along: nobody removed it, nor is it known to be gone", async () => {
  now += 10 * minute;
  const { people, administration } = site();
  people.moveIssue("LED-1", "SEC");
  administration.hideProject("SEC");
  people.editIssue("PAY-1", { summary: "Pay by invoice, soon" });
  await readAll(place, { full: false });
  await publishAll(place, place.trains);
  expect(onPay()).toContain("LED-1");
  expect((await evaluation()).rollup).toMatchObject({ unseenConflicts: 1 });
  expect((await evaluation()).records.filter(({ state }) => state === "resolved")).toEqual([]);
  // What a whole reading does not list is gone: nobody can tell it from what is hidden for good.
  await round();
  expect((await evaluation()).rollup).toMatchObject({ unseenConflicts: 0 });
  expect(onPay()).toContain("can no longer be read by Signalbox");
  expect(onPay()).not.toContain("Resolved");
  expect(onPay()).not.toContain("was removed");
  // No team plans in its new project: only its link tells that it is visible again.
  administration.showProject("SEC");
  await round();
  const { view, records } = await evaluation();
  expect([...view.items.values()].map(({ item }) => `${item.key} ${item.presence}`)).toContain("SEC-1 present");
  expect(records.map(({ conflict, state }) => [conflict.rule, state])).toContainEqual(["late-provider", "open"]);
  expect(records.filter(({ conflict }) => conflict.rule === "cancelled-provider")).toEqual([]);
});

describe("a team that owns by a query alone", () => {
  const answer: ConflictAnswer = { kind: "acknowledged", by: "Ann", note: null, at: Date.parse(smallInstant) };

  /** The query finds the provider, and with `stays` an item of a project that stays visible. */
  async function beginWithQuery({ stays }: { readonly stays: boolean }): Promise<void> {
    await ending.disposeAsync();
    const data = withLedger(stays ? ["LED-1", "PAY-3"] : ["LED-1"]);
    await begin({ ...data, trainFile: data.trainFile.replace("project: LED", 'jql: "component = books"') }, 0);
    const { records } = await evaluation();
    const answered = records.map((record) => ({ ...record, answer }));
    await place.store.saveConflicts("small", answered, records);
  }

  const ledger = async () => {
    const { view, rollup, records } = await evaluation();
    const provider = [...view.items.values()].find(({ item }) => item.key === "LED-1");
    const life = records.map(({ conflict: { rule }, state, answer: given }) => [rule, state, given?.by]);
    return { provider, rollup, life };
  };

  test.for([true, false])("keeps what a hidden project holds as last read (other members: %s)", async (stays) => {
    await beginWithQuery({ stays });
    const before = await ledger();
    expect(before.provider).toMatchObject({ team: { key: "ledger" }, item: { presence: "present" } });
    expect(before.life).toContainEqual(["late-provider", "open", "Ann"]);
    site().administration.hideProject("LED");
    for (let passes = 0; passes < 2; passes += 1) {
      await round();
      const { provider, rollup, life } = await ledger();
      expect(life).toEqual(before.life);
      expect(provider).toMatchObject({ team: { key: "ledger" }, item: { presence: "present" } });
      expect(rollup.dataQuality.hiddenItems).toEqual([{ query: "component = books", count: 1 }]);
      expect(rollup.verdict.reasons).toContainEqual({ kind: "hidden-items", count: 1 });
      expect(onPay()).not.toMatch(/Resolved|can no longer be read/u);
    }
    site().people.editIssue("PAY-1", { summary: "Later" });
    site().administration.showProject("LED");
    await round();
    const after = await ledger();
    expect(after.life).toEqual(before.life);
    expect(after.rollup.dataQuality.hiddenItems).toEqual([]);
  });

  test("keeps their conflict and its answer if people change the query meanwhile, read or not", async () => {
    await beginWithQuery({ stays: true });
    const before = await ledger();
    site().administration.hideProject("LED");
    await round();
    const file = withLedger().trainFile.replace("project: LED", 'jql: "component = books AND type = Story"');
    place = await appOn(place.store, { connections: sandbox.connections, trainFile: file, clock: () => now });
    const [train] = place.trains;
    if (train === undefined) throw new Error("there is no train");
    await evaluateAndStore(evaluating(place.store), train, now);
    expect((await ledger()).life).toEqual(before.life);
    await round();
    expect((await ledger()).life).toEqual(before.life);
    site().administration.showProject("LED");
    await round();
    const after = await ledger();
    expect(after.life).toEqual(before.life);
    expect(after.provider).toMatchObject({ team: { key: "ledger" } });
  });

  test("loses what people deleted, although no delivery tells it, and its conflict ends", async () => {
    await beginWithQuery({ stays: true });
    now += 10 * minute;
    site().people.deleteIssue("LED-1");
    site().people.editIssue("PAY-1", { summary: "Later" });
    await readAll(place, { full: false });
    await publishAll(place, place.trains);
    expect((await ledger()).life).toContainEqual(["late-provider", "open", "Ann"]);
    await round();
    const { rollup, life } = await ledger();
    const { items } = await place.store.loadModel();
    expect([...items.values()].find(({ key }) => key === "LED-1")).toMatchObject({ presence: "gone" });
    expect(life).toContainEqual(["late-provider", "resolved", undefined]);
    expect(rollup.unseenConflicts).toBe(0);
  });
});
