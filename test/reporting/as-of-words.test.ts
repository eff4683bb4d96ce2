import { describe, expect, it, test } from "vitest";
import type { AskedInstant } from "../../src/reporting/evaluate.ts";
import { asOfBlocks, asOfLines } from "../../src/reporting/as-of-words.ts";
import { rollupDocument } from "../../src/reporting/rollup-document.ts";
import { rollupJson } from "../../src/reporting/rollup-json.ts";
import { aModel, aRecord, aTrain, anItem, aConflict, noon } from "../support/builders.ts";
import { linesOf } from "../support/document-lines.ts";
import { evaluate } from "../support/look-once.ts";
import { at } from "../support/json.ts";

const item = anItem();
const model = aModel({ items: new Map([[item.id, item]]) });
const train = aTrain();

function evaluated(asked?: AskedInstant) {
  const input = { model, train, previous: [], past: null, at: noon, ...(asked === undefined ? {} : { asked }) };
  return evaluate(input);
}

const certain = { gaps: new Map(), undated: new Set<string>(), unclear: 0 };
const uncertain = { past: { ...certain, gaps: new Map([[item.id, ["untold"] as const]]) }, unreadable: 2 };

const basis =
  "Signalbox shows the train as it stood on 24 Nov 2026, 12:00 UTC, as far as the trackers tell. Titles, types, and the dates of sprints, versions and milestones are those of today.";
const lines = [
  basis,
  "1 item changed since, and its tracker gives no history of it. Signalbox knows creation, closing and sprint dates: such an item is in a sprint from the sprint's start, and its estimate, labels, parent and project are those of today.",
  "2 records of the stored history have no form that Signalbox knows. Signalbox leaves such a record out.",
];

describe("an answer", () => {
  it.each([
    ["about now", undefined, []],
    ["about an instant since which nothing changed", { now: noon, uncertain: null }, []],
    ["about the past", { now: noon, uncertain }, lines],
    ["about the past, with nothing uncertain", { now: noon, uncertain: { past: certain, unreadable: 0 } }, [basis]],
    [
      "about the future",
      { now: noon - 1, uncertain },
      ["Signalbox shows the items as they are now, under the calendar of 24 Nov 2026, 12:00 UTC."],
    ],
  ] as const)("%s says what it cannot know", (_, asked, expected) => {
    const evaluation = evaluated(asked);
    expect(asOfLines(evaluation)).toEqual(expected);
    expect(linesOf(asOfBlocks(evaluation))).toEqual(expected);
  });

  test("has the same sentences on the page's top and in JSON", () => {
    const evaluation = evaluated({ now: noon, uncertain });
    expect(linesOf(rollupDocument(evaluation).blocks).slice(0, lines.length)).toEqual(lines);
    const unknown = [
      { kind: "untold", count: 1 },
      { kind: "unreadable-events", count: 2 },
    ];
    expect(at(rollupJson(evaluation, null), "asOf")).toEqual({ kind: "then", unknown, says: lines });
    expect(at(rollupJson(evaluated(), null), "asOf")).toBe(null);
  });
});

test("an answer about the past leaves out conflicts that began later, and one about now keeps them", () => {
  const later = aRecord(aConflict(), { firstSeenAt: noon + 1 });
  const records = (now: number) => {
    const input = { model, train, previous: [later], past: null, at: noon, asked: { now, uncertain: null } };
    return evaluate(input).records.map(({ fingerprint }) => fingerprint);
  };
  expect(records(noon + 1)).toEqual([]);
  expect(records(noon)).toEqual([later.fingerprint]);
});

test("an answer about the future does not call a tracker old that was read lately", () => {
  const dayMs = 86_400_000;
  const connection = item.connection;
  const stream = { connection, stream: "issues", watermark: null, completedAt: noon - 1000, rejected: 0 };
  const read = aModel({ items: model.items, streams: [{ ...stream, token: null, failure: null }] });
  const sources = (asked: AskedInstant, when: number) => {
    const input = { model: read, train, previous: [], past: null, at: when, asked };
    const { rollup } = evaluate(input);
    return rollup.dataQuality.sources.filter((source) => source.connection === connection);
  };
  const later = noon + 7 * dayMs;
  expect(sources({ now: noon, uncertain: null }, later)).toMatchObject([{ isStale: false }]);
  expect(sources({ now: later, uncertain: null }, later)).toMatchObject([{ isStale: true }]);
});

test("an answer about the future has nothing that looks back at the time until then", () => {
  const past = { at: noon - 8 * 86_400_000, increment: "2026.4", verdict: "unknown", inIncrement: null } as const;
  const looks = (now: number) => {
    const input = { model, train, previous: [], past, at: noon, asked: { now, uncertain: null } };
    const { changes, rollup } = evaluate(input);
    return [changes !== null, rollup.load.length];
  };
  expect(looks(noon)).toEqual([true, train.teams.length]);
  expect(looks(noon - 1)).toEqual([false, 0]);
});

test("an answer about the past does not judge the train file by the items of then", () => {
  const kinds = (asked?: AskedInstant) => evaluated(asked).setup.faults.map(({ kind }) => kind);
  expect(kinds()).toEqual(expect.arrayContaining(["team-owns-nothing", "team-without-plan"]));
  expect(kinds({ now: noon + 1, uncertain: null })).toEqual(kinds());
  expect(kinds({ now: noon + 1, uncertain })).toEqual(["team-without-plan"]);
});
