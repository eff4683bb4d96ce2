import { describe, expect, it } from "vitest";
import type { Scope } from "../../../src/ports/connector.ts";
import { aGithubItem, anItem, noon } from "../../support/builders.ts";
import { engines, useTestDatabase } from "../../support/database.ts";
import { aPage, aStub, blocks, pulled } from "./pulled.ts";

const scope: Scope = { containers: ["pay"], jqls: [], linkTypes: ["blocks"], versions: false };
const outside = (nativeId: string) => anItem({ nativeId, key: `LED-${nativeId}`, container: "LED" });

describe.each(engines)("of the items that a site announces, in %s", (engine) => {
  const test = useTestDatabase(engine);
  const stored = async (...handles: string[]) =>
    [...(await test.store.handlesToStore("acme", scope, handles))].toSorted();

  it("belong in the model what it holds, and what others reach, by handle or by key", async () => {
    const says = { ...blocks("1", "1"), id: "text:a", origin: "text", source: "key:jira:LED-5" } as const;
    const read = [
      pulled(anItem(), {
        links: [blocks("20", "1"), blocks("1", "30"), blocks("40", "1"), says],
        stubs: [aStub("30")],
      }),
      pulled(outside("20")),
      pulled(anItem({ nativeId: "40", container: "LED", presence: "gone" })),
      pulled(outside("50")),
      pulled(aStub("60")),
    ];
    await test.store.savePage("acme", aPage({ items: read }), noon);
    await test.store.savePage("hub", aPage({ items: [pulled(aGithubItem({ nativeId: "70" }))] }), noon);
    expect(await stored("1", "20", "30", "40", "50", "60", "99")).toEqual(["1", "20", "30", "40", "50"]);
    expect(await stored("LED-5", "led-50", "LED-99", "PAY-60")).toEqual(["LED-5", "led-50"]);
    expect(await stored("50", "99")).toEqual(["50"]);
    expect(await stored("99", "I_70")).toEqual([]);
    expect(await stored("60")).toEqual([]);
    expect(await stored()).toEqual([]);
  });
});
