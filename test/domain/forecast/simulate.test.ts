import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { finishDaysOf, finishedBy, finishedCounts, shareFinishedBy } from "../../../src/domain/forecast/finish-days.ts";
import { mean, sum } from "../../../src/domain/forecast/numbers.ts";
import { drawDays, type Pace } from "../../../src/domain/forecast/pace.ts";
import { randomFrom } from "../../../src/domain/forecast/random.ts";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import { none, rangesFor, ReadyItems } from "../../../src/domain/forecast/ready-items.ts";
import { never, simulate, type RemainingItem, type Simulation } from "../../../src/domain/forecast/simulate.ts";

const size = { trials: 50, days: 70 };
const noBlackout: ReadonlySet<number> = new Set();

/** A pace of exactly so many items a day, on every day. */
function evenPace(perDay: number): Pace {
  return {
    horizons: [14, 42].map((days) => ({ days, totals: Float64Array.of(perDay * days) })),
    blocks: [new Float64Array(14).fill(1)],
  };
}

/** Half to one and a half times as much; nothing on two days of seven. */
function realPace(perDay: number): Pace {
  return {
    horizons: [14, 42].map((days) => ({ days, totals: Float64Array.of(perDay * days * 0.5, perDay * days * 1.5) })),
    blocks: [Float64Array.from({ length: 14 }, (_, day) => Number(day % 7 < 5)), new Float64Array(14)],
  };
}

function item(id: string, team: string, ...waitsFor: readonly string[]): RemainingItem {
  return { id, team, waitsFor };
}

function played(
  items: readonly RemainingItem[],
  paces: Readonly<Record<string, Pace>>,
  blackouts: ReadonlyMap<string, ReadonlySet<number>> = new Map(),
): Simulation {
  return atOneGo(simulate({ items, paces: new Map(Object.entries(paces)), blackouts }, size, randomFrom("trials")));
}

/** The day of each item in the first trial. */
function daysOf({ items, finishedOn }: Simulation): Readonly<Record<string, number>> {
  return Object.fromEntries(items.map(({ id }, place) => [id, finishedOn[place] ?? never]));
}

describe("the days of a trial", () => {
  test("sum up to the totals of its luck at every horizon, and go on at the same rate", () => {
    const random = randomFrom("days");
    for (let trial = 0; trial < 20; trial += 1) {
      const days = drawDays(realPace(2), { days: 84, blackout: noBlackout }, random);
      const [two, six, twelve] = [14, 42, 84].map((end) => sum(days.subarray(0, end)));
      expect(two).toBeGreaterThanOrEqual(14 - 1e-9);
      expect(two).toBeLessThanOrEqual(42);
      expect(six).toBeCloseTo(3 * (two ?? 0), 6);
      expect(twelve).toBeCloseTo(2 * (six ?? 0), 6);
    }
  });

  test.each([
    [10, 10],
    [14, 14],
    [20, 20],
    [42, 42],
    [60, 60],
  ])("over %d days of one item each are %d", (days, items) => {
    expect(sum(drawDays(evenPace(1), { days, blackout: noBlackout }, randomFrom("x")))).toBeCloseTo(items, 9);
  });

  test("keep weekends, lose blackout days, and are even if nothing is known of the days", () => {
    const weekends = drawDays(
      { ...realPace(1), blocks: realPace(1).blocks.slice(0, 1) },
      { days: 14, blackout: new Set([0, 99]) },
      randomFrom("x"),
    );
    const worked = [...weekends].flatMap((one, day) => (one > 0 ? [day] : []));
    expect(worked).toEqual([1, 2, 3, 4, 7, 8, 9, 10, 11]);
    const even = drawDays({ ...evenPace(1), blocks: [] }, { days: 14, blackout: noBlackout }, randomFrom("x"));
    expect([...even].map((one) => Math.round(one * 1e9))).toEqual(Array.from({ length: 14 }, () => 1e9));
    expect(sum(drawDays({ horizons: [], blocks: [] }, { days: 14, blackout: noBlackout }, randomFrom("x")))).toBe(0);
  });

  test("before the first horizon are a part of it", () => {
    const pace = { ...evenPace(1), horizons: [{ days: 42, totals: Float64Array.of(42) }] };
    expect(sum(drawDays(pace, { days: 14, blackout: noBlackout }, randomFrom("x")))).toBeCloseTo(14, 9);
  });

  test("never run backwards if a later total is below an earlier one", () => {
    const falling = {
      ...evenPace(1),
      horizons: [14, 42].map((days) => ({ days, totals: Float64Array.of(42 - days / 2) })),
    };
    const days = drawDays(falling, { days: 42, blackout: noBlackout }, randomFrom("x"));
    expect([sum(days.subarray(0, 14)), sum(days)]).toEqual([expect.closeTo(35, 9), expect.closeTo(35, 9)]);
  });
});

property.prop([fc.uniqueArray(fc.integer({ min: 0, max: 119 })), fc.integer({ min: 1, max: 3 })])(
  "of the items that may be finished, each team takes its smallest first",
  (items, together) => {
    const ranges = rangesFor(Int32Array.of(40, 0, 50));
    expect([...ranges]).toEqual([0, 64, 64, 128]);
    const ready = new ReadyItems(ranges);
    const waiting = [...items];
    const left = new Set<number>();
    const least = (from: number, to: number) =>
      Math.min(...[...left].filter((item) => item >= from && item < to), Infinity);
    while (waiting.length > 0 || left.size > 0) {
      for (const item of waiting.splice(0, together)) {
        ready.add(item);
        left.add(item);
      }
      expect(ready.take(1)).toBe(none);
      for (const [team, from, to] of [
        [0, 0, 64],
        [2, 64, 128],
      ] as const) {
        const next = least(from, to);
        expect(ready.take(team)).toBe(next === Infinity ? none : next);
        left.delete(next);
      }
    }
  },
);

describe("a simulation", () => {
  test("gives a waiting item's day to the next one, and the waiting one the first day after its provider", () => {
    const items = [item("a1", "a", "b2"), item("a2", "a"), item("a3", "a"), item("b1", "b"), item("b2", "b")];
    expect(daysOf(played(items, { a: evenPace(1), b: evenPace(0.5) }))).toEqual({ a2: 0, a3: 1, b1: 0, b2: 2, a1: 3 });
  });

  test("loses a day that nothing can take: never the later of two separate ends", () => {
    const items = [item("a1", "a", "b1"), item("a2", "a", "b1"), item("a3", "a"), item("b1", "b")];
    const days = daysOf(played(items, { a: evenPace(1), b: evenPace(0.09) }));
    // On its own, team a would end on day 2, team b on day 5; a's two items come after b's.
    expect(days).toEqual({ a3: 0, b1: 5, a1: 6, a2: 7 });
  });

  test("lets an item that waits for two teams end after both", () => {
    const items = [item("a1", "a", "b1", "c1"), item("b1", "b"), item("c1", "c")];
    const days = daysOf(played(items, { a: evenPace(1), b: evenPace(0.11), c: evenPace(0.06) }));
    expect(days).toEqual({ b1: 4, c1: 8, a1: 9 });
  });

  test("does not finish a circle, nor what waits for it, for an unknown item or for a team without a pace", () => {
    const items = [
      item("a1", "a", "a2"),
      item("a2", "a", "a1"),
      item("a3", "a", "a1"),
      item("a4", "a", "elsewhere"),
      item("a5", "a", "c1", "c1"),
      item("c1", "c"),
      item("a6", "a"),
    ];
    const days = daysOf(played(items, { a: evenPace(1) }));
    expect(Object.entries(days).filter(([, day]) => day !== never)).toEqual([["a6", 0]]);
  });

  test("thousands of items in circles end", () => {
    const items = Array.from({ length: 4000 }, (_, n) => item(`i${n}`, "a", `i${n % 2 === 0 ? n + 1 : n - 1}`));
    const simulation = atOneGo(
      simulate(
        { items, paces: new Map([["a", evenPace(9)]]), blackouts: new Map() },
        { trials: 2, days: 365 },
        randomFrom("x"),
      ),
    );
    expect(simulation.finishedOn.every((day) => day === never)).toBe(true);
  });

  test("leaves out blackout days", () => {
    const items = Array.from({ length: 4 }, (_, n) => item(`a${n}`, "a"));
    const days = daysOf(played(items, { a: evenPace(1) }, new Map([["a", new Set([1, 2])]])));
    expect(days).toEqual({ a0: 0, a1: 3, a2: 4, a3: 5 });
  });

  test("is the same for the same seed", () => {
    const items = [item("a1", "a"), item("b1", "b", "a1")];
    const paces = { a: realPace(0.2), b: realPace(0.3) };
    expect(played(items, paces)).toEqual(played(items, paces));
  });

  test("counts a half item as often up as down", () => {
    const items = Array.from({ length: 9 }, (_, n) => item(`a${n}`, "a"));
    const pace = { ...evenPace(1), horizons: [{ days: 14, totals: Float64Array.of(2, 3) }] };
    const simulation = atOneGo(
      simulate(
        { items, paces: new Map([["a", pace]]), blackouts: new Map() },
        { trials: 2000, days: 14 },
        randomFrom("x"),
      ),
    );
    const counts = atOneGo(finishedCounts(simulation, new Set(items.map(({ id }) => id)), 13));
    expect(mean(counts)).toBeGreaterThan(2.45);
    expect(mean(counts)).toBeLessThan(2.55);
  });

  property.prop([fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 11 })])(
    "moving a provider earlier never makes its consumer later, in any trial",
    (own, providers, place) => {
      const theirs = Array.from({ length: providers }, (_, n) => item(`b${n}`, "b"));
      const needed = `b${place % providers}`;
      const ours = Array.from({ length: own }, (_, n) => (n === 0 ? item("a0", "a", needed) : item(`a${n}`, "a")));
      const paces = { a: realPace(0.3), b: realPace(0.3) };
      const late = played([...ours, ...theirs], paces);
      const early = played(
        [...ours, ...theirs.toSorted((x, y) => Number(y.id === needed) - Number(x.id === needed))],
        paces,
      );
      const consumerIn = ({ items, finishedOn }: Simulation) =>
        Array.from({ length: size.trials }, (_, trial) => finishedOn[trial * items.length] ?? never);
      const later = consumerIn(early).filter((day, trial) => {
        const before = consumerIn(late)[trial] ?? never;
        return before !== never && (day === never || day > before);
      });
      expect(later).toEqual([]);
    },
  );

  property.prop([fc.integer({ min: 1, max: 20 }), fc.double({ min: 1, max: 5, noNaN: true })])(
    "more throughput never makes anything later, in any trial",
    (count, factor) => {
      const items = Array.from({ length: count }, (_, n) => item(`a${n}`, "a"));
      const slow = played(items, { a: realPace(0.2) });
      const fast = played(items, { a: realPace(0.2 * factor) });
      const later = [...fast.finishedOn].filter((day, place) => {
        const before = slow.finishedOn[place] ?? never;
        return before !== never && (day === never || day > before);
      });
      expect(later).toEqual([]);
    },
  );
});

describe("days of finishing", () => {
  const items = [item("a1", "a"), item("a2", "a"), item("b1", "b", "a2"), item("c1", "c")];
  const simulation = played(items, { a: realPace(0.2), b: realPace(0.2) });
  const both = finishDaysOf(simulation, new Set(["a1", "b1"]));

  test("of several items are those of the last one, of the trials in which all end", () => {
    expect(both.trials).toBe(50);
    expect(both.days.length).toBeGreaterThan(10);
    expect([...both.days]).toEqual([...finishDaysOf(simulation, new Set(["b1"])).days]);
    expect(finishDaysOf(simulation, new Set(["a1", "b1", "elsewhere"]))).toEqual(both);
    expect([...finishDaysOf(simulation, new Set(["a1", "c1"])).days]).toEqual([]);
    expect([...new Set(finishDaysOf(simulation, new Set()).days)]).toEqual([0]);
  });

  test("give a day by which all are finished in a share of the trials, and back", () => {
    const day = finishedBy(both, 0.5);
    expect(shareFinishedBy(both, day ?? 0)).toBeGreaterThanOrEqual(0.5);
    expect(shareFinishedBy(both, (day ?? 0) - 1)).toBeLessThan(0.5);
    expect(finishedBy(finishDaysOf(simulation, new Set(["c1"])), 0.1)).toBeNull();
    expect(finishedBy(finishDaysOf(simulation, new Set()), 0)).toBe(0);
  });
});
