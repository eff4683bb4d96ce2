import { describe, expect, test } from "vitest";
import type { Progress, VerdictLevel } from "../../src/domain/rollup/rollup.ts";
import { plain } from "../../src/reporting/conflict-sentence.ts";
import { rollupDocument } from "../../src/reporting/rollup-document.ts";
import { rollupJson } from "../../src/reporting/rollup-json.ts";
import { rollupLabels } from "../../src/reporting/rollup-labels.ts";
import { counted } from "../../src/domain/counted.ts";
import { verdictName } from "../../src/reporting/verdict-words.ts";
import { aConflict, aGithubItem, anItem, aRecord, aSource, jiraId, noon, planned } from "../support/builders.ts";
import { aView } from "../support/views.ts";
import { linesOf } from "../support/document-lines.ts";
import { anEvaluation, aRollup } from "../support/rollup.ts";

const some: Progress = { items: 4, done: 1, inProgress: 2, cancelled: 1, points: 8.5, pointsDone: 3.25 };
const nothing: Progress = { items: 0, done: 0, inProgress: 0, cancelled: 0, points: 0, pointsDone: 0 };
const view = aView([planned(anItem()), planned(aGithubItem())]);

describe("the page", () => {
  test("goes from the verdict by what to decide, what changed, features and load to figures and their quality", () => {
    const rollup = aRollup({
      openFeatures: [
        {
          item: { id: jiraId("9"), key: "PAY-9", title: "Wallet", url: "" },
          team: "checkout",
          work: 1,
          done: 0,
          teams: [],
          ends: null,
          unplanned: 1,
          conflicts: 0,
        },
      ],
      load: [
        {
          team: "api",
          name: "API",
          unit: "items",
          finished: 1,
          over: 1,
          iterations: [{ iteration: "2", increment: "2026.4", ordinal: 1, load: 2, done: 0, isOver: true }],
        },
      ],
    });
    const changes = {
      since: noon,
      isFirstKnown: false,
      verdict: null,
      increment: null,
      done: 1,
      items: null,
      opened: [],
      worsened: [],
      resolved: [],
    };
    const document = rollupDocument(anEvaluation({ view, rollup, changes }));
    const headings = document.blocks.filter(({ type }) => type === "heading");
    expect(document.blocks[0]?.type).toBe("panel");
    expect(linesOf(headings)).toStrictEqual([
      "To decide this week",
      "Changed since Tuesday, 24 Nov 2026",
      "Features (1 open)",
      "Load of the teams",
      "Progress",
      "Open conflicts by team (0)",
      "Data quality",
    ]);
  });

  test("carries the verdict in its title and its labels", () => {
    const verdict = { level: "off-track", reasons: [] } as const;
    const document = rollupDocument(anEvaluation({ rollup: aRollup({ verdict }) }));
    expect(document.title).toBe("Release train Payments: off track (2026.4)");
    expect(document.labels).toStrictEqual(["signalbox", "train-payments", "off-track"]);
    expect(rollupLabels(aRollup())).toStrictEqual(["signalbox", "train-payments", "on-track"]);
    const timeless = anEvaluation({ rollup: aRollup({ increment: "" }) });
    expect(rollupDocument(timeless).title).toBe("Release train Payments: on track");
  });

  test("has the instant of its figures only in the stamp", () => {
    const document = rollupDocument(anEvaluation());
    expect(plain(document.stamp)).toBe("Figures as of 24 Nov 2026, 12:00 UTC.");
    expect(linesOf(document.blocks).join("\n")).not.toContain("12:00");
  });
});

describe("what was not read when it should have been", () => {
  const old = aSource({ asOf: noon - 3_600_000, isStale: true, failure: "unauthorized" });
  const partly = (level: VerdictLevel) => {
    const verdict = { level, reasons: [] };
    return anEvaluation({ rollup: aRollup({ verdict, dataQuality: { ...aRollup().dataQuality, sources: [old] } }) });
  };

  test("is said first, and no verdict is plain green", () => {
    const { title, blocks: all } = rollupDocument(partly("on-track"));
    expect(title).toBe("Release train Payments: on track as far as was read (2026.4)");
    const [first, second] = all;
    expect(linesOf(first === undefined ? [] : [first])).toEqual([
      "Jira (acme) was last read on Tue 24 Nov 2026, 11:00 UTC: the token was refused.",
    ]);
    expect(second).toMatchObject({ type: "panel", tone: "warning" });
    expect(linesOf(second === undefined ? [] : [second])[0]).toMatch(/^On track as far as was read: /u);
  });

  test("and what is off track is so whatever was not read", () => {
    const [, verdict] = rollupDocument(partly("off-track")).blocks;
    expect(verdict).toMatchObject({ type: "panel", tone: "bad" });
    expect(linesOf(verdict === undefined ? [] : [verdict])[0]).toMatch(/^Off track: /u);
  });

  test("is the instant of the figures", () => {
    expect(plain(rollupDocument(partly("at-risk")).stamp)).toBe("Figures as of 24 Nov 2026, 11:00 UTC.");
  });
});

describe("progress", () => {
  const teams = [
    {
      team: "checkout",
      name: "Checkout",
      total: some,
      iterations: [{ increment: "2026.4", iteration: "1", progress: { ...some, points: 0, pointsDone: 0 } }],
      openConflicts: { conflict: 0, risk: 0, info: 0 },
    },
  ];
  const iterations = [
    { increment: "2026.4", iteration: "2", progress: some },
    { increment: null, iteration: null, progress: nothing },
  ];
  const rollup = aRollup({ teams, iterations, total: some });
  const page = (change: typeof rollup) => linesOf(rollupDocument(anEvaluation({ rollup: change })).blocks);

  test("is per team and iteration, in items and points; a dash where nothing is planned", () => {
    expect(page(rollup)).toEqual(
      expect.arrayContaining([
        "Team | 1 | 2 (now) | 3 | 4 | 5 | No iteration | Total",
        "Checkout | 1/4 | – | – | – | – | – | 1/4 · 3.3/8.5 pt",
        "All teams | – | 1/4 · 3.3/8.5 pt | – | – | – | – | 1/4 · 3.3/8.5 pt",
      ]),
    );
  });

  test("work planned for another increment has a column of its own", () => {
    const later = { increment: "2027.1", iteration: "1", progress: some };
    const table = page({ ...rollup, iterations: [...iterations, later] });
    expect(table).toContain("Team | 1 | 2 (now) | 3 | 4 | 5 | Other increments | No iteration | Total");
    expect(table).toContain("All teams | – | 1/4 · 3.3/8.5 pt | – | – | – | 1/4 · 3.3/8.5 pt | – | 1/4 · 3.3/8.5 pt");
  });

  test("of an increment the train file no longer has is all elsewhere", () => {
    expect(page({ ...rollup, increment: "2025.1", iteration: null })).toContain(
      "Team | Other increments | No iteration | Total",
    );
  });
});

test("verdicts and counts read as people say them", () => {
  expect(verdictName("off-track")).toBe("Off track");
  expect(counted(1, "item")).toBe("1 item");
  expect(counted(2, "dependency", "dependencies")).toBe("2 dependencies");
});

describe("as JSON", () => {
  test("every figure of the page is there, instants are ISO 8601, decisions and conflicts come with it", () => {
    const feature = {
      item: { id: jiraId("9"), key: "PAY-9", title: "Wallet", url: "" },
      team: "checkout",
      work: 1,
      done: 0,
      teams: [],
      unplanned: 0,
      conflicts: 0,
    };
    const rollup = aRollup({
      dataQuality: { ...aRollup().dataQuality, sources: [aSource()] },
      openFeatures: [
        { ...feature, ends: { iteration: "2", increment: "2026.4", endsAt: noon } },
        { ...feature, ends: null },
      ],
    });
    const late = aRecord(aConflict({ dueAt: noon }));
    const changes = {
      since: noon,
      isFirstKnown: true,
      verdict: null,
      increment: null,
      done: 1,
      items: 2,
      opened: [late],
      worsened: [],
      resolved: [],
    };
    expect(rollupJson(anEvaluation({ view, records: [late], rollup, changes }), null)).toMatchObject({
      at: "2026-11-24T12:00:00.000Z",
      calendar: { startsAt: "2026-11-09T00:00:00.000Z", endsAt: "2027-01-18T00:00:00.000Z", state: "planned" },
      openFeatures: [{ ends: { endsAt: "2026-11-24T12:00:00.000Z" } }, { ends: null }],
      dataQuality: { sources: [{ connection: "acme", completedAt: "2026-11-24T12:00:00.000Z" }] },
      decisions: [
        {
          says: expect.stringMatching(/^Now: .*move acme\/api#1 to iteration 1\. PAY-1 /u),
          dueAt: "2026-11-24T12:00:00.000Z",
          due: true,
          teams: ["api"],
          conflicts: ["late-provider:1"],
        },
      ],
      changes: {
        since: "2026-11-24T12:00:00.000Z",
        isFirstKnown: true,
        done: 1,
        opened: ["late-provider:1"],
        worsened: [],
        resolved: [],
      },
      openConflicts: [{ rule: "late-provider", consumer: { key: "PAY-1", team: "checkout" } }],
    });
  });

  test("a source never read, a decision without a date, a first report say so", () => {
    const dataQuality = { ...aRollup().dataQuality, sources: [aSource({ connection: "hub", completedAt: null })] };
    const records = [aRecord(aConflict())];
    expect(rollupJson(anEvaluation({ view, records, rollup: aRollup({ dataQuality }) }), null)).toMatchObject({
      dataQuality: { sources: [{ connection: "hub", completedAt: null }] },
      decisions: [{ dueAt: null, due: false }],
      changes: null,
    });
  });
});
