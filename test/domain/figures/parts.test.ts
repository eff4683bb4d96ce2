import { describe, expect, test } from "vitest";
import { BurnUpTally } from "../../../src/domain/figures/burn-up.ts";
import { coverageOf, CoverageTally, type Gaps } from "../../../src/domain/figures/coverage.ts";
import { predictabilityOf } from "../../../src/domain/figures/predictability.ts";
import { scopeRatiosOf } from "../../../src/domain/figures/scope-ratios.ts";
import { velocityOf, type IterationEnd } from "../../../src/domain/figures/velocity.ts";
import type { ScopeChange } from "../../../src/domain/history/commitment.ts";
import type { ScopeItem } from "../../../src/domain/history/scope.ts";
import { day, idOf } from "../plan.ts";

const one = (key: string, points: number | null = null, change: Partial<ScopeItem> = {}): ScopeItem => {
  return { id: idOf(key), team: "pay", points, isDone: false, ...change };
};
const noChange: ScopeChange = { kept: [], added: [], removed: [], carriedOver: [], finishedElsewhere: [] };
const noGaps = new Map();

describe("predictability", () => {
  const shares = (committed: readonly ScopeItem[], doneKeys: readonly string[], inPoints: readonly string[]) => {
    const done = new Set(doneKeys.map(idOf));
    const outcome = { committed, valued: [], done, change: noChange, startGaps: noGaps, endGaps: noGaps };
    const { items, points } = predictabilityOf(outcome, new Set(inPoints));
    return { items, points };
  };

  test.each([
    [
      "the share that is done",
      [one("PAY-1", 3), one("PAY-2", 5)],
      { items: { part: 1, whole: 2, ratio: 0.5 }, points: { part: 3, whole: 8, ratio: 0.375 } },
    ],
    [
      "without what was done at the start",
      [one("PAY-1", 3, { isDone: true }), one("PAY-2", 5)],
      { items: { part: 0, whole: 1, ratio: 0 }, points: { part: 0, whole: 5, ratio: 0 } },
    ],
    [
      "in points only of teams that estimate",
      [one("PAY-1", 3), one("LED-1", 5, { team: "led" })],
      { items: { part: 1, whole: 2, ratio: 0.5 }, points: { part: 3, whole: 3, ratio: 1 } },
    ],
    ["none of nothing", [], { items: { because: "nothing-committed" }, points: { because: "nothing-committed" } }],
    [
      "none of what was done before",
      [one("PAY-1", 3, { isDone: true })],
      { items: { because: "nothing-committed" }, points: { because: "nothing-committed" } },
    ],
    [
      "none in points without estimates",
      [one("PAY-1"), one("PAY-2", 0)],
      { items: { part: 1, whole: 2, ratio: 0.5 }, points: { because: "nothing-estimated" } },
    ],
  ] as const)("is %s", (_, committed, expected) => {
    expect(shares(committed, ["PAY-1"], ["pay"])).toEqual(expected);
  });

  test("is given in items where no team estimates", () => {
    expect(shares([one("PAY-1", 3)], [], [])).toEqual({
      items: { part: 0, whole: 1, ratio: 0 },
      points: { because: "no-points" },
    });
  });
});

describe("scope change", () => {
  const ratios = (change: Partial<ScopeChange>, committed: readonly ScopeItem[], isEstimated = true) => {
    const outcome = {
      committed,
      valued: [],
      done: new Set<never>(),
      change: { ...noChange, ...change },
      startGaps: noGaps,
      endGaps: noGaps,
    };
    const { items, points } = scopeRatiosOf(outcome, isEstimated);
    return { items, points };
  };

  test("has no ratio of nothing, of no estimates, nor in points where no team estimates", () => {
    const added = [one("PAY-9", 4)];
    const nothing = { because: "nothing-committed" };
    expect(ratios({ added }, [])).toEqual({ items: nothing, points: nothing });
    const removed = [one("PAY-1")];
    const all = { change: 2, creep: 1, net: 0 };
    expect(ratios({ added, removed }, removed)).toEqual({ items: all, points: { because: "nothing-estimated" } });
    expect(ratios({ added, removed }, removed, false)).toEqual({ items: all, points: { because: "no-points" } });
  });
});

describe("velocity", () => {
  const end = (iteration: string, work: readonly ScopeItem[], isRead = true): IterationEnd => {
    return { increment: "first", iteration, work, gaps: noGaps, isRead };
  };
  const done = (key: string, points: number | null) => one(key, points, { isDone: true });
  const ended = [
    end("1", []),
    end("2", [one("PAY-1", 9)]),
    end("3", [done("PAY-2", 3), done("PAY-3", 1)]),
    end("4", []),
    end("5", [done("PAY-4", 5)], false),
  ];

  test("begins with the first iteration that held work, and leaves out those that were not read", () => {
    const { iterations, before, notRead, items, points } = velocityOf({ ended, hadEarlier: false, unit: "points" });
    expect(iterations.map(({ iteration, done: amount, ids }) => [iteration, amount, ids.length])).toEqual([
      ["2", { items: 0, points: 0 }, 0],
      ["3", { items: 2, points: 4 }, 2],
      ["4", { items: 0, points: 0 }, 0],
    ]);
    expect([before, notRead]).toEqual([1, 1]);
    expect(items).toEqual({ n: 3, mean: 0.667, min: 0, max: 2, standardDeviation: 1.155 });
    expect(points).toEqual({ n: 3, mean: 1.333, min: 0, max: 4, standardDeviation: 2.309 });
  });

  test("counts an empty iteration of a team that had work before", () => {
    expect(velocityOf({ ended: ended.slice(0, 1), hadEarlier: true, unit: "items" })).toMatchObject({
      items: { n: 1, mean: 0, min: 0, max: 0, standardDeviation: null },
      points: { because: "no-points" },
      before: 0,
    });
  });

  test.each([
    ["no iteration has ended", []],
    ["none held work", ended.slice(0, 1)],
    ["none was read", ended.slice(-1)],
  ])("is none if %s", (_, some) => {
    const because = { because: "no-iteration-ended" };
    expect(velocityOf({ ended: some, hadEarlier: false, unit: "points" })).toMatchObject({
      items: because,
      points: because,
    });
  });
});

test("coverage counts each item once, with what is not told of it at any instant", () => {
  const items = [one("PAY-1"), one("PAY-2", 3)];
  const tally = new CoverageTally();
  tally.take({ items, gaps: new Map([[idOf("PAY-1"), ["parent"]]]) });
  tally.take({
    items,
    gaps: new Map([
      [idOf("PAY-1"), ["status", "parent"]],
      [idOf("LED-9"), ["untold"]],
    ]),
  });
  expect(tally.coverage()).toEqual({
    of: 2,
    known: 1,
    missing: [
      { kind: "status", items: [idOf("PAY-1")] },
      { kind: "parent", items: [idOf("PAY-1")] },
    ],
    withoutEstimate: 1,
  });
  expect(coverageOf()).toEqual({ of: 0, known: 0, missing: [], withoutEstimate: 0 });
});

describe("a burn-up", () => {
  const day1 = { day: "2027-01-04", at: day(1) };
  const untold: Gaps = new Map([[idOf("PAY-2"), ["untold"]]]);

  test("without a day has none", () => {
    expect(new BurnUpTally().burnUp()).toMatchObject({ days: [], done: [], open: [] });
  });

  test("adds up what counts at each day's end, and lists what counted at the last", () => {
    const tally = new BurnUpTally();
    for (const item of [one("PAY-2", 5), one("PAY-1", 3, { isDone: true }), one("PAY-3", 1)]) tally.set(item.id, item);
    tally.take(day1, noGaps);
    tally.set(idOf("PAY-3"), null);
    tally.take({ day: "2027-01-05", at: day(2) }, noGaps);
    tally.take({ day: "2027-01-06", at: day(3) }, noGaps);
    tally.set(idOf("PAY-1"), null);
    const second = {
      scope: { items: 2, points: 8 },
      done: { items: 1, points: 3 },
      remaining: { items: 1, points: 5 },
    };
    expect(tally.burnUp()).toEqual({
      days: [
        { ...day1, scope: { items: 3, points: 9 }, done: { items: 1, points: 3 }, remaining: { items: 2, points: 6 } },
        { day: "2027-01-05", at: day(2), ...second },
        { day: "2027-01-06", at: day(3), ...second },
      ],
      done: [idOf("PAY-1")],
      open: [idOf("PAY-2")],
      coverage: { of: 3, known: 3, missing: [], withoutEstimate: 0 },
    });
  });

  test("covers what history does not tell of an item that counts, from the day on which it turned", () => {
    const tally = new BurnUpTally();
    tally.set(idOf("PAY-2"), one("PAY-2"));
    tally.take(day1, noGaps);
    tally.turn(idOf("PAY-1"));
    tally.take({ day: "2027-01-05", at: day(2) }, untold);
    expect(tally.burnUp().coverage.missing).toEqual([]);
    tally.turn(idOf("PAY-2"));
    tally.take({ day: "2027-01-06", at: day(3) }, untold);
    expect(tally.burnUp().coverage).toMatchObject({ of: 1, known: 0, withoutEstimate: 1 });
  });
});
