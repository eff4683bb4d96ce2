import { describe, expect, test } from "vitest";
import type { SummaryRow } from "../../src/domain/figures/delivery-summary.ts";
import type { KeptDelivery } from "../../src/domain/rollup/kept-rollup.ts";
import { deliverySection } from "../../src/reporting/delivery-section.ts";
import { rollupDocument } from "../../src/reporting/rollup-document.ts";
import { linesOf } from "../support/document-lines.ts";
import { anEvaluation } from "../support/rollup.ts";

const share = (part: number, whole: number) => ({ part, whole, ratio: part / whole });
const nothing: SummaryRow = { unit: "items", shares: [null, null, null], velocity: null };

function aSummary(change: Partial<KeptDelivery> = {}): KeptDelivery {
  return {
    basis: "1",
    increment: "2026.4",
    periods: [
      { increment: "2026.3", iteration: "5", isRunning: false },
      { increment: "2026.4", iteration: "1", isRunning: false },
      { increment: "2026.4", iteration: null, isRunning: true },
    ],
    all: { unit: "points", shares: [share(8, 10), share(21, 26), share(45, 126)], velocity: null },
    teams: [
      {
        name: "Checkout",
        unit: "points",
        shares: [null, share(21, 26), share(45, 126)],
        velocity: { n: 2, mean: 26, min: 21, max: 31, standardDeviation: 7.071 },
      },
      {
        name: "API",
        unit: "items",
        shares: [share(4, 5), null, null],
        velocity: { n: 1, mean: 4, min: 4, max: 4, standardDeviation: null },
      },
      { name: "New", ...nothing },
    ],
    burnUp: [
      { iteration: "1", done: 195, scope: 888.25 },
      { iteration: null, done: 398, scope: 941 },
    ],
    scope: { committed: 847, change: 0.17, creep: 0.141, net: 0.111 },
    businessValues: [],
    items: 293,
    uncertain: 2,
    ...change,
  };
}

const linesFor = (change: Partial<KeptDelivery> = {}) => linesOf(deliverySection({ delivery: aSummary(change) }));

describe("the section on delivery", () => {
  test("says how much of the committed business value is done, and how many items have one", () => {
    const value = { increment: "2026.4", isRunning: true, ...share(24, 40), of: 20, known: 12 };
    const before = { ...value, increment: "2026.3", isRunning: false, of: 12 };
    expect(linesFor({ businessValues: [before, value], burnUp: [], scope: null, uncertain: 0 }).at(-1)).toBe(
      "Business value of 2026.3: 24 of 40 committed (60 %). " +
        "Business value of 2026.4 so far: 24 of 40 committed (60 %); 12 of 20 committed items of the same types have one. " +
        "Today does not count yet.",
    );
  });

  test("has a row by team, then the train, then the burn-up, the scope and what history does not tell", () => {
    expect(linesFor()).toEqual([
      "Delivery",
      "Team | Predictability: 2026.3 iteration 5 | iteration 1 | 2026.4 so far | Velocity (2 iterations)",
      "Checkout | – | 81 % | 36 % | 26 ± 7.1 pt (21 to 31)",
      "API | 80 % | – | – | 4 items, of 1",
      "All teams | 80 % | 81 % | 36 % | –",
      "Burn-up of 2026.4: 195 of 888.3 pt after iteration 1, 398 of 941 pt as the day began; 847 pt committed. " +
        "Scope change, as a share of what was committed: 14 % added, 3 % removed, net +11 %. " +
        "The trackers' history does not tell everything of 2 of 293 items. Today does not count yet.",
    ]);
  });

  test("names an increment that has ended, and one iteration", () => {
    const periods = [{ increment: "2026.3", iteration: null, isRunning: false }];
    const velocity = { n: 1, mean: 4, min: 4, max: 4, standardDeviation: null };
    const teams = [{ name: "API", unit: "items" as const, shares: [share(1, 2)], velocity }];
    const all = { unit: "items" as const, shares: [share(1, 2)], velocity: null };
    expect(linesFor({ periods, teams, all, scope: null, uncertain: 0 })).toEqual([
      "Delivery",
      "Team | Predictability: 2026.3 | Velocity (1 iteration)",
      "API | 50 % | 4 items",
      "All teams | 50 % | –",
      "Burn-up of 2026.4: 195 of 888.3 items after iteration 1, 398 of 941 items as the day began. Today does not count yet.",
    ]);
  });

  test("counts one item as one", () => {
    const velocity = { n: 1, mean: 1, min: 1, max: 1, standardDeviation: null };
    const spread = { n: 2, mean: 1, min: 0.5, max: 1.5, standardDeviation: 0.7 };
    const row = { unit: "items" as const, shares: [], velocity };
    const teams = [
      { name: "API", ...row },
      { name: "Web", ...row, velocity: spread },
    ];
    const scope = { committed: 1, change: 0, creep: 0, net: 0 };
    const burnUp = [{ iteration: null, done: 0, scope: 1 }];
    const lines = linesFor({
      periods: [],
      teams,
      all: { ...row, velocity: null },
      burnUp,
      scope,
      uncertain: 1,
      items: 1,
    });
    expect(lines.slice(2)).toEqual([
      "API | 1 item, of 1",
      "Web | 1 ± 0.7 items (0.5 to 1.5)",
      "All teams | –",
      "Burn-up of 2026.4: 0 of 1 item as the day began; 1 item committed. The trackers' history does not tell everything of 1 of 1 item. Today does not count yet.",
    ]);
  });

  test("has no column for a velocity that no team has, and no table without any figure", () => {
    const teams = [{ name: "API", unit: "items" as const, shares: [null, null, share(0, 3)], velocity: null }];
    expect(linesFor({ teams })[1]).toBe("Team | Predictability: 2026.3 iteration 5 | iteration 1 | 2026.4 so far");
    const scope = { committed: 3, change: 0.5, creep: 0, net: -0.5 };
    expect(linesFor({ teams: [{ name: "New", ...nothing }], burnUp: [], scope, uncertain: 0 })).toEqual([
      "Delivery",
      "Scope change, as a share of what was committed: 0 % added, 50 % removed, net −50 %. Today does not count yet.",
    ]);
  });

  test.each([
    [0.004, "0 %"],
    [0, "0 %"],
    [-0.004, "0 %"],
    [-0.006, "−1 %"],
  ])("gives a net change of %d as %s", (net, words) => {
    const scope = { committed: 1000, change: 0.5, creep: 0.25, net };
    expect(linesFor({ scope }).at(-1)).toContain(`25 % added, 25 % removed, net ${words}. `);
  });

  test("says of a table without notes that today does not count", () => {
    expect(linesFor({ burnUp: [], scope: null, uncertain: 0 }).slice(-2)).toEqual([
      "All teams | 80 % | 81 % | 36 % | –",
      "Today does not count yet.",
    ]);
  });

  test("keeps its table whole where a page is cut", () => {
    expect(deliverySection({ delivery: aSummary() })).toContainEqual(
      expect.objectContaining({ type: "table", whole: true }),
    );
  });

  test("is not there without anything to say", () => {
    const scope = { committed: 3, change: 0, creep: 0, net: 0 };
    expect(linesFor({ teams: [{ name: "New", ...nothing }], burnUp: [], scope, uncertain: 0 })).toEqual([]);
    expect(deliverySection({})).toEqual([]);
  });

  test("is part of the page", () => {
    const { blocks } = rollupDocument(anEvaluation({ delivery: aSummary() }));
    expect(linesOf(blocks)).toContain("All teams | 80 % | 81 % | 36 % | –");
  });
});
