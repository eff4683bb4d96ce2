import { expect, test } from "vitest";
import type { LearnedSlips, LikelySlip } from "../../src/domain/forecast/slip-outlook.ts";
import { plain } from "../../src/reporting/conflict-sentence.ts";
import { rollupJson } from "../../src/reporting/rollup-json.ts";
import { slipLine } from "../../src/reporting/slip-line.ts";
import { forecastOf, stories } from "../domain/forecast/made-up-trains.ts";
import { anItem, jiraId, noon, planned } from "../support/builders.ts";
import { anEvaluation } from "../support/rollup.ts";
import { aView } from "../support/views.ts";

const sprint = "jira:acme:sprint:7";

function slip(nativeId: string, change: Partial<LikelySlip> = {}): LikelySlip {
  const item = { id: jiraId(nativeId), key: `PAY-${nativeId}`, title: "", url: "" };
  return { item, team: "checkout", sprint, endsAt: noon, probability: 0.7, ...change };
}

function learnedOf(items: readonly LikelySlip[], records: LearnedSlips["records"]): LearnedSlips {
  const rest = { ended: 200, ridge: 1, coefficients: [], scores: null, openAfter: [1] };
  return { kind: "learned", ...rest, records, items };
}

function lineOf(items: readonly LikelySlip[], records: LearnedSlips["records"] = [{ team: "", held: 30, times: 40 }]) {
  const view = aView(items.map(({ item: { id, key } }) => planned(anItem({ id, key, sprintIds: [sprint] }))));
  return plain(slipLine(learnedOf(items, records), view));
}

test("names the items that are likely to slip, with the record of such words", () => {
  expect(lineOf([slip("1"), slip("2", { probability: 0.95 }), slip("3", { probability: 0.69 })])).toBe(
    "Likely open at the end of their sprint: PAY-1, PAY-2 (70 % or more likely; 30 of 40 such warnings were right).",
  );
});

test("names those of a team with a record of its own apart", () => {
  const records = [
    { team: "", held: 30, times: 40 },
    { team: "api", held: 8, times: 8 },
  ];
  expect(lineOf([slip("1"), slip("2", { team: "api" }), slip("3")], records)).toBe(
    "Likely open at the end of their sprint: PAY-1, PAY-3 (70 % or more likely; 30 of 40 such warnings were right); PAY-2 (70 % or more likely; 8 of 8 such warnings were right).",
  );
});

test("says of one item that it has one sprint", () => {
  expect(lineOf([slip("1")])).toContain("Likely open at the end of its sprint: PAY-1 (70 %");
});

test("names five", () => {
  const many = Array.from({ length: 12 }, (_, place) => slip(String(place + 1)));
  expect(lineOf(many)).toContain("PAY-4, PAY-5 and 7 more (70 %");
});

test("is absent without such an item, without a record, and without enough past", () => {
  expect(lineOf([])).toBe("");
  expect(lineOf([slip("1")], [{ team: "", held: 4, times: 40 }])).toBe("");
  expect(slipLine({ kind: "too-few-ended", ended: 1, needed: 100 }, aView([]))).toEqual([]);
});

test("report --as json has what was learned, or how much past is missing", () => {
  const forecast = forecastOf({ items: stories(3) });
  const jsonWith = (slips: LearnedSlips | null) =>
    rollupJson(anEvaluation({ forecast: slips === null ? forecast : { ...forecast, slips } }), null);
  expect(jsonWith(null)).toMatchObject({ forecast: { slips: { kind: "too-few-ended", ended: 0, needed: 100 } } });
  const records = [{ team: "", held: 30, times: 40 }];
  const learned = learnedOf([slip("1")], records);
  expect(jsonWith(learned)).toMatchObject({
    forecast: { slips: { ...learned, items: [{ ...slip("1"), endsAt: new Date(noon).toISOString() }] } },
  });
});
