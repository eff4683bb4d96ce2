import { describe, expect, it } from "vitest";
import { anItem, jiraId, noon } from "../../support/builders.ts";
import { engines, useTestDatabase } from "../../support/database.ts";
import { aPage, edges, pulled } from "./pulled.ts";

const whole = anItem({
  parentId: jiraId("9"),
  sprintIds: ["jira:acme:sprint:7"],
  labels: ["core"],
  kind: "bug",
  sourceKind: "Bug",
});
const bare = { parentId: null, sprintIds: [], labels: [], kind: "other", sourceKind: "" } as const;

describe.each(engines)("what a tracker does not show, in %s,", (engine) => {
  const test = useTestDatabase(engine);
  const stored = async () => (await test.store.loadModel()).items.get(whole.id);

  it("stays as it is stored, and the rest of the item is taken", async () => {
    await test.store.savePage("acme", aPage({ items: [pulled(whole)] }), noon);
    const later = anItem({ ...whole, ...bare, title: "New", updatedAt: noon + 1 });
    const unseen = ["parentId", "sprintIds", "labels", "kind", "sourceKind"] as const;
    await test.store.savePage("acme", aPage({ items: [pulled(later, { unseen })] }), noon);
    expect(await stored()).toEqual({ ...whole, title: "New", updatedAt: noon + 1 });
    await test.store.savePage("acme", aPage({ items: [pulled({ ...later, updatedAt: noon + 2 })] }), noon);
    expect(await stored()).toMatchObject(bare);
  });

  it("is as little as it says where nothing is stored", async () => {
    await test.store.savePage(
      "acme",
      aPage({ items: [pulled(anItem(bare), { unseen: ["parentId", "labels"] })] }),
      noon,
    );
    expect(await stored()).toMatchObject(bare);
  });

  it("is no parent taken away by edges alone", async () => {
    await test.store.savePage("acme", aPage({ items: [pulled(whole)] }), noon);
    await test.store.savePage("acme", aPage({ edges: [edges(whole.id, { unseen: ["parentId"] })] }), noon);
    expect((await stored())?.parentId).toBe(jiraId("9"));
    await test.store.savePage("acme", aPage({ edges: [edges(whole.id)] }), noon);
    expect((await stored())?.parentId).toBeNull();
  });
});
