import { describe, expect, it } from "vitest";
import type { Consent, Started, Stopped } from "../../../src/domain/consent.ts";
import { noon } from "../../support/builders.ts";
import { engines, useTestDatabase } from "../../support/database.ts";

const started: Started = { state: "started", since: noon, withStanding: true };
const stopped: Stopped = { state: "stopped", since: noon + 1 };

describe.each(engines)("consents in %s", (engine) => {
  const test = useTestDatabase(engine);

  it("are a train's own; a train without one is a proposal", async () => {
    expect(await test.store.consent("payments")).toEqual({ state: "proposed" });
    expect(await test.store.saveConsent("payments", started, { state: "proposed" })).toBe(true);
    expect(await test.store.consent("payments")).toEqual(started);
    expect(await test.store.consent("other")).toEqual({ state: "proposed" });
    expect(await test.store.saveConsent("payments", stopped, started)).toBe(true);
    expect(await test.store.consent("payments")).toEqual(stopped);
  });

  it.each<[string, Consent, Consent]>([
    ["nobody had decided", { state: "proposed" }, started],
    ["it was stopped", stopped, started],
    ["it was started", started, stopped],
    ["it was started at another time", { ...started, since: noon - 1 }, started],
    ["it was started for less", { ...started, withStanding: false }, started],
  ])("are not overwritten by who read that %s", async (_, read, holds) => {
    if (holds.state !== "proposed") await test.store.saveConsent("payments", holds, { state: "proposed" });
    const next: Stopped = { state: "stopped", since: noon + 9 };
    expect(await test.store.saveConsent("payments", next, read)).toBe(false);
    expect(await test.store.consent("payments")).toEqual(holds);
  });

  it("are decided by one of many at once", async () => {
    const all = Array.from({ length: 8 }, (_, n) =>
      test.store.saveConsent("payments", { ...started, since: noon + n }, { state: "proposed" }),
    );
    expect((await Promise.all(all)).filter(Boolean)).toHaveLength(1);
  });
});
