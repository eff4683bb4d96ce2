import { describe, expect, it } from "vitest";
import { edgeFingerprint } from "../../../src/domain/conflicts/fingerprint.ts";
import type { HistoryChange, HistoryEvent } from "../../../src/domain/items/history.ts";
import { sortedBy } from "../../../src/domain/ordering.ts";
import { storeOn } from "../../../src/store/open.ts";
import { aConflict, aGithubItem, aRecord, githubId, noon } from "../../support/builders.ts";
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

describe.each(engines)("the conflicts of an item that moved, in %s,", (engine) => {
  const test = useTestDatabase(engine);
  const edge = (consumer: string, provider: string, train = "payments") => {
    const ends = { consumer: githubId(consumer), provider: githubId(provider) };
    return aRecord(aConflict({ ...ends, fix: [], fingerprint: edgeFingerprint("late-provider", ends) }), { train });
  };

  it("keep their age under its new id, whichever end it is; those that were found under the new id go", async () => {
    const items = ["1", "2", "3", "4"].map((nativeId) => pulled(aGithubItem({ nativeId })));
    await test.store.savePage("hub", aPage({ items }), noon);
    await test.store.saveConflicts("payments", [edge("1", "3"), edge("4", "1"), edge("3", "4"), edge("2", "4")], []);
    const others = [edge("2", "4", "others"), edge("3", "4", "others")];
    await test.store.saveConflicts("others", others, []);
    await test.store.followItem({ from: githubId("1"), to: githubId("2") });
    const stored = await storeOn(test.database).conflicts("payments");
    const left = [edge("2", "3"), edge("4", "2"), edge("3", "4")];
    expect(stored).toEqual(sortedBy(left, ({ fingerprint }) => fingerprint));
    const columns =
      "select consumer_id as consumer, provider from conflict where train = 'payments' order by fingerprint";
    expect(await test.database.query(`${columns} collate "C"`)).toEqual(
      stored.map(({ conflict: { consumer, provider } }) => ({ consumer, provider })),
    );
    expect(await storeOn(test.database).conflicts("others")).toEqual(
      sortedBy(others, ({ fingerprint }) => fingerprint),
    );
  });
});
