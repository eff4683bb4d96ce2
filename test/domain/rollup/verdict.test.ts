import { describe, expect, test } from "vitest";
import { rollUp } from "../../../src/domain/rollup/roll-up.ts";
import type { StreamState } from "../../../src/domain/model/model.ts";
import { isBlind, type SetupFault } from "../../../src/domain/setup/setup-fault.ts";
import { blocks, DAY, item, model, now, soundSetup, train, type ModelParts } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";

const fine = { items: [item("PAY-1", { in: 1 })] };
const late = { items: [item("PAY-1", { in: 1 }), item("LED-1", { in: 3 })], links: [blocks("LED-1", "PAY-1")] };
const nobody = { ...soundSetup, teams: soundSetup.teams.map((team) => ({ ...team, owned: 0 })) };
const empty: SetupFault = { kind: "team-owns-nothing", team: "PAY" };

function verdict(parts: ModelParts, { setup = soundSetup, unseen = 0 } = {}) {
  const facts = model(parts);
  const view = viewTrain(facts, train(), now);
  return rollUp({ view, conflicts: view.conflicts, model: facts, setup, unseen }).verdict;
}

function read(connection: string, completedAt: number | null, stream = "issues"): StreamState {
  return { connection, stream, watermark: null, completedAt, rejected: 0, token: null, failure: null };
}

describe("a verdict needs something to judge", () => {
  test("all is well, and all of it was read", () => {
    expect(verdict(fine)).toEqual({ level: "on-track", reasons: [] });
  });

  test("nobody owns anything", () => {
    expect(verdict(fine, { setup: nobody })).toEqual({
      level: "unknown",
      reasons: [{ kind: "nothing-owned", count: 1 }],
    });
  });

  test("nothing was ever read, or nothing lately", () => {
    const unread = { level: "unknown", reasons: [{ kind: "not-read", count: 2 }] };
    expect(verdict({ ...fine, streams: [] })).toEqual(unread);
    expect(verdict({ ...fine, streams: [read("j", now - DAY), read("g", now - DAY)] })).toEqual(unread);
  });

  test.each<readonly [string, ModelParts, Parameters<typeof verdict>[1], string]>([
    ["one tracker of two was never read", { ...fine, streams: [read("j", now)] }, {}, "not-read"],
    [
      "one stream was not read lately",
      { ...fine, streams: [read("j", now), read("g", now), read("j", now - DAY, "sprints")] },
      {},
      "not-read",
    ],
    ["a conflict cannot be seen", fine, { unseen: 1 }, "unseen-conflicts"],
    ["a team owns nothing", fine, { setup: { ...soundSetup, faults: [empty] } }, "dead-criteria"],
  ])("at most at risk: %s", (_name, parts, more, kind) => {
    expect(verdict(parts, more)).toEqual({ level: "at-risk", reasons: [{ kind, count: 1 }] });
  });

  test("what cannot be judged makes nothing better", () => {
    expect(verdict(late, { setup: { ...nobody, faults: [empty] }, unseen: 2 })).toEqual({
      level: "off-track",
      reasons: [
        { kind: "conflicts-now", count: 1 },
        { kind: "nothing-owned", count: 1 },
        { kind: "unseen-conflicts", count: 2 },
        { kind: "dead-criteria", count: 1 },
      ],
    });
  });

  test("a calendar that ends, and sprints that an iteration ahead has still to get, are no blind spots", () => {
    const pattern = {
      kind: "iteration-pattern-without-sprints",
      iteration: "x",
      pattern: "^x",
      seen: [],
      nearest: null,
    } as const;
    expect(isBlind({ kind: "calendar-over", increment: "x", endsAt: now })).toBe(false);
    expect(isBlind({ kind: "increment-ends-soon", increment: "x", endsAt: now })).toBe(false);
    expect(isBlind({ ...pattern, isAhead: true })).toBe(false);
    expect(isBlind({ ...pattern, isAhead: false })).toBe(true);
    expect(isBlind(empty)).toBe(true);
  });
});
