import { describe, expect, it } from "vitest";
import type { Commitment } from "../../../src/domain/history/commitment.ts";
import { storeOn } from "../../../src/store/open.ts";
import { aGithubItem, aTrain, githubId, iterations, noon } from "../../support/builders.ts";
import { engines, useTestDatabase } from "../../support/database.ts";
import { aPage, pulled } from "./pulled.ts";

const whole: Commitment = {
  train: "payments",
  increment: "2026.4",
  iteration: null,
  startsAt: noon - 2,
  endsAt: noon + 2,
  frozenAt: noon,
  fromHistory: true,
  unknown: [{ kind: "untold", count: 3 }],
  items: [{ id: githubId("1"), team: "api", points: 2.5, isDone: false }],
};
const first: Commitment = { ...whole, iteration: "1", fromHistory: false, unknown: [], items: [] };

describe.each(engines)("commitments in %s", (engine) => {
  const test = useTestDatabase(engine);
  const read = (train = "payments") => test.store.commitments(train, [first, whole]);

  it("come back as they were stored, in the order of the periods", async () => {
    expect(await read()).toEqual([]);
    await test.store.saveCommitments([whole, first]);
    expect(await read()).toEqual([first, whole]);
    expect(await test.store.commitments("payments", [{ ...whole, increment: "2027.1" }])).toEqual([]);
    expect(await read("other")).toEqual([]);
  });

  it("never change: the first of a period stays", async () => {
    await test.store.saveCommitments([whole]);
    await test.store.saveCommitments([{ ...whole, items: [], frozenAt: noon + 1 }, first]);
    expect(await read()).toEqual([first, whole]);
  });

  it("belong to a start: a period that starts at another instant has none, and gets its own", async () => {
    await test.store.saveCommitments([whole, first]);
    const shifted = { ...first, startsAt: noon - 1 };
    expect(await test.store.commitments("payments", [shifted, whole])).toEqual([whole]);
    await test.store.saveCommitments([{ ...shifted, items: whole.items }]);
    expect(await test.store.commitments("payments", [shifted])).toEqual([{ ...shifted, items: whole.items }]);
    expect(await read()).toEqual([whole]);
  });

  it("end when their period ends now", async () => {
    await test.store.saveCommitments([whole]);
    const longer = { ...whole, endsAt: noon + 3 };
    expect(await test.store.commitments("payments", [longer])).toEqual([longer]);
  });

  it("stay with their period when the train file calls it by another name", async () => {
    const [one, two] = iterations(2);
    if (one === undefined || two === undefined) throw new TypeError("there are two");
    const named = (increment: string, ...keys: readonly [string, string]) => {
      const both = [one, two].map((box, place) => ({ ...box, increment, key: keys[place] ?? "" }));
      return aTrain({ increments: [{ key: increment, startsAt: one.startsAt, endsAt: two.endsAt, iterations: both }] });
    };
    const kept = (increment: string, ...keys: readonly [string, string]) => [
      { ...whole, increment, startsAt: one.startsAt },
      { ...first, increment, iteration: keys[0], startsAt: one.startsAt },
      { ...first, increment, iteration: keys[1], startsAt: two.startsAt },
    ];
    await test.store.saveTrains([named("2026.4", "1", "2")], []);
    await test.store.saveCommitments(kept("2026.4", "1", "2"));
    // Of an iteration that is not in the calendar any more.
    await test.store.saveCommitments([{ ...first, increment: "PI 14", iteration: "3", startsAt: one.startsAt - 1 }]);
    // Another increment; two iterations with each other's names; each with the name of the next.
    const names: readonly (readonly [string, string, string])[] = [
      ["PI 14", "1", "2"],
      ["PI 14", "2", "1"],
      ["PI 14", "1", "2"],
      ["PI 14", "2", "3"],
      ["PI 14", "1", "2"],
    ];
    for (const name of names) {
      await test.store.saveTrains([named(...name)], []);
      const renamed = kept(...name);
      expect(await test.store.commitments("payments", renamed)).toEqual(renamed);
    }
    expect(await read()).toEqual([]);
  });

  it("name an item by its new id after it moved, in every process", async () => {
    const other = storeOn(test.database);
    await test.store.savePage(
      "hub",
      aPage({ items: ["1", "2"].map((nativeId) => pulled(aGithubItem({ nativeId }))) }),
      noon,
    );
    await test.store.saveCommitments([whole]);
    expect(await other.commitments("payments", [whole])).toEqual([whole]);
    await test.store.followItem({ from: githubId("1"), to: githubId("2") });
    const [moved] = await other.commitments("payments", [whole]);
    expect(moved?.items).toEqual([{ ...whole.items[0], id: githubId("2") }]);
  });

  it("are gone with the rest of an emptied database", async () => {
    await test.store.saveCommitments([whole]);
    expect(await read()).toEqual([whole]);
    await test.store.reset();
    expect(await read()).toEqual([]);
  });
});
