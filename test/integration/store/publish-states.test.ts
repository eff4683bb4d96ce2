import { describe, expect, it } from "vitest";
import type { PublishOutcome } from "../../../src/ports/publication-ledger.ts";
import { noon } from "../../support/builders.ts";
import { engines, useTestDatabase } from "../../support/database.ts";

describe.each(engines)("how connections stand, in %s", (engine) => {
  const test = useTestDatabase(engine);

  it("keeps how each connection stands for a train, since when it fails and since when all was well", async () => {
    const run = (connection: string, at: number, change: Partial<PublishOutcome> = {}): PublishOutcome => {
      return { connection, at, asItShould: true, waiting: {}, refused: 0, failure: null, ...change };
    };
    const dead = { code: "unauthorized", text: "The \u0000 token." } as const;
    const failed = { asItShould: false, refused: 2, waiting: { "connection-refused": 3 }, failure: dead };
    await test.store.notePublished("payments", [run("acme", noon), run("hub", noon)]);
    await test.store.notePublished("other", [run("acme", noon)]);
    await test.store.notePublished("payments", [run("acme", noon + 1, failed)]);
    await test.store.notePublished("payments", [run("acme", noon + 2, failed)]);
    const [other, acmeState, ...more] = await test.store.publishStates();
    expect([other?.train, more]).toEqual(["other", []]);
    expect(acmeState).toEqual({
      train: "payments",
      connection: "acme",
      firstAt: noon,
      at: noon + 2,
      publishedAt: noon,
      waiting: { "connection-refused": 3 },
      refused: 2,
      held: 0,
      failure: { code: "unauthorized", text: "The \uFFFD token.", at: noon + 1 },
    });
    await test.store.notePublished("payments", [
      run("acme", noon + 3, { ...failed, failure: { ...dead, code: "forbidden" } }),
    ]);
    expect((await test.store.publishStates())[1]?.failure).toMatchObject({ code: "forbidden", at: noon + 3 });
    await test.store.notePublished("payments", [run("acme", noon + 4)]);
    expect((await test.store.publishStates())[1]).toMatchObject({ publishedAt: noon + 4, failure: null, waiting: {} });
  });
});
