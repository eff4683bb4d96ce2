import { describe, expect, it } from "vitest";
import { keyRef } from "../../../src/domain/ids.ts";
import type { KeptDelivery, KeptRollup } from "../../../src/domain/rollup/kept-rollup.ts";
import { zoneOf } from "../../../src/domain/schedule/civil-day.ts";
import { forecastOf, stories, story } from "../../domain/forecast/made-up-trains.ts";
import { jiraId, noon } from "../../support/builders.ts";
import { engines, useTestDatabase } from "../../support/database.ts";
import { aRollup } from "../../support/rollup.ts";

const partOfOne = { parentId: jiraId("1") };
const rollup = { ...aRollup(), decisions: [] };

describe.each(engines)("what is kept of rollups in %s", (engine) => {
  const test = useTestDatabase(engine);

  const save = (kept: KeptRollup) => test.store.saveSnapshot(kept, zoneOf("UTC").dayAt(kept.at));

  it("keeps the last rollup of each day", async () => {
    const midnight = Date.UTC(2026, 10, 25);
    for (const at of [midnight - 2, midnight - 1, midnight]) await save({ ...rollup, at });
    const days = await test.database.query("select day::text as day, rollup ->> 'at' as at from snapshot order by day");
    expect(days).toEqual([
      { day: "2026-11-24", at: String(midnight - 1) },
      { day: "2026-11-25", at: String(midnight) },
    ]);
  });

  it("gives the forecast of a day back as it was; an unreadable one is none", async () => {
    const forecast = forecastOf({ items: [...stories(3), story("1", { kind: "epic" }), story("2", partOfOne)] });
    await save({ ...rollup, at: noon - 1, forecast: { ...forecast, basis: "earlier" } });
    await save({ ...rollup, increment: "2027.1", at: noon, forecast });
    expect(forecast.features).toHaveLength(1);
    expect(await test.store.keptForecast("payments", "2026-11-24")).toEqual(forecast);
    expect(await test.store.keptForecast("payments", "2026-11-25")).toBeNull();
    expect(await test.store.keptForecast("other", "2026-11-24")).toBeNull();
    await test.database.execute(`update snapshot set rollup = '{"forecast": {"day": 1}}'`);
    expect(await test.store.keptForecast("payments", "2026-11-24")).toBeNull();
    await test.database.execute(`update snapshot set rollup = '{}'`);
    expect(await test.store.keptForecast("payments", "2026-11-24")).toBeNull();
  });

  it("gives the figures of delivery of a day back as they were; unreadable ones are none", async () => {
    const share = { part: 1, whole: 2, ratio: 0.5 };
    const velocity = { n: 1, mean: 3, min: 3, max: 3, standardDeviation: null };
    const delivery: KeptDelivery = {
      basis: "1",
      increment: "2026.4",
      periods: [{ increment: "2026.4", iteration: null, isRunning: true }],
      all: { unit: "points", shares: [share], velocity: null },
      teams: [{ name: "Checkout", unit: "items", shares: [null], velocity }],
      burnUp: [{ iteration: null, done: 1, scope: 2 }],
      scope: { committed: 2, change: 0, creep: 0, net: 0 },
      businessValues: [{ ...share, increment: "2026.4", isRunning: true, of: 3, known: 2 }],
      items: 2,
      uncertain: 0,
    };
    await save({ ...rollup, at: noon, delivery });
    expect(await test.store.keptDelivery("payments", "2026-11-24")).toEqual(delivery);
    expect(await test.store.keptDelivery("payments", "2026-11-25")).toBeNull();
    expect(await test.store.keptDelivery("other", "2026-11-24")).toBeNull();
    await save({ ...rollup, at: noon, delivery: { ...delivery, scope: null } });
    expect(await test.store.keptDelivery("payments", "2026-11-24")).toEqual({ ...delivery, scope: null });
    await test.database.execute(`update snapshot set rollup = '{"delivery": {"basis": 1}}'`);
    expect(await test.store.keptDelivery("payments", "2026-11-24")).toBeNull();
  });

  it("gives the hints of a day back as they were; unreadable ones are none", async () => {
    const found = { consumer: jiraId("1"), provider: keyRef("jira", "LED-1"), through: [jiraId("2")] };
    const order = { linkType: "Blocks", consumerFirst: 20, providerFirst: 1, open: 3, isReversed: true };
    const hints = { basis: "1", redundant: { total: 4, first: [found] }, reversed: [order] };
    await save({ ...rollup, at: noon, hints });
    expect(await test.store.keptHints("payments", "2026-11-24")).toEqual(hints);
    expect(await test.store.keptHints("payments", "2026-11-25")).toBeNull();
    expect(await test.store.keptHints("other", "2026-11-24")).toBeNull();
    await test.database.execute(`update snapshot set rollup = '{"hints": {"basis": 1}}'`);
    expect(await test.store.keptHints("payments", "2026-11-24")).toBeNull();
  });

  describe("an earlier rollup", () => {
    const dayMs = 86_400_000;
    const monday = Date.UTC(2026, 10, 23);
    const comparison = { since: monday, standsUntil: monday + dayMs / 2, before: monday + 3 * dayMs };
    const keep = (at: number, change: Partial<typeof rollup> = {}) =>
      save({ ...rollup, at, inIncrement: { ...rollup.inIncrement, items: 9, done: 2 }, ...change });

    it("is the last one that stood", async () => {
      for (const days of [-9, -2, -0.6, 1, 2]) await keep(monday + days * dayMs);
      await keep(monday - dayMs, { train: "other" });
      expect(await test.store.pastRollup("payments", comparison)).toEqual({
        at: monday - 0.6 * dayMs,
        increment: "2026.4",
        verdict: "on-track",
        inIncrement: { items: 9, done: 2 },
      });
    });

    it("is else the first one after it, of a day that is over", async () => {
      expect(await test.store.pastRollup("payments", comparison)).toBeNull();
      await keep(monday + 3.5 * dayMs);
      expect(await test.store.pastRollup("payments", comparison)).toBeNull();
      for (const days of [2.5, 1.5]) await keep(monday + days * dayMs, { increment: "2027.1" });
      expect(await test.store.pastRollup("payments", comparison)).toMatchObject({
        at: monday + 1.5 * dayMs,
        increment: "2027.1",
      });
    });

    it("was counted in another way by the first version; what nobody can read is as none", async () => {
      await keep(monday);
      await test.database.execute("update snapshot set rollup = ((rollup::jsonb) - 'version')::json");
      expect(await test.store.pastRollup("payments", comparison)).toMatchObject({ at: monday, inIncrement: null });
      await test.database.execute(`update snapshot set rollup = '{"at": "long ago"}'`);
      expect(await test.store.pastRollup("payments", comparison)).toBeNull();
    });
  });

  it("sums up what was kept last of each train", async () => {
    const decision = { says: "Now: API: finish it.", dueAt: null, between: [["a", "b"]] };
    const verdict = { level: "off-track", reasons: [{ kind: "conflicts-now", count: 3 }] } as const;
    await save({ ...rollup, at: noon - 86_400_000, name: "Before" });
    await save({ ...rollup, verdict, decisions: [decision], decisionsDue: 21 });
    await save({ ...rollup, train: "old" });
    await test.database.execute("update snapshot set rollup = ((rollup::jsonb) - 'version')::json where train = 'old'");
    await save({ ...rollup, train: "unasked" });
    await save({ ...rollup, at: noon + 86_400_000, name: "By a clock that was ahead" });
    const summaries = await test.store.trainSummaries(["payments", "old", "never"], noon);
    expect([...summaries.keys()]).toEqual(["payments"]);
    expect(summaries.get("payments")).toEqual({
      train: "payments",
      name: "Payments",
      at: noon,
      increment: "2026.4",
      verdict: "off-track",
      conflictsNow: 3,
      inIncrement: { items: 0, done: 0, points: 0, pointsDone: 0 },
      calendar: rollup.calendar,
      decisions: [decision],
      decisionsDue: 21,
      isStale: false,
    });
  });

  it("knows where the portfolio is kept, in the file's order", async () => {
    const jira = { system: "jira", connection: "acme", project: "PMO", issueType: "Task" } as const;
    const github = { system: "github", connection: "hub", repo: "acme/trains" } as const;
    expect(await test.store.portfolioTargets()).toEqual([]);
    await test.store.savePortfolioTargets([jira, github]);
    expect(await test.store.portfolioTargets()).toEqual([jira, github]);
    await test.store.savePortfolioTargets([github]);
    expect(await test.store.portfolioTargets()).toEqual([github]);
    await test.store.savePortfolioTargets([]);
    expect(await test.store.portfolioTargets()).toEqual([]);
  });
});
