import { describe, expect, it } from "vitest";
import type { PublicationRecord, WriteRecord } from "../../../src/ports/publication-ledger.ts";
import { anItem, aPublication, jiraId, noon } from "../../support/builders.ts";
import { engines, useTestDatabase } from "../../support/database.ts";
import { aPage, pulled } from "./pulled.ts";

const nothing = { remoteId: null, remoteKey: null, url: null, digest: null, updatedAt: null } as const;
const intent = aPublication({ state: "intended", ...nothing });

describe.each(engines)("publications in %s", (engine) => {
  const test = useTestDatabase(engine);

  it("are one a marker, and a train's own", async () => {
    expect(await test.store.savePublication(intent, null)).toBe(true);
    expect(await test.store.publications("payments")).toEqual([intent]);
    expect(await test.store.savePublication(aPublication(), intent)).toBe(true);
    const rollup = aPublication({ marker: "a", kind: "rollup", itemId: null, resolved: true });
    await test.store.savePublication(rollup, null);
    await test.store.savePublication(aPublication({ marker: "x", train: "other" }), null);
    expect(await test.store.publications("payments")).toEqual([rollup, aPublication()]);
  });

  it.each([
    ["a new row", null],
    ["an intent of long ago", { ...intent, createdAt: noon - 1 }],
    ["a create that was refused", aPublication({ state: "absent", ...nothing })],
    ["a comment that a person removed", aPublication({ state: "gone" })],
  ] as const)("are taken by one of many that read the same: %s", async (_, was) => {
    if (was !== null) await test.store.savePublication(was, null);
    const takes = Array.from({ length: 8 }, (_, n) =>
      test.store.savePublication({ ...intent, place: `process ${n}`, createdAt: noon + n }, was),
    );
    const taken = await Promise.all(takes);
    expect(taken.filter(Boolean)).toHaveLength(1);
    const [row] = await test.store.publications("payments");
    expect(row?.place).toBe(`process ${taken.indexOf(true)}`);
  });

  const changes: readonly (readonly [string, Partial<PublicationRecord>])[] = [
    ["its state", { state: "held" }],
    ["its remote thing", { remoteId: "901" }],
    ["its text", { digest: "newer" }],
    ["when it was written", { updatedAt: noon + 1 }],
    ["when it was decided", { createdAt: noon + 1 }],
    ["that it was never written", { updatedAt: null, digest: null }],
  ];

  it.each(changes)("are not overwritten by who has not seen another's change of %s", async (_, change) => {
    const changed = aPublication(change);
    await test.store.savePublication(changed, null);
    expect(await test.store.savePublication(aPublication({ digest: "stale" }), aPublication())).toBe(false);
    expect(await test.store.publications("payments")).toEqual([changed]);
    expect(await test.store.savePublication(aPublication({ digest: "seen" }), changed)).toBe(true);
  });

  it("tell the writes that were done since an instant, of a train, the oldest first", async () => {
    await test.store.savePublication(aPublication(), null);
    await test.store.savePublication(aPublication({ marker: "rollup", kind: "rollup" }), null);
    await test.store.savePublication(aPublication({ marker: "other", train: "other" }), null);
    const write = (id: string, change: Partial<WriteRecord> = {}): WriteRecord => ({
      id,
      runId: "r",
      marker: aPublication().marker,
      action: "create",
      at: noon + 1,
      outcome: "done",
      title: "zero \0 byte",
      body: "half \uD83D a pair",
      ...change,
    });
    await test.store.saveWrite(write("later", { at: noon + 2 }));
    await test.store.saveWrite(write("first"));
    await test.store.saveWrite(write("too early", { at: noon }));
    await test.store.saveWrite(write("update", { action: "update", at: noon + 3 }));
    await test.store.saveWrite(write("unknown", { outcome: "unknown" }));
    await test.store.saveWrite(write("rollup", { marker: "rollup", at: noon + 4 }));
    await test.store.saveWrite(write("other train", { marker: "other" }));
    const { marker } = aPublication();
    expect(await test.store.writesDone("payments", noon)).toEqual([
      { marker, kind: "comment", action: "create", at: noon + 1 },
      { marker, kind: "comment", action: "create", at: noon + 2 },
      { marker, kind: "comment", action: "update", at: noon + 3 },
      { marker: "rollup", kind: "rollup", action: "create", at: noon + 4 },
    ]);
  });

  it("tell the text that was written last by each marker of a train", async () => {
    await test.store.savePublication(aPublication(), null);
    await test.store.savePublication(aPublication({ marker: "rollup", kind: "rollup" }), null);
    await test.store.savePublication(aPublication({ marker: "never", kind: "rollup" }), null);
    await test.store.savePublication(aPublication({ marker: "other", train: "other" }), null);
    const { marker } = aPublication();
    const write = (id: string, change: Partial<WriteRecord> = {}): WriteRecord => {
      return { id, runId: "r", marker, action: "update", at: noon, outcome: "done", title: "", body: id, ...change };
    };
    await test.store.saveWrite(write("second", { at: noon + 2 }));
    await test.store.saveWrite(write("first", { at: noon + 1 }));
    await test.store.saveWrite(write("lost", { at: noon + 3, outcome: "unknown" }));
    await test.store.saveWrite(write("rollup", { marker: "rollup", title: "Rollup" }));
    await test.store.saveWrite(write("elsewhere", { marker: "other" }));
    await test.store.saveWrite(write("unsent", { marker: "never", outcome: "failed" }));
    expect((await test.store.lastTexts("payments")).toSorted((a, b) => (a.marker < b.marker ? -1 : 1))).toEqual([
      { marker, title: "", body: "second" },
      { marker: "rollup", title: "Rollup", body: "rollup" },
    ]);
  });

  it("go where their item goes: a comment has its present key and address, a rollup of the same key its own", async () => {
    const item = anItem({ key: "PAY-1", url: "https://acme.example/browse/PAY-1" });
    const moved = { ...item, key: "LED-7", url: "https://acme.example/browse/LED-7" };
    const comment = aPublication({ remoteKey: "PAY-1" });
    const rollup = aPublication({ marker: "rollup", kind: "rollup", remoteKey: "PAY-1" });
    const elsewhere = aPublication({ marker: "elsewhere", itemId: jiraId("2"), remoteKey: "PAY-1" });
    for (const record of [comment, rollup, elsewhere]) await test.store.savePublication(record, null);
    await test.store.savePage("acme", aPage({ items: [pulled(item)] }), noon);
    expect(await test.store.publications("payments")).toEqual([comment, elsewhere, rollup]);
    await test.store.savePage("acme", aPage({ items: [pulled(moved)] }), noon);
    const followed = { ...comment, remoteKey: "LED-7", url: "https://acme.example/browse/LED-7?focusedCommentId=900" };
    expect(await test.store.publications("payments")).toEqual([followed, elsewhere, rollup]);
  });
});
