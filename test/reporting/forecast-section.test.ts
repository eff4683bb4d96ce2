import { describe, expect, test } from "vitest";
import { renderMarkdown } from "../../connectors/github/render.ts";
import type { Outlook, Stated } from "../../src/domain/forecast/outlook.ts";
import type { TrackRecord } from "../../src/domain/forecast/track-record.ts";
import type { TrainForecast } from "../../src/domain/forecast/train-forecast.ts";
import { featuresSection } from "../../src/reporting/features-section.ts";
import { forecastSection, lateWords } from "../../src/reporting/forecast-section.ts";
import { rollupDocument } from "../../src/reporting/rollup-document.ts";
import { rollupJson } from "../../src/reporting/rollup-json.ts";
import { forecastBy, forecastOf, halvedRanges, stories, story } from "../domain/forecast/made-up-trains.ts";
import { jiraId } from "../support/builders.ts";
import { linesOf } from "../support/document-lines.ts";
import { anEvaluation, aRollup } from "../support/rollup.ts";

const record: TrackRecord = { said: 0.85, held: 34, times: 41, of: "team" };

function stated<T>(likely: T, half: T, change: Partial<Stated<T>> = {}): Stated<T> {
  return { kind: "stated", likely, half, level: 0.85, record, horizonDays: 42, ...change };
}

const outlook: Outlook = {
  left: 12,
  without: 0,
  byEnd: stated(9, 11),
  rest: stated<string | null>("2027-01-18", "2027-01-04"),
};

const tooFew = { kind: "cannot-forecast", because: { kind: "nothing-finished" } } as const;

function aForecast(change: Partial<TrainForecast> = {}): TrainForecast {
  return {
    day: "2026-11-24",
    increment: "2026.4",
    endsOn: "2027-01-17",
    basis: "1",
    train: { ...outlook, left: 15, without: 3 },
    teams: [
      { team: "checkout", name: "Checkout", ...outlook },
      { team: "api", name: "API", left: 3, without: 3, byEnd: tooFew, rest: tooFew },
    ],
    features: [],
    slips: { kind: "too-few-ended", ended: 12, needed: 100 },
    ...change,
  };
}

function linesFor(forecast: TrainForecast): readonly string[] {
  return linesOf(forecastSection(anEvaluation({ forecast })));
}

function tableFor(change: Partial<Outlook>): string {
  const other = { ...record, held: 20 };
  const teams = [
    { team: "checkout", name: "Checkout", ...outlook, ...change },
    { team: "web", name: "Web", ...outlook, byEnd: stated(9, 11, { record: other }), rest: tooFew },
  ];
  return linesFor(aForecast({ teams })).find((line) => line.startsWith("Checkout | ")) ?? "no row";
}

describe("the section", () => {
  test("has a row by team, then the train, then what is left out, then teams without a forecast", () => {
    expect(linesFor(aForecast())).toEqual([
      "Forecast of 24 Nov 2026",
      "Team | Items left | Done by 17 Jan 2027, 85 % sure (50 %) | All done by, 85 % sure (50 %)",
      "Checkout | 12 | 9+ (11+) | 18 Jan 2027 (4 Jan 2027)",
      "All teams | 15 | 9+ (11+) | 18 Jan 2027 (4 Jan 2027)",
      "How often earlier forecasts (85 % sure) held: 34 of 41.",
      "API (3 left): cannot forecast, because nothing has been finished yet.",
    ]);
  });

  test("has a column for records that differ; says one that all teams share once, with the train's own", () => {
    const ofTrain = { record: { ...record, held: 12, times: 18 } };
    const rest = stated<string | null>("2027-01-18", "2027-01-04", { horizonDays: 84 });
    const train = { ...outlook, byEnd: stated(9, 11, ofTrain), rest };
    expect(linesFor(aForecast({ train })).at(-2)).toBe(
      "How often earlier forecasts (85 % sure) held: 34 of 41; of all teams together: 12 of 18 (6 weeks ahead), 34 of 41 (12 weeks ahead).",
    );
    const own = { ...outlook, team: "web", name: "Web", byEnd: stated(9, 11, ofTrain) };
    const lines = linesFor(aForecast({ teams: [...aForecast().teams, own] }));
    expect(lines[1]).toContain("| Said 85 %, held");
    expect(lines.join(" ")).not.toContain("Held of");
  });

  test("is absent without a forecast, and has reasons alone if no team has one", () => {
    expect(forecastSection(anEvaluation())).toEqual([]);
    const waits = { kind: "cannot-forecast", because: { kind: "waits", items: 3 } } as const;
    const [, api] = aForecast().teams;
    const train = { left: 3, without: 3, byEnd: waits, rest: waits };
    expect(linesFor(aForecast({ teams: api === undefined ? [] : [{ ...api, left: 0 }], train }))).toEqual([
      "Forecast",
      "API: cannot forecast, because nothing has been finished yet.",
    ]);
  });

  test.each<[string, Partial<Outlook>, string]>([
    ["nothing left", { left: 0 }, "0 | – | –"],
    [
      "more than half a year",
      { rest: stated<string | null>(null, null) },
      "12 | 9+ (11+) | over half a year (over half a year) | 34 of 41",
    ],
    [
      "a widened range, and another record",
      { rest: stated<string | null>("2027-03-01", "2027-01-04", { level: 0.95, horizonDays: 84 }) },
      "12 | 9+ (11+) | 1 Mar 2027 (4 Jan 2027) | 34 of 41 (6 weeks ahead), 34 of 41 when widened to 95 % (12 weeks ahead)",
    ],
    [
      "that there is no record yet",
      {
        rest: stated<string | null>("2027-03-01", "2027-01-04", {
          record: { ...record, held: 0, times: 0 },
          horizonDays: 84,
        }),
      },
      "12 | 9+ (11+) | 1 Mar 2027 (4 Jan 2027) | 34 of 41 (6 weeks ahead), no record yet (12 weeks ahead)",
    ],
  ])("shows %s", (_, change, row) => {
    expect(tableFor(change)).toBe(`Checkout | ${row}`);
  });

  test.each([
    [
      1,
      "How often earlier forecasts (85 % sure) held: 34 of 41. Left out: 1 item that waits for work without a forecast.",
    ],
    [
      2,
      "How often earlier forecasts (85 % sure) held: 34 of 41. Left out: 2 items that wait for work without a forecast.",
    ],
  ])("says that the statements leave out %d items", (without, words) => {
    expect(linesFor(aForecast({ teams: [{ team: "checkout", name: "Checkout", ...outlook, without }] }))[4]).toBe(
      words,
    );
  });

  test("gives the reason for each statement that it does not make", () => {
    const bad = { kind: "bad-record", record: { ...record, held: 20 }, horizonDays: 84 } as const;
    const refused = { kind: "cannot-forecast", because: bad } as const;
    const teams = (change: Partial<Outlook>) => [{ team: "checkout", name: "Checkout", ...outlook, ...change }];
    const rest = linesFor(aForecast({ teams: teams({ rest: refused }) }));
    expect(rest).toContain(
      "Checkout (12 left), when all is done: cannot forecast, because the record of 12 weeks is too bad: said 85 %, held 20 of 41.",
    );
    expect(rest).toContain("Checkout | 12 | 9+ (11+) | –");
    const byEnd = linesFor(aForecast({ teams: teams({ byEnd: refused }), train: { ...outlook, byEnd: refused } }));
    expect(byEnd).toContain(
      "Checkout (12 left), All teams (12 left), how much by the end: cannot forecast, because the record of 12 weeks is too bad: said 85 %, held 20 of 41.",
    );
    const both = linesFor(aForecast({ teams: teams({}), train: { ...outlook, byEnd: refused, rest: tooFew } }));
    expect(both.at(-1)).toBe(
      "All teams (12 left): cannot forecast, because the record of 12 weeks is too bad: said 85 %, held 20 of 41; and because nothing has been finished yet.",
    );
    expect(both).toContain("All teams | 12 | – | –");
  });

  test.each([
    [{ kind: "short-past", days: 9, neededDays: 28 }, "the first item was finished less than 28 days ago"],
    [
      { kind: "too-few-lately", finished: 3, needed: 8, days: 224 },
      "fewer than 8 items were finished in the last 224 days",
    ],
    [{ kind: "waits", items: 1 }, "1 item waits for work without a forecast, or for each other"],
    [{ kind: "unplanned", items: 2 }, "2 items of it have no iteration, or no team of the train"],
  ] as const)("gives reasons in plain words: %o", (because, words) => {
    const refused = { kind: "cannot-forecast", because } as const;
    const teams = [{ team: "api", name: "API", left: 3, without: 3, byEnd: refused, rest: refused }];
    expect(linesFor(aForecast({ teams })).at(-1)).toBe(`API (3 left): cannot forecast, because ${words}.`);
  });
});

describe("features", () => {
  const feature = (key: string, likely: string | null, plannedUntil: string | null) => ({
    item: { id: jiraId(key), key, title: `Title of ${key}`, url: "" },
    left: 2,
    plannedUntil,
    rest: stated<string | null>(likely, "2026-12-01"),
  });
  const wordsOf = (one: TrainForecast["features"][number]) =>
    lateWords({ forecast: aForecast({ features: [one] }) }, one.item.id);

  test.each([
    ["in time", feature("1", "2026-12-20", "2026-12-20"), ""],
    ["late", feature("1", "2026-12-21", "2026-12-20"), "; likely by 21 Dec 2026"],
    ["much later", feature("1", null, "2026-12-20"), "; likely in over half a year"],
    ["without a plan and in the increment", feature("1", "2027-01-17", null), ""],
    ["without a plan and later", feature("1", "2027-01-18", null), "; likely by 18 Jan 2027"],
    ["without a forecast", { ...feature("1", null, null), rest: tooFew }, ""],
  ])("%s", (_, one, words) => {
    expect(wordsOf(one)).toBe(words);
  });

  test("that are unknown, or of an evaluation without a forecast, have no words; late ones are counted", () => {
    expect(lateWords({ forecast: aForecast() }, "1")).toBe("");
    expect(lateWords({}, "1")).toBe("");
    const late = feature("1", "2026-12-21", "2026-12-20");
    expect(linesFor(aForecast({ features: [late] }))[4]).toBe(
      "How often earlier forecasts (85 % sure) held: 34 of 41. 1 feature may end later than planned.",
    );
  });

  test("have them in their line of the rollup", () => {
    const [item, plannedUntil] = [feature("1", null, null).item, "2026-12-20"];
    const open = {
      item,
      team: "checkout",
      work: 3,
      done: 1,
      teams: ["checkout"],
      ends: null,
      unplanned: 2,
      conflicts: 0,
    };
    const evaluation = anEvaluation({
      rollup: aRollup({ openFeatures: [open] }),
      forecast: aForecast({ features: [feature("1", "2026-12-21", plannedUntil)] }),
    });
    expect(linesOf(featuresSection(evaluation)).slice(1)).toEqual([
      "1 “Title of 1”: done 1 of 3; 2 not planned; likely by 21 Dec 2026; Checkout.",
      "How often earlier likely days (85 % sure) held: 34 of 41.",
    ]);
  });
});

describe("the rollup", () => {
  const made = { items: [...stories(30), story("1", { kind: "epic" })] };
  const rowOf = (forecast: TrainForecast) =>
    renderMarkdown(rollupDocument(anEvaluation({ forecast })), "https://github.com")
      .body.split("\n")
      .filter((line) => /Checkout|How often/u.test(line))
      .join("\n");

  test("carries the record of each range", () => {
    expect(rowOf(forecastOf(made))).toMatch(/\d+ of \d+/u);
    expect(rowOf(forecastOf(made))).not.toMatch(/widened|cannot/u);
  });

  test("reports by itself that ranges were halved by mistake", () => {
    const planted = rowOf(forecastBy(halvedRanges(made), made));
    expect(planted).toMatch(/when widened to 9\d %|the record of \d+ weeks? is too bad: said 85 %, held \d+ of \d+/u);
  });

  test("is JSON with every figure of the forecast", () => {
    const forecast = forecastOf(made);
    expect(rollupJson(anEvaluation({ forecast }), null)).toMatchObject({ forecast });
    expect(rollupJson(anEvaluation(), null)).toMatchObject({ forecast: null });
  });
});
