import { describe, expect, it } from "vitest";
import type { PullRequest } from "../../../src/domain/items/work-item.ts";
import { aSprint, anItem, jiraId, noon } from "../../support/builders.ts";
import { engines, twoConnections, useTestDatabase } from "../../support/database.ts";
import { aPage, aStub, blocks, pulled } from "./pulled.ts";

const sprint = aSprint({ startsAt: noon, endsAt: noon + 14 * 86_400_000 });

const pull: PullRequest = {
  id: "github:hub:pull:5",
  connection: "hub",
  key: "acme/api#5",
  container: "acme/api",
  url: "https://github.com/acme/api/pull/5",
  title: "PAY-1: retry",
  state: "open",
  updatedAt: noon,
  closedAt: null,
};

const rich = anItem({
  title: 'Ünïcode "quotes" \\ and \n lines, {braces}, NULL, 😀',
  kind: "bug",
  status: "in-progress",
  sourceStatus: "In Review (Hold)",
  statusId: "3",
  statusName: "In Review",
  resolutionId: "10400",
  resolutionName: "Hold",
  parentId: jiraId("9"),
  sprintIds: [sprint.id],
  points: 0.5,
  pointsWords: "XL",
  labels: ["b", "a,b", '"', "{}", "NULL", ""],
  components: ["core"],
  startOn: "2026-02-28",
  dueOn: "2028-02-29",
  createdAt: 1_700_000_000_123,
  updatedAt: noon + 1,
  closedAt: noon + 2,
});

const event = {
  id: "h1",
  itemId: rich.id,
  at: noon,
  ordinal: 0,
  knownBy: "tracker",
  field: "status",
  from: null,
  to: { id: "3", name: "In Review", category: "in-progress" },
} as const;

const wholePage = aPage({
  items: [
    pulled(rich, { links: [blocks("1", "2")], stubs: [aStub("2")], history: [event] }),
    pulled(anItem({ nativeId: "3" })),
  ],
  sprints: [sprint],
  pullRequests: [pull],
});

describe.each(engines)("pages in %s", (engine) => {
  const test = useTestDatabase(engine);

  /** Which transaction wrote each row last. */
  const versions = async () => {
    const tables = ["work_item", "link", "sprint", "pull_request", "history_event"];
    const one = (table: string) =>
      `select '${table}' as name, id, xmin::text as xmin, xmax::text as xmax from ${table}`;
    return test.database.query(`${tables.map(one).join(" union all ")} order by name, id`);
  };

  it("gives back what was stored, to the millisecond and the last character", async () => {
    await test.store.savePage("acme", wholePage, noon);
    const model = await test.store.loadModel();
    expect([...model.items.values()]).toEqual([rich, aStub("2"), anItem({ nativeId: "3" })]);
    expect([...model.links.values()]).toEqual([blocks("1", "2")]);
    expect([...model.sprints.values()]).toEqual([{ ...sprint, listed: true }]);
    expect([...model.pullRequests.values()]).toEqual([pull]);
  });

  it("does not touch a row that is equal", async () => {
    const first = await test.store.savePage("acme", wholePage, noon);
    expect(first).toMatchObject({ written: 7, unchanged: 0 });
    const before = await versions();
    const second = await test.store.savePage("acme", wholePage, noon + 1000);
    expect(second.written).toBe(0);
    expect(await versions()).toEqual(before);
  });

  it("writes the row that differs and no other", async () => {
    await test.store.savePage("acme", wholePage, noon);
    const changed = { ...rich, labels: ["b"], updatedAt: noon + 5 };
    const page = { ...wholePage, items: [pulled(changed, { links: [blocks("1", "2")] }), ...wholePage.items.slice(1)] };
    expect((await test.store.savePage("acme", page, noon)).written).toBe(1);
    expect((await test.store.loadModel()).items.get(rich.id)).toEqual(changed);
  });

  it("ignores an older reading, its links too, and takes one of the same age", async () => {
    await test.store.savePage("acme", aPage({ items: [pulled(rich, { links: [blocks("1", "2")] })] }), noon);
    const older = { ...rich, title: "old", updatedAt: noon };
    await test.store.savePage("acme", aPage({ items: [pulled(older, { links: [blocks("4", "1")] })] }), noon);
    const after = await test.store.loadModel();
    expect(after.items.get(rich.id)?.title).toBe(rich.title);
    expect([...after.links.values()]).toEqual([blocks("1", "2")]);
    await test.store.savePage("acme", aPage({ items: [pulled({ ...rich, title: "same age" })] }), noon);
    expect((await test.store.loadModel()).items.get(rich.id)?.title).toBe("same age");
  });

  it("ignores an older reading also beside another item on the page that tells of it", async () => {
    await test.store.savePage("acme", aPage({ items: [pulled(rich)] }), noon);
    const older = pulled({ ...rich, title: "old", updatedAt: noon });
    const other = pulled(anItem({ nativeId: "50" }), {
      links: [blocks(rich.nativeId, "50")],
      stubs: [aStub(rich.nativeId)],
    });
    for (const items of [
      [older, other],
      [other, older],
    ]) {
      await test.store.savePage("acme", aPage({ items }), noon);
      expect((await test.store.loadModel()).items.get(rich.id)).toEqual(rich);
    }
  });

  it("counts a project's new name as a change, though all of its items are as they are told", async () => {
    const known = { kind: "container", nativeId: "10000", name: "PAY" } as const;
    await test.store.saveNames({ system: "jira", connection: "acme" }, [known]);
    await test.store.savePage("acme", aPage({ items: [pulled(rich, { containerId: "10000" })] }), noon);
    const key = rich.key.replace("PAY", "CHK");
    const url = rich.url.replace("PAY", "CHK");
    const renamed = pulled({ ...rich, key, url, container: "CHK" }, { containerId: "10000" });
    const read = () => test.store.savePage("acme", aPage({ items: [renamed] }), noon);
    expect((await read()).written).toBeGreaterThan(0);
    expect((await test.store.loadModel()).items.get(rich.id)).toMatchObject({ key, container: "CHK" });
    expect((await read()).written).toBe(0);
  });

  it("takes the newer of two readings on one page, whatever their order", async () => {
    const older = { ...rich, title: "old", updatedAt: noon };
    for (const items of [
      [rich, older],
      [older, rich],
    ]) {
      await test.store.savePage("acme", aPage({ items: items.map((item) => pulled(item)) }), noon);
      expect((await test.store.loadModel()).items.get(rich.id)?.title).toBe(rich.title);
      await test.store.reset();
      await test.store.saveTrains([], twoConnections);
    }
  });

  it("lets a reading replace a stub, and no stub a reading", async () => {
    const title = async () => (await test.store.loadModel()).items.get(jiraId("2"))?.title;
    const withStub = aPage({ items: [pulled(anItem(), { stubs: [aStub("2", { title: "as a stub" })] })] });
    await test.store.savePage("acme", withStub, noon);
    expect(await title()).toBe("as a stub");
    await test.store.savePage("acme", aPage({ items: [pulled(anItem({ nativeId: "2", title: "whole" }))] }), noon);
    expect(await title()).toBe("whole");
    await test.store.savePage("acme", withStub, noon);
    expect(await title()).toBe("whole");
  });

  it("keeps an item whole that is read and named as a stub on one page", async () => {
    const items = [
      pulled(anItem(), { stubs: [aStub("2", { title: "as a stub" })] }),
      pulled(anItem({ nativeId: "2" })),
    ];
    await test.store.savePage("acme", aPage({ items }), noon);
    expect((await test.store.loadModel()).items.get(jiraId("2"))).toEqual(anItem({ nativeId: "2" }));
  });

  it("lets a stub learn, but not forget", async () => {
    const status = { sourceStatus: "Done", status: "done", statusId: "5", statusName: "Done" } as const;
    const said = aStub("2", { title: "Named", ...status, sourceKind: "Bug", kind: "bug" });
    const silent = aStub("2", { title: "", sourceStatus: "", sourceKind: "", kind: "other", key: "NEW-2", url: "" });
    for (const stubs of [[silent], [said], [silent]]) {
      await test.store.savePage("acme", aPage({ items: [pulled(anItem(), { stubs })] }), noon);
    }
    expect((await test.store.loadModel()).items.get(jiraId("2"))).toEqual({ ...said, key: "NEW-2" });
  });

  it("keeps a page whole whose titles hold what PostgreSQL cannot store", async () => {
    const item = anItem({ title: "zero \0 byte, half \uD83D a pair, \\u0000 in words" });
    await test.store.savePage("acme", aPage({ items: [pulled(item), pulled(anItem({ nativeId: "2" }))] }), noon);
    const { items } = await test.store.loadModel();
    expect(items.get(item.id)?.title).toBe("zero \uFFFD byte, half \uFFFD a pair, \\u0000 in words");
    expect(items.size).toBe(2);
  });

  it("stores nothing of a page that fails half-way", async () => {
    await test.database.execute("alter table sprint rename to away");
    await expect(test.store.savePage("acme", wholePage, noon)).rejects.toThrow(/sprint/);
    await test.database.execute("alter table away rename to sprint");
    expect((await test.store.loadModel()).items.size).toBe(0);
  });

  it("keeps an older pull request out, and history as it was told first", async () => {
    await test.store.savePage("acme", wholePage, noon);
    const page = aPage({
      pullRequests: [{ ...pull, title: "old", updatedAt: noon - 1 }],
      items: [
        pulled(rich, {
          history: [
            { ...event, to: { ...event.to, name: "Rewritten" } },
            { ...event, id: "h2" },
          ],
        }),
      ],
    });
    await test.store.savePage("acme", page, noon);
    expect([...(await test.store.loadModel()).pullRequests.values()]).toEqual([pull]);
    const told = await test.database.query(`select id, "to" ->> 'name' as "to" from history_event order by id`);
    expect(told).toEqual([
      { id: "h1", to: "In Review" },
      { id: "h2", to: "In Review" },
    ]);
  });

  it("completes the category of a status once a reading knows it, and forgets none", async () => {
    const status = (category: "todo" | "done" | null, id: string) => ({ id, name: id, category });
    const told = async (from: "todo" | null, to: "done" | null) => {
      const history = [{ ...event, from: status(from, "1"), to: status(to, "5") }];
      return test.store.savePage("acme", aPage({ items: [pulled(rich, { history })] }), noon);
    };
    await told(null, null);
    await told("todo", null);
    expect((await told(null, "done")).written).toBe(1);
    expect((await told(null, null)).written).toBe(0);
    const [stored] = await test.database.query(`select "from", "to" from history_event`);
    expect(stored).toEqual({ from: status("todo", "1"), to: status("done", "5") });
  });

  it("completes it for an item that was hidden meanwhile as well", async () => {
    const told = (category: "done" | null) => {
      const history = [{ ...event, to: { id: "5", name: "5", category } }];
      return test.store.savePage("acme", aPage({ items: [pulled(rich, { history })] }), noon);
    };
    await told(null);
    await test.store.markHidden([rich.id], noon);
    await told("done");
    const [stored] = await test.database.query(`select "to" from history_event`);
    expect(stored).toEqual({ to: { id: "5", name: "5", category: "done" } });
  });

  it("stores the pages of one connection in turn, whoever sends them", async () => {
    const page = (title: string) =>
      aPage({ items: Array.from({ length: 50 }, (_, n) => pulled(anItem({ nativeId: String(n), title }))) });
    const titles = ["a", "b", "c", "d", "e", "f"];
    await Promise.all(titles.map((title) => test.store.savePage("acme", page(title), noon)));
    const stored = new Set([...(await test.store.loadModel()).items.values()].map(({ title }) => title));
    expect(stored.size).toBe(1);
  });
});
