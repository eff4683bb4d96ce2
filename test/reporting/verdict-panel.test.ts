import { describe, expect, test } from "vitest";
import type { Rollup, VerdictLevel, VerdictReason } from "../../src/domain/rollup/rollup.ts";
import { verdictPanel } from "../../src/reporting/verdict-panel.ts";
import { aTrain, noon } from "../support/builders.ts";
import { aView } from "../support/views.ts";
import { linesOf } from "../support/document-lines.ts";
import { aRollup } from "../support/rollup.ts";

const counted = { items: 3, done: 1, inProgress: 1, cancelled: 1, points: 8.5, pointsDone: 3.25 };

function panel(change: Partial<Rollup> = {}, at = noon) {
  const block = verdictPanel(aRollup(change), aView([], { at }));
  return { block, lines: linesOf([block]) };
}

describe("the verdict", () => {
  test.each<[VerdictLevel, readonly VerdictReason[], string, string]>([
    ["on-track", [], "good", "On track: no dependency is in conflict."],
    [
      "off-track",
      [
        { kind: "conflicts-now", count: 2 },
        { kind: "risks", count: 1 },
      ],
      "bad",
      "Off track: 2 dependency conflicts in work that is under way or comes next; 1 dependency at risk.",
    ],
    ["at-risk", [{ kind: "conflicts-later", count: 1 }], "warning", "At risk: 1 dependency conflict in later work."],
    [
      "at-risk",
      [{ kind: "over-capacity", count: 2 }],
      "warning",
      "At risk: 2 team iterations with more planned than the team finished lately.",
    ],
  ])("%s", (level, reasons, tone, expected) => {
    const { block, lines } = panel({ verdict: { level, reasons } });
    expect(block).toMatchObject({ type: "panel", tone });
    expect(lines[0]).toBe(expected);
  });
});

test.each<[VerdictReason, string]>([
  [{ kind: "nothing-owned", count: 1 }, "no team owns an item that was read"],
  [{ kind: "nothing-planned", count: 1 }, "no item of the teams has an iteration or dates"],
  [{ kind: "empty-increment", count: 1 }, "nothing is planned for the present increment"],
  [{ kind: "calendar-over", count: 1 }, "the calendar of the train has ended"],
  [{ kind: "not-read", count: 1 }, "1 tracker was not read, or not lately"],
  [{ kind: "not-read", count: 2 }, "2 trackers were not read, or not lately"],
  [{ kind: "hidden-items", count: 1 }, "1 open item is hidden from our account"],
  [{ kind: "hidden-items", count: 2 }, "2 open items are hidden from our account"],
  [{ kind: "unseen-conflicts", count: 2 }, "2 conflicts that cannot be seen at present"],
  [{ kind: "teams-unplanned", count: 1 }, "1 team has nothing planned (see Data quality)"],
  [{ kind: "teams-unplanned", count: 3 }, "3 teams have nothing planned (see Data quality)"],
  [{ kind: "dead-criteria", count: 1 }, "1 part of the train file finds nothing (see Data quality)"],
  [{ kind: "dead-criteria", count: 2 }, "2 parts of the train file find nothing (see Data quality)"],
  [{ kind: "risks", count: 2 }, "2 dependencies at risk"],
  [{ kind: "over-capacity", count: 1 }, "1 team iteration with more planned than the team finished lately"],
  [{ kind: "parent-span", count: 1 }, "1 feature has work planned after the feature's own end"],
])("of $kind it says how it comes", (reason, expected) => {
  expect(panel({ verdict: { level: "unknown", reasons: [reason] } }).lines[0]).toBe(`Unknown: ${expected}.`);
});

describe("below it", () => {
  test("how far the present increment is by its own figures, where the train is, and how much there is in all", () => {
    const dependencies = { total: 3, open: 2, crossTracker: 1, crossTeam: 2 };
    const { lines } = panel({ inIncrement: counted, total: { ...counted, items: 9 }, features: 1, dependencies });
    expect(lines.slice(1)).toStrictEqual([
      "Increment 2026.4: 1 of 3 items done (33 %), 3.3 of 8.5 pt.",
      "It is in iteration 2, 2 of 5 (23 Nov – 6 Dec 2026), and ends on 17 Jan 2027.",
      "In all increments and the backlog: 0 teams, 1 feature, 1 of 9 items done; 3 dependencies (2 open, 2 between teams, 1 across trackers).",
    ]);
  });

  test("a share is the nearest whole percent, never all before all is done, and nothing is no share", () => {
    const exact = { ...counted, items: 100, done: 29, points: 10, pointsDone: 9.5 };
    expect(panel({ inIncrement: exact }).lines[1]).toBe("Increment 2026.4: 29 of 100 items done (29 %), 9.5 of 10 pt.");
    const nearest = { ...counted, items: 14, done: 6, points: 0 };
    expect(panel({ inIncrement: nearest }).lines[1]).toBe("Increment 2026.4: 6 of 14 items done (43 %).");
    const almost = { ...counted, items: 1000, done: 999, points: 0 };
    expect(panel({ inIncrement: almost }).lines[1]).toBe("Increment 2026.4: 999 of 1000 items done (99 %).");
    expect(panel().lines[1]).toBe("Increment 2026.4: 0 of 0 items done.");
  });

  test("between iterations, and before the increment", () => {
    expect(panel({ iteration: null }).lines[2]).toBe("It is between iterations, and ends on 17 Jan 2027.");
    expect(panel({ iteration: null }, Date.UTC(2026, 10, 1)).lines[2]).toBe("It starts on 9 Nov 2026.");
  });

  test("an increment the train file no longer has", () => {
    expect(panel({ increment: "2025.1", iteration: null }).lines[2]).toMatch(/^It is between iterations/);
  });
});

describe("the calendar", () => {
  const [increment] = aTrain().increments;
  const calendar = { startsAt: increment?.startsAt ?? null, endsAt: increment?.endsAt ?? null };

  test("that is over says what to do, and that nothing is written until then", () => {
    const { lines } = panel({ iteration: null, calendar: { ...calendar, state: "over" } });
    expect(lines[2]).toBe(
      "The calendar of this train ended on 17 Jan 2027: add the next increment to the train file. Until then no comments are written.",
    );
    expect(lines.join("\n")).not.toContain("between iterations");
  });

  test("whose last increment ends soon says so beforehand", () => {
    const { lines } = panel({ calendar: { ...calendar, state: "ends-soon" } });
    expect(lines[3]).toBe(
      "No increment follows 2026.4, which ends on 17 Jan 2027: add the next increment to the train file.",
    );
  });

  test("that is missing altogether is asked for", () => {
    const none = { startsAt: null, endsAt: null, state: "planned" } as const;
    expect(panel({ increment: "", iteration: null, calendar: none }).lines[1]).toBe(
      "This train has no calendar: add the next increment to the train file.",
    );
  });
});
