import { describe, expect, test } from "vitest";
import type { Progress, Rollup } from "../../src/domain/rollup.ts";
import type { Block } from "../../src/ports/document.ts";
import { plain } from "../../src/reporting/conflict-words.ts";
import type { Evaluation } from "../../src/reporting/evaluate.ts";
import { counted, rollupDocument, verdictName } from "../../src/reporting/rollup-document.ts";
import { rollupJson } from "../../src/reporting/rollup-json.ts";
import { aConflict, aGithubItem, anItem, aRecord, aView, jiraId, noon, planned } from "../support/builders.ts";

const nothing: Progress = { items: 0, done: 0, inProgress: 0, cancelled: 0, points: 0, pointsDone: 0 };
const some: Progress = { items: 4, done: 1, inProgress: 2, cancelled: 1, points: 8.5, pointsDone: 3.25 };

function aRollup(change: Partial<Rollup> = {}): Rollup {
  return {
    train: "payments",
    name: "Payments",
    at: noon,
    increment: "2026.4",
    iteration: "2",
    verdict: { level: "on-track", reasons: [] },
    items: 6,
    features: 1,
    total: some,
    iterations: [
      { increment: "2026.4", iteration: "2", progress: some },
      { increment: null, iteration: null, progress: nothing },
    ],
    teams: [
      {
        team: "checkout",
        name: "Checkout",
        total: some,
        iterations: [{ increment: "2026.4", iteration: "1", progress: { ...some, points: 0, pointsDone: 0 } }],
        openConflicts: { conflict: 0, risk: 0, info: 0 },
      },
    ],
    dependencies: { total: 3, open: 2, crossTracker: 1, crossTeam: 2 },
    conflicts: { conflict: 1, risk: 0, info: 0 },
    dataQuality: {
      owned: 4,
      neighbours: 1,
      unassigned: 1,
      withoutEstimate: 0,
      withoutIteration: 0,
      unreadableEnds: 0,
      rejectedRecords: 0,
      sprintsWithoutIteration: [],
      sources: [{ connection: "acme", completedAt: noon }],
    },
    ...change,
  };
}

function anEvaluation(change: Partial<Evaluation> = {}): Evaluation {
  return { view: aView([planned(anItem()), planned(aGithubItem())]), records: [], rollup: aRollup(), ...change };
}

function blocks(change: Partial<Evaluation> = {}): readonly Block[] {
  return rollupDocument(anEvaluation(change)).blocks;
}

/** All words of the document, a line for each paragraph, item and row. */
function lines(all: readonly Block[]): readonly string[] {
  return all.flatMap(wordsOf).map((line) => line.replaceAll("\u00a0", " "));
}

function wordsOf(block: Block): readonly string[] {
  switch (block.type) {
    case "panel":
      return block.paragraphs.map(plain);
    case "list":
      return block.items.map(plain);
    case "tasks":
      return block.items.map(({ content }) => plain(content));
    case "table":
      return [block.columns.map(({ title }) => title), ...block.rows.map((row) => row.map(plain))].map((row) =>
        row.join(" | "),
      );
    case "details":
      return [block.summary, ...lines(block.blocks)];
    default:
      return [plain(block.content)];
  }
}

describe("verdict first", () => {
  test.each([
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
  ] as const)("%s", (level, reasons, tone, expected) => {
    const [panel] = blocks({ rollup: aRollup({ verdict: { level, reasons } }) });
    expect(panel).toMatchObject({ type: "panel", tone });
    expect(panel === undefined ? [] : lines([panel])[0]).toBe(expected);
  });

  test("then where the train is, and how much there is", () => {
    const [, where, size] = lines(blocks().slice(0, 1));
    expect(where).toBe("Increment 2026.4: iteration 2, 2 of 5 (23 Nov – 6 Dec 2026).");
    expect(size).toBe(
      "1 team, 1 feature, 1 of 4 items done; 3 dependencies (2 open, 2 between teams, 1 across trackers).",
    );
  });

  test("between iterations", () => {
    expect(lines(blocks({ rollup: aRollup({ iteration: null }) }))).toContain("Increment 2026.4: between iterations.");
  });

  test("of an increment the train file no longer has", () => {
    expect(lines(blocks({ rollup: aRollup({ increment: "2025.1", iteration: null }) }))).toContain(
      "Team | Other increments | No iteration | Total",
    );
  });
});

describe("progress", () => {
  test("is per team and iteration, in items and points; a dash where nothing is planned", () => {
    const table = lines(blocks()).slice(4, 7);
    expect(table).toStrictEqual([
      "Team | 1 | 2 (now) | 3 | 4 | 5 | No iteration | Total",
      "Checkout | 1/4 | – | – | – | – | – | 1/4 · 3.3/8.5 pt",
      "All teams | – | 1/4 · 3.3/8.5 pt | – | – | – | – | 1/4 · 3.3/8.5 pt",
    ]);
  });
});

test("work planned for another increment has a column of its own", () => {
  const later = { increment: "2027.1", iteration: "1", progress: some };
  const rollup = aRollup();
  const table = lines(blocks({ rollup: { ...rollup, iterations: [...rollup.iterations, later] } }));
  expect(table).toContain("Team | 1 | 2 (now) | 3 | 4 | 5 | Other increments | No iteration | Total");
  expect(table).toContain("All teams | – | 1/4 · 3.3/8.5 pt | – | – | – | 1/4 · 3.3/8.5 pt | – | 1/4 · 3.3/8.5 pt");
});

describe("open conflicts", () => {
  const late = aRecord(aConflict());
  const nobodys = aRecord(aConflict({ fingerprint: "z", actors: [] }));
  const risk = aRecord(aConflict({ fingerprint: "x", severity: "risk", rule: "started-blocked" }));
  const info = aRecord(aConflict({ fingerprint: "y", severity: "info", rule: "unreadable-provider", provider: null }));

  test("stand by the team that has to act", () => {
    const all = lines(blocks({ records: [nobodys, late] }));
    expect(all).toContain("API (1)");
    expect(all).toContain(
      "conflict PAY-1 “Title of PAY-1” is planned for iteration 2, but acme/api#1 “Title of api#1”, which it waits for, only for iteration 4. Fix: move acme/api#1 to iteration 1.",
    );
    expect(all.indexOf("API (1)")).toBeLessThan(all.indexOf("No team of this train (1)"));
  });

  test("that several teams could end name them all", () => {
    const either = aRecord(aConflict({ actors: ["api", "checkout"], consumer: jiraId("9") }));
    expect(lines(blocks({ records: [either] }))).toContain(
      `conflict ${jiraId("9")} is planned for iteration 2, but acme/api#1 “Title of api#1”, which it waits for, only for iteration 4. Fix: move acme/api#1 to iteration 1 (API or Checkout).`,
    );
  });

  test("risks, and what is only worth knowing, are folded away with who acts", () => {
    const all = blocks({ records: [info, risk] });
    const folded = all.filter((block) => block.type === "details").map(({ summary }) => summary);
    expect(folded).toStrictEqual(["At risk (1)", "Worth knowing (1)", "How this is counted"]);
    expect(lines(all)).toContain(
      "risk PAY-1 “Title of PAY-1” is in progress, but acme/api#1 “Title of api#1”, which it waits for, is not done. Fix: move acme/api#1 to iteration 1 (API).",
    );
  });

  test("that are resolved are not shown", () => {
    expect(lines(blocks({ records: [{ ...late, state: "resolved" }] }))).toContain("None.");
  });
});

describe("data quality", () => {
  test("names only what is missing", () => {
    const quality = {
      ...aRollup().dataQuality,
      withoutEstimate: 3,
      withoutIteration: 2,
      unreadableEnds: 1,
      rejectedRecords: 4,
      sprintsWithoutIteration: ["Sprint X"],
      sources: [{ connection: "hub", completedAt: null }],
    };
    const all = lines(blocks({ rollup: aRollup({ dataQuality: quality }) }));
    expect(all).toContain("3 open items have no estimate; points leave them out.");
    expect(all).toContain("Open work sits in sprints that fit no iteration of the train: “Sprint X”.");
    expect(all).toContain("hub has never been read to the end.");
    expect(blocks().some((block) => block.type === "list")).toBe(false);
  });
});

test("many sprints without an iteration are counted, not listed", () => {
  const sprintsWithoutIteration = ["A", "B", "C", "D", "E", "F", "G"];
  const rollup = aRollup({ dataQuality: { ...aRollup().dataQuality, sprintsWithoutIteration } });
  expect(lines(blocks({ rollup }))).toContain(
    "Open work sits in sprints that fit no iteration of the train: “A”, “B”, “C”, “D”, “E” and 2 more.",
  );
});

test("the instant of the figures is only in the stamp", () => {
  const document = rollupDocument(anEvaluation());
  expect(plain(document.stamp)).toBe("Figures as of 24 Nov 2026, 12:00 UTC.");
  expect(lines(document.blocks).join("\n")).not.toContain("12:00");
});

test("verdicts and counts read as people say them", () => {
  expect(verdictName("off-track")).toBe("Off track");
  expect(counted(1, "item")).toBe("1 item");
  expect(counted(2, "dependency", "dependencies")).toBe("2 dependencies");
});

describe("as JSON", () => {
  test("instants are ISO 8601, conflicts come with it", () => {
    const evaluation = anEvaluation({ records: [aRecord(aConflict())] });
    expect(rollupJson(evaluation)).toMatchObject({
      at: "2026-11-24T12:00:00.000Z",
      dataQuality: { sources: [{ connection: "acme", completedAt: "2026-11-24T12:00:00.000Z" }] },
      openConflicts: [
        { rule: "late-provider", consumer: { key: "PAY-1", team: "checkout" }, fix: "move acme/api#1 to iteration 1" },
      ],
    });
  });

  test("a source never read says so", () => {
    const sources = [{ connection: "hub", completedAt: null }];
    const rollup = aRollup({ dataQuality: { ...aRollup().dataQuality, sources } });
    expect(rollupJson(anEvaluation({ rollup }))).toMatchObject({ dataQuality: { sources } });
  });
});
