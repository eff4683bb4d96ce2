import { describe, expect, it } from "vitest";
import { sweepBooks } from "../../../src/domain/model.ts";
import type { Rollup } from "../../../src/domain/rollup.ts";
import { aConflict, aRecord, aTrain, anItem, checkout, jiraId, noon } from "../../support/builders.ts";
import { engines, useTestDatabase } from "../../support/database.ts";
import { aPage, pulled } from "./pulled.ts";

const acme = { key: "acme", system: "jira", site: "https://acme.example" } as const;
const hub = { key: "hub", system: "github", site: "https://github.com" } as const;

const rollup: Rollup = {
  train: "payments",
  name: "Payments",
  at: noon,
  increment: "2026.4",
  iteration: null,
  verdict: { level: "on-track", reasons: [] },
  items: 0,
  features: 0,
  total: { items: 0, done: 0, inProgress: 0, cancelled: 0, points: 0, pointsDone: 0 },
  iterations: [],
  teams: [],
  dependencies: { total: 0, open: 0, crossTracker: 0, crossTeam: 0 },
  conflicts: { conflict: 0, risk: 0, info: 0 },
  dataQuality: {
    owned: 0,
    neighbours: 0,
    unassigned: 0,
    withoutEstimate: 0,
    withoutIteration: 0,
    unreadableEnds: 0,
    rejectedRecords: 0,
    sprintsWithoutIteration: [],
    sources: [],
  },
};

describe.each(engines)("records in %s", (engine) => {
  const test = useTestDatabase(engine);

  it("gives trains back byte for byte, in the file's order", async () => {
    const trains = [
      aTrain({ key: "z", name: "Zahlung „Ü“ \\ 😀", rules: { "started-blocked": "off", cycle: "risk" } }),
      aTrain({ key: "a", comments: { mode: "off", settleMs: 0.5, newPerRun: 1e21 } }),
    ];
    await test.store.saveTrains(trains, [hub, acme]);
    expect(JSON.stringify(await test.store.trains())).toBe(JSON.stringify(trains));
    expect(await test.store.connections()).toEqual([acme, hub]);
  });

  it("makes the tables of the train file hold what it says now, and keeps what the trackers said", async () => {
    await test.store.saveTrains([aTrain(), aTrain({ key: "other" })], [acme, hub]);
    await test.store.savePage("hub", aPage({ items: [pulled(anItem())] }), noon);
    await test.store.saveTrains([aTrain({ name: "Renamed", teams: [checkout] })], [acme]);
    expect((await test.store.trains()).map(({ name }) => name)).toEqual(["Renamed"]);
    expect(await test.store.connections()).toEqual([acme]);
    const counts = await test.database.query(
      `select (select count(*) from team)::int as teams, (select count(*) from increment)::int as increments,
         (select count(*) from iteration)::int as iterations, (select count(*) from work_item)::int as items`,
    );
    expect(counts).toEqual([{ teams: 1, increments: 1, iterations: 5, items: 1 }]);
  });

  it("knows how far a stream was read", async () => {
    const state = {
      connection: "acme",
      stream: "issues",
      watermark: noon + 123,
      completedAt: null,
      rejected: 2,
      token: null,
      failure: null,
    };
    expect(await test.store.stream("acme", "issues")).toBeNull();
    await test.store.saveStream({ ...state, watermark: null });
    await test.store.saveStream(state);
    expect(await test.store.stream("acme", "issues")).toEqual(state);
    expect((await test.store.loadModel()).streams).toEqual([state]);
  });

  it("knows why a stream was not read, until it was", async () => {
    const state = {
      connection: "acme",
      stream: "issues",
      watermark: noon,
      completedAt: noon,
      rejected: 2,
      token: "W/1",
    };
    const failure = { code: "forbidden", text: "no \0 entry", at: noon + 5 } as const;
    await test.store.saveStream({ ...state, failure: null });
    await test.store.streamFailed("acme", "issues", failure);
    const kept = { ...failure, text: "no \uFFFD entry" };
    expect(await test.store.stream("acme", "issues")).toEqual({ ...state, failure: kept });
    await test.store.streamFailed("acme", "never read", failure);
    const never = { connection: "acme", stream: "never read", watermark: null, completedAt: null, rejected: 0 };
    expect(await test.store.streams()).toEqual([
      { ...state, failure: kept },
      { ...never, token: null, failure: kept },
    ]);
    await test.store.saveStream({ ...state, failure: null });
    expect(await test.store.stream("acme", "issues")).toEqual({ ...state, failure: null });
  });

  it("keeps the books of sweeps beside the streams, and out of the model", async () => {
    const nothing = { watermark: null, completedAt: noon, rejected: 0, token: null, failure: null };
    const names = [sweepBooks("structure"), sweepBooks("whole"), "issues", "old"];
    for (const stream of names) await test.store.saveStream({ connection: "acme", stream, ...nothing });
    await test.store.keepStreams("acme", ["issues"]);
    const kept = (await test.store.streams()).map(({ stream }) => stream);
    expect(kept).toEqual(["issues", "sweep:structure", "sweep:whole"]);
    expect((await test.store.loadModel()).streams.map(({ stream }) => stream)).toEqual(["issues"]);
  });

  it("replaces a membership, says whom the model does not know, refuses an empty one", async () => {
    const jql = `project = PAY and text ~ "${"long ".repeat(2000)}"`;
    const ids = ["1", "2", "3"].map(jiraId);
    await test.store.savePage("acme", aPage({ items: [pulled(anItem({ nativeId: "2" }))] }), noon);
    await test.store.saveMembership("acme", jql, ids);
    const second = await test.store.saveMembership("acme", jql, [jiraId("2"), jiraId("4")]);
    expect(second).toEqual({ refused: false, unknown: [jiraId("4")] });
    const kept = [{ connection: "acme", jql, itemIds: new Set([jiraId("2"), jiraId("4")]) }];
    expect((await test.store.loadModel()).memberships).toEqual(kept);
    expect(await test.store.saveMembership("acme", jql, [])).toEqual({ refused: true, unknown: [] });
    expect((await test.store.loadModel()).memberships).toEqual(kept);
  });

  it("keeps conflicts with their life, of each train its own", async () => {
    const open = aRecord(aConflict(), { worsenedAt: noon, reopenings: 2 });
    const other = aRecord(aConflict({ fingerprint: "B" }), { train: "other" });
    const late = aRecord(aConflict({ fingerprint: "a", provider: null }), { state: "resolved" });
    await test.store.saveConflicts("payments", [open, late]);
    await test.store.saveConflicts("other", [other]);
    expect(await test.store.conflicts("payments")).toEqual([late, open]);
    await test.store.saveConflicts("payments", [{ ...open, state: "resolved" }]);
    expect(await test.store.conflicts("payments")).toEqual([{ ...open, state: "resolved" }]);
    expect(await test.store.conflicts("other")).toEqual([other]);
    await test.store.saveConflicts("payments", []);
    expect(await test.store.conflicts("payments")).toEqual([]);
  });

  it("keeps the last rollup of each day", async () => {
    const midnight = Date.UTC(2026, 10, 25);
    for (const at of [midnight - 2, midnight - 1, midnight]) await test.store.saveSnapshot({ ...rollup, at });
    const days = await test.database.query("select day::text as day, rollup ->> 'at' as at from snapshot order by day");
    expect(days).toEqual([
      { day: "2026-11-24", at: String(midnight - 1) },
      { day: "2026-11-25", at: String(midnight) },
    ]);
  });

  it("empties everything but the history of migrations", async () => {
    await test.store.saveTrains([aTrain()], [acme]);
    await test.store.savePage("acme", aPage({ items: [pulled(anItem())] }), noon);
    await test.store.reset();
    expect(await test.store.trains()).toEqual([]);
    expect((await test.store.loadModel()).items.size).toBe(0);
    expect((await test.store.migrations()).length).toBeGreaterThan(0);
  });
});
