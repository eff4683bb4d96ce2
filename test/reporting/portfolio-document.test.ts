import { describe, expect, test } from "vitest";
import { summaryOf, type TrainSummary } from "../../src/domain/rollup/kept-rollup.ts";
import type { VerdictLevel } from "../../src/domain/rollup/rollup.ts";
import { plain } from "../../src/reporting/conflict-sentence.ts";
import { portfolioDocument, type PortfolioTrain } from "../../src/reporting/portfolio-document.ts";
import { aSource, noon } from "../support/builders.ts";
import { linesOf } from "../support/document-lines.ts";
import { aRollup } from "../support/rollup.ts";

function aSummary(change: Partial<TrainSummary> = {}): TrainSummary {
  const { decisions = [] } = change;
  return { ...summaryOf({ ...aRollup(), decisions }), ...change };
}

function aTrain(name: string, summary: Partial<TrainSummary> | null = {}): PortfolioTrain {
  return { name, timeZone: "UTC", summary: summary === null ? null : aSummary(summary), rollups: [] };
}

const lines = (...trains: readonly PortfolioTrain[]) => linesOf(portfolioDocument(trains, "acme").blocks);

describe("the portfolio", () => {
  test("has a line for each train: verdict, increment by its own figures, end, conflicts and decisions", () => {
    const inIncrement = { items: 4, done: 1, points: 9, pointsDone: 3 };
    const decisions = [{ says: "Now: API: finish it.", dueAt: null }];
    const train = aTrain("Payments", { verdict: "off-track", inIncrement, conflictsNow: 2, decisions });
    expect(lines(train, aTrain("Cards", null)).slice(0, 4)).toStrictEqual([
      "2 release trains: 1 off track, 1 not known yet.",
      "Trains",
      "off track Payments: increment 2026.4: 1 of 4 items done (25 %), 3 of 9 pt; ends on 17 Jan 2027; 2 conflicts now; 1 decision due.",
      "Cards: not known yet.",
    ]);
  });

  test("says whose data is old, whose calendar ended, and who has none", () => {
    const { calendar } = aRollup();
    const stale = aTrain("A", { isStale: true });
    const over = aTrain("B", { calendar: { ...calendar, state: "over" } });
    const none = aTrain("C", { increment: "", calendar: { startsAt: null, endsAt: null, state: "planned" } });
    const [, , first, second, third] = lines(stale, over, none);
    expect(first).toMatch(/; part of its data is old, see its rollup\.$/u);
    expect(second).toContain("; its calendar ended on 17 Jan 2027; ");
    expect(third).toContain("C: no calendar; ");
  });

  test.each<[readonly (VerdictLevel | null)[], string, string]>([
    [["on-track", "off-track", "off-track"], "bad", "Portfolio: 2 off track, 1 on track"],
    [["at-risk", "on-track"], "warning", "Portfolio: 1 at risk, 1 on track"],
    [["on-track"], "good", "Portfolio: 1 on track"],
    [[null], "neutral", "Portfolio: 1 not known yet"],
  ])("%j: the worst colours it", (verdicts, tone, title) => {
    const document = portfolioDocument(
      verdicts.map((verdict) => aTrain("A", verdict === null ? null : { verdict })),
      "acme",
    );
    expect(document.blocks[0]).toMatchObject({ type: "panel", tone });
    expect(document).toMatchObject({ title, labels: ["signalbox", "portfolio"] });
  });

  test("links to the rollup in the reader's own tracker, else to any", () => {
    const rollups = [
      { connection: "hub", url: "https://hub.example/1" },
      { connection: "acme", url: "https://acme.example/2" },
    ];
    const linked = (connection: string, some: typeof rollups) => {
      const [, , list] = portfolioDocument([{ ...aTrain("A"), rollups: some }], connection).blocks;
      return list?.type === "list" ? list.items[0]?.[2] : undefined;
    };
    expect(linked("acme", rollups)).toMatchObject({ type: "link", url: "https://acme.example/2" });
    expect(linked("other", rollups)).toMatchObject({ type: "link", url: "https://hub.example/1" });
    expect(linked("acme", [])).toStrictEqual({ type: "strong", text: "A" });
  });

  test("puts the nearest decisions of all trains first, and counts the rest", () => {
    const decisions = (days: readonly number[]) =>
      days.map((day) => ({ says: `${day}.`, dueAt: new Date(noon + day * 86_400_000).toISOString() }));
    const trains = [
      aTrain("A", { decisions: decisions([3, 4, 5, 6, 7, 8]) }),
      aTrain("B", { decisions: decisions([1, 2, 4, 9, 10, 11]) }),
    ];
    const all = lines(...trains);
    const start = all.indexOf("To decide this week");
    expect(all.slice(start + 1, start + 6)).toStrictEqual(["B: 1.", "B: 2.", "A: 3.", "A: 4.", "B: 4."]);
    expect(all.at(-1)).toBe("+2 more in the rollups of the trains.");
    expect(all).toHaveLength(start + 12);
    expect(lines(aTrain("A")).slice(-2)).toStrictEqual(["To decide this week", "Nothing."]);
  });

  test("counts decisions that are not kept, too", () => {
    const decisions = Array.from({ length: 20 }, (_, place) => ({ says: `${place}.`, dueAt: null }));
    const all = lines(aTrain("A", { decisions, decisionsDue: 25 }), aTrain("B"));
    expect(all[2]).toContain("; 25 decisions due.");
    expect(all.at(-1)).toBe("+15 more in the rollups of the trains.");
  });

  test("says once what two trains have to decide together", () => {
    const shared = ["item 1", "item 2"];
    const between = { dueAt: null, between: [shared] };
    const own = { says: "own.", dueAt: null, between: [shared, ["item 2", "item 3"]] };
    const all = lines(
      aTrain("A", { decisions: [{ says: "of A.", ...between }], decisionsDue: 11 }),
      aTrain("B", { decisions: [{ says: "of B.", ...between }, own] }),
    );
    expect(all.slice(-3)).toStrictEqual(["A: of A.", "B: own.", "+2 more in the rollups of the trains."]);
  });

  test("decisions without a date come first: they stand already", () => {
    const dated = aTrain("A", { decisions: [{ says: "later.", dueAt: new Date(noon).toISOString() }] });
    expect(lines(dated, aTrain("B", { decisions: [{ says: "now.", dueAt: null }] })).slice(-2)).toStrictEqual([
      "B: now.",
      "A: later.",
    ]);
  });

  test("is as old as the oldest of its trains", () => {
    const stamp = (...trains: readonly PortfolioTrain[]) => plain(portfolioDocument(trains, "acme").stamp);
    expect(stamp(aTrain("A"), aTrain("B", { at: noon - 3_600_000 }))).toBe("Figures as of 24 Nov 2026, 11:00 UTC.");
    expect(stamp(aTrain("A", null))).toBe("");
  });
});

describe("a train in short", () => {
  test("is made from its figures", () => {
    const verdict = { level: "off-track", reasons: [{ kind: "conflicts-now", count: 3 }] } as const;
    const dataQuality = { ...aRollup().dataQuality, sources: [aSource(), aSource({ isStale: true })] };
    expect(summaryOf({ ...aRollup({ verdict, dataQuality }), decisions: [] })).toMatchObject({
      verdict: "off-track",
      conflictsNow: 3,
      isStale: true,
    });
    expect(aSummary()).toMatchObject({ verdict: "on-track", conflictsNow: 0, isStale: false });
  });
});
