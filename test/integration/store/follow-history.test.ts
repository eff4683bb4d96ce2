import { describe, expect, it } from "vitest";
import type { HistoryChange, HistoryEvent } from "../../../src/domain/items/history.ts";
import { aGithubItem, githubId, noon } from "../../support/builders.ts";
import { engines, useTestDatabase } from "../../support/database.ts";
import { aPage, pulled } from "./pulled.ts";

const event = (nativeId: string, id: string, change: HistoryChange): HistoryEvent => {
  return { id, itemId: githubId(nativeId), at: noon, ordinal: 0, knownBy: "tracker", ...change };
};
const label = (name: string): HistoryChange => ({ field: "labels", from: [], to: [name] });
const under = (nativeId: string): HistoryChange => ({ field: "parent", from: null, to: githubId(nativeId) });
const blockedBy = (nativeId: string): HistoryChange => {
  const link = { origin: "github-blocked-by", typeId: null, typeName: "blocked by", direction: "inward" } as const;
  return { field: "links", from: [], to: [{ ...link, end: githubId(nativeId) }] };
};

describe.each(engines)("the events of an item that moved, in %s,", (engine) => {
  const test = useTestDatabase(engine);

  it("are those of both readings, each once, and other items' events name it by its new id", async () => {
    const item = (nativeId: string, history: readonly HistoryEvent[]) => pulled(aGithubItem({ nativeId }), { history });
    const items = [
      item("1", [event("1", "old-1", label("late")), event("1", "old-2", under("3")), event("1", "same", label("x"))]),
      item("2", [event("2", "new-1", label("late")), event("2", "same", label("y"))]),
      item("3", [
        event("3", "parent", under("1")),
        event("3", "blocker", blockedBy("1")),
        event("3", "name", label(githubId("1"))),
      ]),
    ];
    for (const one of items) await test.store.savePage("hub", aPage({ items: [one] }), noon);
    await test.store.followItem({ from: githubId("1"), to: githubId("2") });
    const stored = await test.database.query(
      `select item_id as "itemId", id, "to" from history_event order by item_id, id`,
    );
    expect(stored).toEqual([
      { itemId: githubId("2"), id: "new-1", to: ["late"] },
      { itemId: githubId("2"), id: "old-2", to: githubId("3") },
      { itemId: githubId("2"), id: "same", to: ["y"] },
      { itemId: githubId("3"), id: "blocker", to: [expect.objectContaining({ end: githubId("2") })] },
      { itemId: githubId("3"), id: "name", to: [githubId("1")] },
      { itemId: githubId("3"), id: "parent", to: githubId("2") },
    ]);
  });
});
