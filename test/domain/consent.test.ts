import { describe, expect, test } from "vitest";
import { commentMode, isReportable } from "../../src/domain/consent.ts";
import type { CommentMode } from "../../src/domain/model/train.ts";
import { aConflict, aRecord, aTrain, checkout, noon } from "../support/builders.ts";

describe("a conflict is told in a comment", () => {
  const started = { state: "started", since: noon, withStanding: false } as const;

  test.each([
    ["it opened after the start", { firstSeenAt: noon + 1, stateSince: noon + 1 }, true],
    ["it stood at the start", { firstSeenAt: noon, stateSince: noon }, false],
    ["it stood long before", { firstSeenAt: noon - 1, stateSince: noon - 1 }, false],
    ["it was resolved and came back after the start", { firstSeenAt: noon - 9, stateSince: noon + 1 }, true],
    ["it got worse after the start", { stateSince: noon - 9, worsenedAt: noon + 1 }, true],
    ["it got worse before", { stateSince: noon - 9, worsenedAt: noon - 1 }, false],
  ])("where %s: %j %s", (_, change, told) => {
    const record = aRecord(aConflict(), change);
    expect(isReportable(started, record)).toBe(told);
    expect(isReportable({ ...started, withStanding: true }, record)).toBe(true);
  });
});

describe("comments on a team's items are", () => {
  test.each<[CommentMode, CommentMode | undefined, CommentMode]>([
    ["on", undefined, "on"],
    ["shadow", undefined, "shadow"],
    ["on", "shadow", "shadow"],
    ["on", "off", "off"],
    ["shadow", "on", "on"],
    ["shadow", "off", "off"],
    ["off", "on", "off"],
    ["off", undefined, "off"],
  ])("of a train that says %s and a team that says %s: %s", (mode, comments, expected) => {
    const train = aTrain({ comments: { mode, settleMs: 0, newPerRun: 20 } });
    const team = comments === undefined ? checkout : { ...checkout, comments };
    expect(commentMode(train, team)).toBe(expected);
    expect(commentMode(train, null)).toBe(mode);
  });
});
