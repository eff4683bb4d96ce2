import { describe, expect, test } from "vitest";
import { changesSince, comparisonAt, type PastRollup } from "../../../src/domain/rollup/changes.ts";
import type { WorkItemId } from "../../../src/domain/ids.ts";
import type { ConflictRecord } from "../../../src/domain/conflicts/conflict.ts";
import { aConflict, aRecord, jiraId, noon } from "../../support/builders.ts";
import { aRollup } from "../../support/rollup.ts";

const dayMs = 86_400_000;
const iso = (at: number) => new Date(at).toISOString();

describe("what a page is compared with", () => {
  test.each<[string, string, string]>([
    ["on a Tuesday this week's Monday", "2026-11-24T12:00:00Z", "2026-11-22T23:00:00.000Z"],
    ["on a Sunday the same", "2026-11-29T22:59:00Z", "2026-11-22T23:00:00.000Z"],
    ["on a Monday the Monday before", "2026-11-29T23:00:00Z", "2026-11-22T23:00:00.000Z"],
    ["to the end of that Monday", "2026-11-30T22:59:00Z", "2026-11-22T23:00:00.000Z"],
    ["from the first minute of Tuesday the new one", "2026-11-30T23:00:00Z", "2026-11-29T23:00:00.000Z"],
    ["over a change of clocks", "2026-10-27T12:00:00Z", "2026-10-25T23:00:00.000Z"],
    ["before 1970 as well", "1969-12-30T12:00:00Z", "1969-12-28T23:00:00.000Z"],
  ])("%s", (_, at, since) => {
    const comparison = comparisonAt(Date.parse(at), "Europe/Berlin");
    expect(iso(comparison.since)).toBe(since);
    expect(comparison.standsUntil - comparison.since).toBe(dayMs / 2);
  });

  test.each<[string, string, string]>([
    ["Europe/Berlin", "2026-11-29T22:59:00Z", "2026-11-28T23:00:00.000Z"],
    ["Europe/Berlin", "2026-11-29T23:00:00Z", "2026-11-29T23:00:00.000Z"],
    ["America/Los_Angeles", "2026-11-29T03:00:00Z", "2026-11-28T08:00:00.000Z"],
  ])("never with the running day in %s at %s", (zone, at, before) => {
    expect(iso(comparisonAt(Date.parse(at), zone).before)).toBe(before);
  });
});

const since = Date.UTC(2026, 10, 23);
const comparison = { since, standsUntil: since + dayMs / 2, before: since + dayMs };
const past: PastRollup = {
  at: since - 1,
  increment: "2026.4",
  verdict: "on-track",
  inIncrement: { items: 9, done: 2 },
};
const rollup = aRollup({ inIncrement: { ...aRollup().inIncrement, items: 8, done: 5 } });

/** Connection `b` reads what connection `a` reads, and counts. */
function recordOf(id: WorkItemId): WorkItemId {
  return id === "jira:a:issue:1" ? "jira:b:issue:1" : id;
}

function changes(change: Partial<PastRollup> = {}, records: readonly ConflictRecord[] = []) {
  return changesSince({ past: { ...past, ...change }, comparison, rollup, records, recordOf });
}

describe("what changed", () => {
  test("in figures", () => {
    expect(changes()).toEqual({
      since,
      isFirstKnown: false,
      verdict: null,
      increment: null,
      done: 3,
      items: -1,
      opened: [],
      resolved: [],
    });
  });

  test("is told since the first known day where nothing is known of Monday", () => {
    expect(changes({ at: since + 2 * dayMs })).toMatchObject({ since: since + 2 * dayMs, isFirstKnown: true });
    expect(changes({ at: comparison.standsUntil })).toMatchObject({ since, isFirstKnown: false });
  });

  test("names another verdict and another increment, whose figures cannot be compared", () => {
    const then = { verdict: "off-track", increment: "2026.3" } as const;
    expect(changes(then)).toMatchObject({ ...then, done: null, items: null });
    expect(changes({ inIncrement: null })).toMatchObject({ increment: null, done: null, items: null });
  });

  test("names what opened and what was resolved, the gravest first", () => {
    const [before, after] = [since - dayMs, noon];
    const record = (id: string, change: Partial<ConflictRecord>, severity: "conflict" | "risk" | "info" = "conflict") =>
      aRecord(aConflict({ fingerprint: id, consumer: jiraId(id), severity }), change);
    const told = changes({}, [
      record("1", { firstSeenAt: before, stateSince: before }),
      record("2", { firstSeenAt: after, stateSince: after }, "risk"),
      record("3", { firstSeenAt: after, stateSince: after }),
      record("4", { firstSeenAt: before, stateSince: after, reopenings: 1 }),
      record("5", { firstSeenAt: after, stateSince: after }, "info"),
      record("6", { state: "resolved", firstSeenAt: before, stateSince: after }),
      record("7", { state: "resolved", firstSeenAt: before, stateSince: before }),
      record("8", { state: "resolved", firstSeenAt: after, stateSince: after }),
    ]);
    expect(told.opened.map(({ fingerprint }) => fingerprint)).toEqual(["3", "4", "2"]);
    expect(told.resolved.map(({ fingerprint }) => fingerprint)).toEqual(["6"]);
  });

  test("a rule that took over from another one resolved nothing", () => {
    const was = aRecord(aConflict(), { state: "resolved", firstSeenAt: since - dayMs, stateSince: noon });
    const is = aRecord(aConflict({ fingerprint: "b", rule: "overdue-provider" }), { stateSince: since - dayMs });
    expect(changes({}, [was, is])).toMatchObject({ opened: [], resolved: [] });
  });

  test("several rules on one dependency resolved it once: the last", () => {
    const was = aRecord(aConflict(), { state: "resolved", firstSeenAt: since - dayMs, stateSince: noon - 1 });
    const last = { state: "resolved", firstSeenAt: since - dayMs, stateSince: noon } as const;
    const is = aRecord(aConflict({ fingerprint: "b", rule: "overdue-provider" }), last);
    expect(changes({}, [was, is]).resolved).toEqual([is]);
  });

  test("another connection that reads an end now resolved nothing", () => {
    const life = { firstSeenAt: since - dayMs, stateSince: noon };
    const was = aRecord(aConflict({ consumer: "jira:a:issue:1" }), { ...life, state: "resolved" });
    const is = aRecord(aConflict({ consumer: "jira:b:issue:1", fingerprint: "b" }), { stateSince: since - dayMs });
    expect(changes({}, [was, is])).toMatchObject({ opened: [], resolved: [] });
  });
});
