import { beforeEach, describe, expect, it } from "vitest";
import { aGithubItem, anItem, aPublication, noon } from "../../support/builders.ts";
import { engines, twoConnections, useTestDatabase } from "../../support/database.ts";
import { aPage, aStub, pulled } from "./pulled.ts";

const rollup = aPublication({ marker: "rollup:payments:acme:PMO", kind: "rollup", itemId: null, remoteId: "700" });
const ours = anItem({ nativeId: "700", key: "PMO-7" });
const other = anItem({ nativeId: "701", key: "PMO-8" });

describe.each(engines)("our own rollup issues in %s", (engine) => {
  const test = useTestDatabase(engine);
  beforeEach(() => test.store.saveTrains([], twoConnections));
  const keys = async () => [...(await test.store.loadModel()).items.values()].map(({ key }) => key).toSorted();

  it.each(["standing", "held", "gone"] as const)("are no work, whoever wrote them: %s", async (state) => {
    await test.store.savePublication({ ...rollup, state }, null);
    const change = await test.store.savePage("acme", aPage({ items: [pulled(ours), pulled(other)] }), noon);
    expect(change.changed).toEqual([other.id]);
    expect(await keys()).toEqual(["PMO-8"]);
  });

  it("disappear where they came in before we knew them", async () => {
    await test.store.savePage("acme", aPage({ items: [pulled(ours), pulled(other)] }), noon);
    await test.store.savePublication(rollup, null);
    await test.store.savePage("acme", aPage({ items: [pulled(ours)] }), noon);
    expect(await keys()).toEqual(["PMO-8"]);
  });

  it("stay known as the other end of a link, though they disappear on the same page", async () => {
    await test.store.savePage("acme", aPage({ items: [pulled(ours)] }), noon);
    await test.store.savePublication(rollup, null);
    const stubs = [aStub("700", { key: "PMO-7" })];
    await test.store.savePage("acme", aPage({ items: [pulled(ours), pulled(other, { stubs })] }), noon);
    const { items } = await test.store.loadModel();
    expect(items.get(ours.id)?.presence).toBe("stub");
    expect(items.get(other.id)?.presence).toBe("present");
  });

  it("are told by the tracker's id within their connection: what is commented on, and others, stay", async () => {
    await test.store.savePublication(aPublication({ remoteId: "701" }), null);
    await test.store.savePublication({ ...rollup, connection: "hub" }, null);
    await test.store.savePage("acme", aPage({ items: [pulled(ours), pulled(other)] }), noon);
    await test.store.savePage(
      "hub",
      aPage({ items: [pulled(aGithubItem({ nativeId: "700", key: "acme/api#7" }))] }),
      noon,
    );
    expect(await keys()).toEqual(["PMO-7", "PMO-8"]);
  });

  it("remember what was refused, by marker, until it is taken", async () => {
    const refusal = {
      marker: "m",
      train: "payments",
      connection: "acme",
      count: 1,
      at: noon,
      until: noon + 1,
      digest: "d",
      itemUpdatedAt: null,
      code: "forbidden",
      text: "No.",
    } as const;
    await test.store.saveRefusal(refusal);
    await test.store.saveRefusal({ ...refusal, count: 2, itemUpdatedAt: noon });
    await test.store.saveRefusal({ ...refusal, marker: "other", train: "cards" });
    expect(await test.store.refusals("payments")).toEqual([{ ...refusal, count: 2, itemUpdatedAt: noon }]);
    await test.store.forgetRefusals("payments", "another");
    expect(await test.store.refusals("payments")).toHaveLength(1);
    await test.store.forgetRefusals("payments", null);
    expect([await test.store.refusals("payments"), await test.store.refusals("cards")]).toMatchObject([[], [{}]]);
  });

  it("remember the accounts that wrote", async () => {
    for (const account of ["mara", "signalbox[bot]", "mara"]) await test.store.noteWritingAccount("acme", account);
    expect(await test.store.writingAccounts("acme")).toEqual(["mara", "signalbox[bot]"]);
    expect(await test.store.writingAccounts("hub")).toEqual([]);
  });
});
