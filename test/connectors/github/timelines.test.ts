import { describe, expect, test } from "vitest";
import type { PulledItem, SourcePage } from "../../../src/ports/connector.ts";
import { all } from "./hub.ts";
import { start, stream, type Started } from "./stand-in.ts";

const one = { repository: "acme/api", number: 1 };

/** An issue with a number of changes of its labels, a second apart. */
async function labelled(changes: number): Promise<Started> {
  const hub = await start();
  hub.people.createIssue("acme/api", { title: "One" });
  hub.people.createIssue("acme/api", { title: "Two" });
  await more(hub, changes);
  return hub;
}

async function more({ people, wait }: Started, changes: number): Promise<void> {
  for (let n = 0; n < changes; n += 1) {
    await wait(1000);
    if (n % 2 === 0) people.addLabel(one, "late");
    else people.removeLabel(one, "late");
  }
}

async function itemsOf({ source }: Started, since: number | null = null): Promise<readonly PulledItem[]> {
  return (await all(source.pull(stream("issues"), since))).flatMap(({ items }) => items);
}

const historyOf = async (hub: Started, since: number | null = null) =>
  (await itemsOf(hub, since)).find(({ item }) => item.key === "acme/api#1")?.history ?? [];

describe("a timeline", () => {
  test.each([
    [50, 0],
    [51, 1],
    [150, 1],
    [151, 2],
    [260, 3],
  ])("of %i entries takes %i requests more", async (entries, requests) => {
    const hub = await labelled(entries);
    await hub.source.probe();
    const before = hub.source.requests();
    const history = await historyOf(hub);
    expect(hub.source.requests() - before).toBe(1 + requests);
    expect(history).toHaveLength(entries);
    expect(new Set(history.map(({ id }) => id)).size).toBe(entries);
    const labels = history.map(({ from, to }) => [from, to]);
    expect(labels).toEqual(history.map((_, n) => (n % 2 === 0 ? [[], ["late"]] : [["late"], []])));
  });

  test("is not read again while polls see the same issue, and read on when it has grown", async () => {
    const hub = await labelled(120);
    const whole = await historyOf(hub);
    const poll = async () => {
      const before = hub.source.requests();
      const history = await historyOf(hub, hub.clock());
      return { history, requests: hub.source.requests() - before };
    };
    expect(await poll()).toEqual({ history: whole, requests: 1 });
    await more(hub, 10);
    const grown = await poll();
    expect(grown.requests).toBe(1);
    expect(grown.history.slice(0, 120)).toEqual(whole);
    expect(grown.history).toHaveLength(130);
    await more(hub, 51);
    const leapt = await poll();
    expect(leapt.requests).toBe(3);
    expect(leapt.history).toHaveLength(181);
  });

  test("is forgotten when polls have moved on", async () => {
    const hub = await labelled(60);
    await historyOf(hub);
    await hub.wait(3_600_000);
    hub.people.addLabel({ ...one, number: 2 }, "late");
    await itemsOf(hub, hub.clock());
    const before = hub.source.requests();
    hub.people.addLabel(one, "risk");
    expect(await historyOf(hub, hub.clock())).toHaveLength(61);
    expect(hub.source.requests() - before).toBe(2);
  });

  test("of an issue that a delivery names comes whole as well", async () => {
    const hub = await labelled(120);
    const handle = hub.people.issue(one)?.["node_id"];
    const pages: SourcePage[] = await all(hub.source.fetch([String(handle)]));
    expect(pages.flatMap(({ items }) => items)[0]?.history).toHaveLength(120);
  });
});

describe("every kind of change on the stand-in", () => {
  test("comes with the issue, with milestones by id", async () => {
    const hub = await start();
    const { people, wait } = hub;
    const two = { repository: "acme/api", number: 2 };
    people.createMilestone("acme/api", { title: "Sprint 1", dueOn: null });
    people.createIssue("acme/api", { title: "One" });
    people.createIssue("acme/api", { title: "Two" });
    const steps = [
      () => people.addLabel(one, "late"),
      () => people.removeLabel(one, "late"),
      () => people.setMilestone(one, "Sprint 1"),
      () => people.setMilestone(one, null),
      () => people.addSubIssue(two, one),
      () => people.removeSubIssue(two, one),
      () => people.block(one, two),
      () => people.unblock(one, two),
      () => people.markDuplicate(one, two),
      () => people.unmarkDuplicate(one, two),
      () => people.closeAsDuplicate(one, two),
      () => people.reopen(one),
    ];
    for (const step of steps) {
      await wait(1000);
      step();
    }
    await all(hub.source.pull({ name: "milestones" }, null));
    const history = await historyOf(hub);
    const id = /\d+$/u.exec(String(hub.people.issue(two)?.["id"]))?.[0] ?? "";
    const other = `github:hub:issue:${id}`;
    expect(history).toMatchObject([
      { field: "labels", to: ["late"] },
      { field: "labels", from: ["late"] },
      { field: "timeboxes", to: [{ id: expect.stringMatching(/^github:hub:milestone:\d+-1$/u), name: "Sprint 1" }] },
      { field: "timeboxes", from: [{ name: "Sprint 1" }] },
      { field: "parent", to: other },
      { field: "parent", from: other },
      { field: "links", to: [{ origin: "github-blocked-by", end: other }] },
      { field: "links", from: [{ origin: "github-blocked-by", end: other }] },
      { field: "links", to: [{ origin: "github-duplicate-of", end: other }] },
      { field: "links", from: [{ origin: "github-duplicate-of", end: other }] },
      { field: "status", to: { name: "Closed (duplicate)", category: "cancelled" } },
      { field: "links", to: [{ origin: "github-duplicate-of", end: other }] },
      { field: "status", to: { name: "Open" } },
      { field: "links", from: [{ origin: "github-duplicate-of", end: other }] },
    ]);
    const shown = (await itemsOf(hub)).find(({ item }) => item.key === "acme/api#2");
    expect(shown?.history).toEqual([]);
  });

  test("of edges alone comes with the edges, under the same ids", async () => {
    const hub = await start();
    const [first, second] = ["One", "Two"].map((title) => hub.people.createIssue("acme/api", { title }));
    if (first === undefined || second === undefined) throw new TypeError("no issues");
    hub.people.addLabel(first, "late");
    hub.people.block(first, second);
    hub.people.addSubIssue(second, first);
    const edges = (await all(hub.source.pull(stream("edges"), null))).flatMap((page) => page.edges);
    const whole = await historyOf(hub);
    expect(whole.map(({ field }) => field)).toEqual(["labels", "links", "parent"]);
    expect(edges[0]?.history).toEqual(whole.slice(1));
    expect(edges[1]?.history).toEqual([]);
  });

  test("of a transferred issue goes with it", async () => {
    const hub = await start();
    hub.people.createIssue("acme/api", { title: "One" });
    hub.people.addLabel(one, "late");
    await hub.wait(1000);
    hub.people.transfer(one, "acme/web");
    const [page] = await all(hub.source.pull(stream("issues", "acme/web"), null));
    expect(page?.items[0]?.history).toMatchObject([
      { field: "labels", to: ["late"] },
      { field: "container", from: { container: "acme/api" }, to: { container: "acme/web" } },
    ]);
  });
});
