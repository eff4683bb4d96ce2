import { describe, expect, it } from "vitest";
import { aGithubItem, anItem, githubId, jiraId, noon } from "../../support/builders.ts";
import type { Link } from "../../../src/domain/items/work-item.ts";
import { engines, useTestDatabase } from "../../support/database.ts";
import { aPage, aStub, blocks, edges, pulled } from "./pulled.ts";

const blockedBy: Link = {
  id: "github:hub:blocked-by:1:2",
  origin: "github-blocked-by",
  typeId: null,
  typeName: "blocked by",
  source: githubId("2"),
  target: githubId("1"),
  duplicate: null,
};

const inWords: Link = {
  id: `text:${jiraId("1")}:blocked-by:key:github:acme/api#1`,
  origin: "text",
  typeId: null,
  typeName: "Blocked by acme/api#1",
  source: "key:github:acme/api#1",
  target: jiraId("1"),
  duplicate: null,
};

describe.each(engines)("links in %s", (engine) => {
  const test = useTestDatabase(engine);

  const links = async () => [...(await test.store.loadModel()).links.keys()];
  const read = async (nativeId: string, told: readonly Link[]) => {
    await test.store.savePage("acme", aPage({ items: [pulled(anItem({ nativeId }), { links: told })] }), noon);
  };

  it.each(["1", "2"])("drops a Jira link that end %s no longer lists", async (end) => {
    const [kept, dropped] = [blocks("5", "6"), blocks("1", "2")];
    await read("5", [kept]);
    await read("1", [dropped]);
    await read("2", [dropped]);
    expect(await links()).toEqual([dropped.id, kept.id].toSorted());
    await read(end, []);
    expect(await links()).toEqual([kept.id]);
  });

  it("leaves a link alone that the other end of the page still lists", async () => {
    const items = [pulled(anItem(), { links: [blocks("1", "2")] }), pulled(anItem({ nativeId: "2" }))];
    await test.store.savePage("acme", aPage({ items }), noon);
    expect(await links()).toEqual([blocks("1", "2").id]);
  });

  it("keeps what an incomplete payload does not tell", async () => {
    await read("1", [blocks("1", "2"), inWords]);
    const partly = pulled(anItem(), { completeOrigins: [] });
    await test.store.savePage("acme", aPage({ items: [partly] }), noon);
    expect(await links()).toEqual([blocks("1", "2").id, inWords.id]);
  });

  it("drops what an issue is a duplicate of at the duplicate only, and only where that tells all of it", async () => {
    const duplicate: Link = {
      id: "github:hub:duplicate-of:1",
      origin: "github-duplicate-of",
      typeId: null,
      typeName: "duplicate of",
      source: githubId("1"),
      target: githubId("2"),
      duplicate: "source",
    };
    const told = async (nativeId: string, change: Parameters<typeof edges>[1]) =>
      test.store.savePage("hub", aPage({ edges: [edges(githubId(nativeId), change)] }), noon);
    await told("1", { links: [duplicate] });
    await told("2", { completeOrigins: ["github-duplicate-of"] });
    await told("1", {});
    expect([...(await test.store.loadModel()).links.values()]).toEqual([duplicate]);
    await told("1", { completeOrigins: ["github-duplicate-of"] });
    expect(await links()).toEqual([]);
  });

  it("drops a GitHub relation at the blocked item only", async () => {
    const both = [edges(githubId("1"), { links: [blockedBy] })];
    await test.store.savePage("hub", aPage({ edges: both }), noon);
    await test.store.savePage("hub", aPage({ edges: [edges(githubId("2"))] }), noon);
    expect(await links()).toEqual([blockedBy.id]);
    await test.store.savePage("hub", aPage({ edges: [edges(githubId("1"))] }), noon);
    expect(await links()).toEqual([]);
  });

  it("drops words only where they were written", async () => {
    await read("1", [inWords]);
    const named = pulled(aGithubItem(), { completeOrigins: ["github-blocked-by", "text"] });
    await test.store.savePage("hub", aPage({ items: [named] }), noon);
    expect(await links()).toEqual([inWords.id]);
    await read("1", []);
    expect(await links()).toEqual([]);
  });

  it("drops a remote link only where the item that has it tells all of them", async () => {
    const remote: Link = { ...inWords, id: `${jiraId("1")}:remote:blocks:x`, origin: "jira-remote-link" };
    const told = async (change: Parameters<typeof pulled>[1]) =>
      test.store.savePage("acme", aPage({ items: [pulled(anItem(), change)] }), noon);
    await told({ links: [remote, inWords], completeOrigins: ["jira-link", "text", "jira-remote-link"] });
    await told({});
    expect(await links()).toEqual([remote.id]);
    await told({ completeOrigins: ["jira-remote-link"] });
    expect(await links()).toEqual([]);
  });

  it.each(["jira-remote-link", "text"] as const)("drops what only a forgotten item has: %s", async (origin) => {
    const outside = anItem({ container: "LED" });
    await test.store.savePage("acme", aPage({ items: [pulled(outside, { links: [{ ...inWords, origin }] })] }), noon);
    const scope = { containers: ["PAY"], jqls: [], linkTypes: ["Blocks"], versions: false };
    await test.store.forgetUnlinked("acme", scope, { at: noon, but: new Set() });
    expect(await links()).toEqual([]);
  });

  it("changes parent and links of a sweep, nothing else of the item", async () => {
    await test.store.savePage("hub", aPage({ items: [pulled(aGithubItem())] }), noon);
    const swept = edges(githubId("1"), {
      parentId: githubId("2"),
      links: [blockedBy],
      stubs: [aStub("2", { id: githubId("2"), system: "github", connection: "hub" })],
    });
    await test.store.savePage("hub", aPage({ edges: [swept] }), noon);
    const model = await test.store.loadModel();
    expect(model.items.get(githubId("1"))).toEqual({ ...aGithubItem(), parentId: githubId("2") });
    expect(model.items.get(githubId("2"))?.presence).toBe("stub");
    expect([...model.links.values()]).toEqual([blockedBy]);
    expect((await test.store.savePage("hub", aPage({ edges: [swept] }), noon)).written).toBe(0);
  });

  it("keeps the changes that come with edges, and those of a page that the database takes only in part", async () => {
    const event = {
      itemId: githubId("1"),
      at: noon,
      ordinal: 0,
      knownBy: "tracker",
      field: "parent",
      from: null,
    } as const;
    const history = [{ ...event, id: "added", to: githubId("2") }];
    await test.store.savePage("hub", aPage({ edges: [edges(githubId("1"), { history })] }), noon);
    const mixed = [
      { ...event, id: "never", to: null, at: 9e18 },
      { ...event, id: "removed", to: null },
    ];
    await test.store.savePage("hub", aPage({ edges: [edges(githubId("1"), { history: mixed })] }), noon);
    const stored = await test.database.query("select id from history_event order by id");
    expect(stored).toEqual([{ id: "added" }, { id: "removed" }]);
  });

  it("takes a renamed link type in place", async () => {
    await read("1", [blocks("1", "2")]);
    await read("2", [blocks("1", "2", { typeName: "Is required by" })]);
    expect([...(await test.store.loadModel()).links.values()]).toEqual([
      blocks("1", "2", { typeName: "Is required by" }),
    ]);
  });
});
