import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Sprint } from "../../../src/domain/schedule/sprint.ts";
import type { HistoryEvent } from "../../../src/domain/items/history.ts";
import type { PullRequest } from "../../../src/domain/items/work-item.ts";
import type { SourcePage } from "../../../src/ports/connector.ts";
import { anItem, jiraId, noon } from "../../support/builders.ts";
import { engines, useTestDatabase } from "../../support/database.ts";
import { aPage, aStub, blocks, edges, pulled } from "./pulled.ts";

/** Too long for an index, and no compression helps. */
const endless = Array.from({ length: 300 }, (_, n) => createHash("sha256").update(String(n)).digest("hex")).join("");
const never = 9e18;

const sprint = (nativeId: string, change: Partial<Sprint> = {}): Sprint => ({
  id: `jira:acme:sprint:${nativeId}`,
  system: "jira",
  connection: "acme",
  kind: "sprint",
  nativeId,
  name: `Sprint ${nativeId}`,
  state: "active",
  startsAt: noon,
  endsAt: null,
  completedAt: null,
  boardId: 12,
  container: null,
  ...change,
});

const pull = (n: number, change: Partial<PullRequest> = {}): PullRequest => ({
  id: `github:hub:pull:${n}`,
  connection: "hub",
  key: `acme/api#${n}`,
  container: "acme/api",
  url: "",
  title: "",
  state: "open",
  updatedAt: noon,
  closedAt: null,
  ...change,
});

const event = (id: string, change: Partial<Pick<HistoryEvent, "at">> = {}): HistoryEvent => ({
  id,
  itemId: jiraId("1"),
  at: noon,
  ordinal: 0,
  knownBy: "tracker",
  field: "status",
  from: null,
  to: { id: "5", name: "Done", category: "done" },
  ...change,
});

const good = [1, 2, 3, 4, 5].map((n) => pulled(anItem({ nativeId: String(n) })));

/** A page with one row that the database will not take, how that is called, and what is stored but for the good items. */
const bad: readonly (readonly [string, Partial<SourcePage>, string])[] = [
  ["an item with the 31st of February", { items: [pulled(anItem({ nativeId: "9", dueOn: "2026-02-31" }))] }, "PAY-9"],
  ["an item of the year 0", { items: [pulled(anItem({ nativeId: "9", startOn: "0000-01-01" }))] }, "PAY-9"],
  ["an item from beyond time", { items: [pulled(anItem({ nativeId: "9", createdAt: never }))] }, "PAY-9"],
  ["an item with an endless key", { items: [pulled(anItem({ nativeId: "9", key: endless }))] }, endless],
  ["an item in a state nobody knows", { items: [pulled(anItem({ nativeId: "9", kind: "saga" as "epic" }))] }, "PAY-9"],
  ["a sprint on half a board", { sprints: [sprint("9", { boardId: 1.5 })] }, "jira:acme:sprint:9"],
  ["a sprint on a board beyond all numbers", { sprints: [sprint("9", { boardId: 1e30 })] }, "jira:acme:sprint:9"],
  ["a sprint that never begins", { sprints: [sprint("9", { startsAt: -never })] }, "jira:acme:sprint:9"],
  ["a pull request from beyond time", { pullRequests: [pull(9, { closedAt: never })] }, "acme/api#9"],
  [
    "edges with a parent that has an endless id",
    { edges: [edges(jiraId("1"), { parentId: `jira:acme:issue:${endless}` })] },
    jiraId("1"),
  ],
];

describe.each(engines)("a row that %s does not take", (engine) => {
  const test = useTestDatabase(engine);

  it.each(bad)("%s costs itself and nothing else of its page", async (_, page, ref) => {
    const { items = [], ...others } = page;
    const mixed = aPage({
      items: [...good.slice(0, 3), ...items, ...good.slice(3)],
      sprints: [sprint("1"), ...(others.sprints ?? []), sprint("2")],
      pullRequests: [pull(1), ...(others.pullRequests ?? []), pull(2)],
      edges: others.edges ?? [],
    });
    const { written, rejected } = await test.store.savePage("acme", mixed, noon);
    expect(rejected).toEqual([{ ref, reason: expect.stringMatching(/^the database refuses it: /) }]);
    const model = await test.store.loadModel();
    expect([...model.items.keys()]).toEqual(good.map(({ item }) => item.id));
    expect([...model.sprints.keys()]).toEqual([sprint("1").id, sprint("2").id]);
    expect(Array.from(model.pullRequests.values(), ({ key }) => key)).toEqual(["acme/api#1", "acme/api#2"]);
    expect(written).toBe(9);
  });

  it("keeps an item whose links, stubs or history hold it, with the others of these", async () => {
    const item = pulled(anItem(), {
      links: [blocks("2", "1"), blocks("3", "1", { id: `jira:acme:link:${endless}` }), blocks("1", "4")],
      stubs: [aStub("2"), aStub("3", { key: endless }), aStub("4")],
      history: [event("h1"), event("h2", { at: never }), event("h3")],
    });
    const { rejected } = await test.store.savePage("acme", aPage({ items: [...good.slice(1, 2), item] }), noon);
    expect(rejected.map(({ ref, reason }) => [ref, reason.split(":", 1)[0]])).toEqual([
      ["PAY-1", "one of its links"],
      ["PAY-1", "one of its stubs"],
      ["PAY-1", "one of its history"],
    ]);
    const model = await test.store.loadModel();
    expect([...model.items.keys()]).toEqual(["1", "2", "4"].map(jiraId));
    expect([...model.links.keys()]).toEqual([blocks("1", "4").id, blocks("2", "1").id]);
    const kept = await test.database.query<{ id: string }>("select id from history_event order by id");
    expect(kept.map(({ id }) => id)).toEqual(["h1", "h3"]);
  });

  it("costs nothing where it is an event of an item that the model does not hold any more", async () => {
    const history = [event("h1"), event("h2")];
    await test.store.savePage("acme", aPage({ items: [pulled(anItem(), { history: history.slice(0, 1) })] }), noon);
    await test.database.execute("delete from work_item");
    const again = [pulled(anItem(), { history }), ...good.slice(1)];
    const { written, rejected } = await test.store.savePage("acme", aPage({ items: again }), noon);
    expect({ written, rejected }).toEqual({ written: good.length + 1, rejected: [] });
    const kept = await test.database.query<{ id: string }>("select id from history_event order by id");
    expect(kept.map(({ id }) => id)).toEqual(["h1", "h2"]);
  });

  it("takes no link away where one of them could not be stored", async () => {
    const before = pulled(anItem(), { links: [blocks("2", "1")], stubs: [aStub("2")] });
    await test.store.savePage("acme", aPage({ items: [before] }), noon);
    const after = pulled(anItem(), {
      links: [blocks("3", "1", { typeName: "Blocks", target: `jira:acme:issue:${endless}` })],
    });
    await test.store.savePage("acme", aPage({ items: [after] }), noon);
    expect([...(await test.store.loadModel()).links.keys()]).toEqual([blocks("2", "1").id]);
  });

  it("a zero byte and half a pair are stored as what cannot be shown, wherever they stand", async () => {
    const odd = blocks("2", "1", { id: "jira:acme:link:\0\uD800" });
    const item = pulled(anItem({ title: "\0", labels: ["\uDC00"] }), { links: [odd] });
    expect((await test.store.savePage("acme", aPage({ items: [item] }), noon)).rejected).toEqual([]);
    expect((await test.store.loadModel()).links.size).toBe(1);
    expect(await test.store.identify("acme", ["\0", "\uD800"])).toEqual([]);
    await test.store.savePage("acme", aPage({ items: [item] }), noon);
    expect((await test.store.loadModel()).links.size).toBe(1);
  });
});

describe.each(engines)("what comes twice on a page, in %s,", (engine) => {
  const test = useTestDatabase(engine);

  it("is stored once, the later telling of it, and refuses nothing", async () => {
    const twice = pulled(anItem({ labels: ["a", "a"], components: ["c", "c"] }), {
      links: [blocks("2", "1"), blocks("2", "1", { typeName: "Needs" })],
      stubs: [aStub("2"), aStub("2")],
      history: [event("h1"), event("h1")],
    });
    const page = aPage({
      items: [twice, twice],
      sprints: [sprint("1"), sprint("1", { name: "Later" })],
      mentions: [sprint("2"), sprint("2")],
      pullRequests: [pull(1), pull(1, { title: "Later" })],
      edges: [edges(jiraId("1")), edges(jiraId("1"))],
    });
    expect((await test.store.savePage("acme", page, noon)).rejected).toEqual([]);
    const model = await test.store.loadModel();
    expect(model.items.get(jiraId("1"))).toEqual(twice.item);
    expect(Array.from(model.links.values(), ({ typeName }) => typeName)).toEqual(["Needs"]);
    expect([...model.sprints.values()].map(({ name }) => name)).toEqual(["Later", "Sprint 2"]);
    expect(Array.from(model.pullRequests.values(), ({ title }) => title)).toEqual(["Later"]);
  });
});
