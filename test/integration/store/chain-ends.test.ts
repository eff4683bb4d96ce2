import { describe, expect, it } from "vitest";
import type { Scope } from "../../../src/ports/connector.ts";
import { aConflict, anItem, aRecord, evidence, jiraId, noon } from "../../support/builders.ts";
import { engines, useTestDatabase } from "../../support/database.ts";
import { aPage, blocks, pulled } from "./pulled.ts";

const scope: Scope = { containers: "all", jqls: [], linkTypes: ["blocks"], versions: false };

/** PAY-1 waits for PAY-2, that for PAY-3, and that for PAY-4. */
const slip = aConflict({
  rule: "chain-slip",
  fingerprint: "chain",
  consumer: jiraId("1"),
  provider: jiraId("2"),
  evidence: {
    ...aConflict().evidence,
    chain: { items: ["2", "3", "4"].map(jiraId), end: evidence() },
  },
});

describe.each(engines)("a dependency of a chain that no item states any more, in %s", (engine) => {
  const test = useTestDatabase(engine);

  it("leads to both of its items, and to no other", async () => {
    const stated = [blocks("2", "1"), blocks("3", "2")];
    const items = ["1", "2", "3", "4"].map((nativeId) =>
      pulled(anItem({ nativeId }), nativeId === "2" ? { links: stated } : {}),
    );
    await test.store.savePage("acme", aPage({ items }), noon);
    await test.store.saveConflicts("payments", [aRecord(slip)], []);
    const found = await test.store.unconfirmedEnds("acme", scope);
    expect(found.map(({ id }) => id)).toEqual(["3", "4"].map(jiraId));
  });
});
