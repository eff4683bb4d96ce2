import { describe, expect, test } from "vitest";
import { renderMarkdown } from "../../connectors/github/render.ts";
import type { Outlook, Stated } from "../../src/domain/forecast/outlook.ts";
import type { TrackRecord } from "../../src/domain/forecast/track-record.ts";
import type { TrainForecast } from "../../src/domain/forecast/train-forecast.ts";
import { forecastSection } from "../../src/reporting/forecast-section.ts";
import { rollupDocument } from "../../src/reporting/rollup-document.ts";
import { rollupJson } from "../../src/reporting/rollup-json.ts";
import { forecastBy, forecastOf, halvedRanges, stories, story } from "../domain/forecast/made-up-trains.ts";
import { jiraId } from "../support/builders.ts";
import { linesOf } from "../support/document-lines.ts";
import { anEvaluation } from "../support/rollup.ts";

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
    ...change,
  };
}

function linesFor(forecast: TrainForecast): readonly string[] {
  return linesOf(forecastSection(anEvaluation({ forecast })));
}

function tableFor(change: Partial<Outlook>): string {
  const teams = [{ team: "checkout", name: "Checkout", ...outlook, ...change }];
  return linesFor(aForecast({ teams })).find((line) => line.startsWith("Checkout | ")) ?? "no row";
}

describe("the section", () => {
  test("has a row by team, then the train, then teams without a forecast", () => {
    expect(linesFor(aForecast())).toEqual([
      "Forecast",
      "Made on 24 Nov 2026 for the items that were left until the end of 2026.4 (17 Jan 2027), from what each team finished before. Each “85 %” is meant to hold in 85 of 100 cases, each “half” in 50. Work that is added later comes on top.",
      "Team | Left | Done by 17 Jan 2027 | Rest done | Said 85 %, held",
      "Checkout | 12 | 9 or more (85 %), 11 (half) | by 18 Jan 2027 (85 %), by 4 Jan 2027 (half) | 34 of 41 times",
      "All teams | 15 (3 without a day) | 9 or more (85 %), 11 (half) | by 18 Jan 2027 (85 %), by 4 Jan 2027 (half) | 34 of 41 times",
      "API (3 left): cannot forecast, because it has finished nothing yet.",
    ]);
  });

  test("is absent without a forecast, and has reasons alone if no team has one", () => {
    expect(forecastSection(anEvaluation())).toEqual([]);
    const waits = { kind: "cannot-forecast", because: { kind: "waits", items: 3 } } as const;
    const [, api] = aForecast().teams;
    const train = { left: 3, without: 3, byEnd: waits, rest: waits };
    expect(linesFor(aForecast({ teams: api === undefined ? [] : [{ ...api, left: 0 }], train }))).toEqual([
      "Forecast",
      "API: cannot forecast, because it has finished nothing yet.",
    ]);
  });

  test.each<[string, Partial<Outlook>, string]>([
    ["nothing left", { left: 0 }, "Checkout | 0 | – | – | –"],
    [
      "more than half a year",
      { rest: stated<string | null>(null, null) },
      "Checkout | 12 | 9 or more (85 %), 11 (half) | in over half a year (85 %), in over half a year (half) | 34 of 41 times",
    ],
    [
      "a widened range",
      { rest: stated<string | null>("2027-03-01", "2027-01-04", { level: 0.95, horizonDays: 84 }) },
      "Checkout | 12 | 9 or more (85 %), 11 (half) | by 1 Mar 2027 (85 %), by 4 Jan 2027 (half) | 34 of 41 times (6 weeks), 34 of 41 times when widened to 95 % (12 weeks)",
    ],
    [
      "the record of all teams, and none yet",
      {
        byEnd: stated(9, 11, { record: { ...record, of: "all teams" } }),
        rest: stated<string | null>("2027-03-01", "2027-01-04", {
          record: { ...record, held: 0, times: 0 },
          horizonDays: 84,
        }),
      },
      "Checkout | 12 | 9 or more (85 %), 11 (half) | by 1 Mar 2027 (85 %), by 4 Jan 2027 (half) | 34 of 41 times (6 weeks, all teams), no record yet (12 weeks)",
    ],
  ])("shows %s", (_, change, row) => {
    expect(tableFor(change)).toBe(row);
  });

  test("says how many items the statements leave out", () => {
    const teams = [{ team: "checkout", name: "Checkout", ...outlook, without: 1 }];
    expect(linesFor(aForecast({ teams }))[1]).toContain(
      "1 item waits for work without a forecast, or for each other: the statements leave it out.",
    );
    const two = linesFor(aForecast({ teams: teams.map((team) => ({ ...team, without: 2 })) }))[1];
    expect(two).toContain(
      "2 items wait for work without a forecast, or for each other: the statements leave them out.",
    );
  });

  test("gives the reason for each statement that it does not make", () => {
    const bad = { kind: "bad-record", record: { ...record, held: 20 }, horizonDays: 84 } as const;
    const refused = { kind: "cannot-forecast", because: bad } as const;
    const teams = (change: Partial<Outlook>) => [{ team: "checkout", name: "Checkout", ...outlook, ...change }];
    const rest = linesFor(aForecast({ teams: teams({ rest: refused }) }));
    expect(rest).toContain(
      "Checkout (12 left), when the rest is done: cannot forecast, because the record of 12 weeks is too bad: said 85 %, held 20 of 41 times.",
    );
    expect(rest).toContain("Checkout | 12 | 9 or more (85 %), 11 (half) | cannot forecast | 34 of 41 times");
    const byEnd = linesFor(aForecast({ teams: teams({ byEnd: refused }), train: { ...outlook, byEnd: refused } }));
    expect(byEnd.filter((line) => line.includes("how much by the end: cannot forecast"))).toHaveLength(2);
    const both = linesFor(aForecast({ teams: teams({}), train: { ...outlook, byEnd: refused, rest: tooFew } }));
    expect(both.at(-1)).toBe(
      "All teams (12 left): cannot forecast, because the record of 12 weeks is too bad: said 85 %, held 20 of 41 times; and because it has finished nothing yet.",
    );
    expect(both).toContain("All teams | 12 | cannot forecast | cannot forecast | –");
  });

  test.each([
    [{ kind: "short-past", days: 9, neededDays: 28 }, "its first finished item is less than 28 days old"],
    [
      { kind: "too-few-lately", finished: 3, needed: 8, days: 224 },
      "it finished fewer than 8 items in the last 224 days",
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
  const feature = (key: string, likely: string | null, plannedUntil: string | null, url = "") => ({
    item: { id: jiraId(key), key, title: `Title of ${key}`, url },
    left: 2,
    plannedUntil,
    rest: stated<string | null>(likely, "2026-12-01"),
  });
  const unknown = { ...feature("PAY-9", null, null), rest: tooFew };
  const linesWith = (...features: TrainForecast["features"]) => linesFor(aForecast({ features })).slice(6);

  test("that are likely to end later than planned have a line, the others are counted", () => {
    const inTime = feature("PAY-1", "2026-12-20", "2026-12-20");
    const late = feature("PAY-2", "2026-12-21", "2026-12-20", "https://acme.example/2");
    const never = feature("PAY-3", null, "2026-12-20");
    expect(linesWith(inTime, late, never, unknown)).toEqual([
      "2 features are likely to end later than planned (1 in time, 1 without a forecast, because some of their work has no iteration or waits for work without one):",
      "PAY-2 “Title of PAY-2”: 2 left, planned until 20 Dec 2026, done by 21 Dec 2026 (85 %), by 1 Dec 2026 (half); said 85 %, held 34 of 41 times.",
      "PAY-3 “Title of PAY-3”: 2 left, planned until 20 Dec 2026, done in over half a year (85 %), by 1 Dec 2026 (half); said 85 %, held 34 of 41 times.",
    ]);
  });

  test("without a plan count as planned for the increment", () => {
    expect(linesWith(feature("PAY-1", "2027-01-17", null), feature("PAY-2", "2027-01-18", null))).toEqual([
      "1 feature is likely to end later than planned (1 in time):",
      "PAY-2 “Title of PAY-2”: 2 left, done by 18 Jan 2027 (85 %), by 1 Dec 2026 (half); said 85 %, held 34 of 41 times.",
    ]);
  });

  test("all in time are a sentence, all without a forecast none", () => {
    const inTime = feature("PAY-1", "2026-12-20", "2026-12-20");
    expect(linesWith(inTime)).toEqual(["No open feature is likely to end later than planned (1 in time)."]);
    expect(linesWith(unknown)).toEqual([]);
  });

  test("beyond five are counted", () => {
    const late = Array.from({ length: 12 }, (_, place) => feature(`PAY-${place}`, "2027-02-01", "2026-12-20"));
    const list = forecastSection(anEvaluation({ forecast: aForecast({ features: late }) })).at(-1);
    expect(list).toMatchObject({ type: "list", omitted: 7 });
    expect(linesWith(...late)[0]).toBe("12 features are likely to end later than planned:");
  });
});

describe("the rollup", () => {
  const made = { items: [...stories(30), story("1", { kind: "epic" })] };
  const rowOf = (forecast: TrainForecast) =>
    renderMarkdown(rollupDocument(anEvaluation({ forecast })), "https://github.com")
      .body.split("\n")
      .filter((line) => line.includes("Checkout") && line.includes("85 %"))
      .join("\n");

  test("carries the record of each range", () => {
    expect(rowOf(forecastOf(made))).toMatch(/\d+ of \d+ times/u);
    expect(rowOf(forecastOf(made))).not.toMatch(/widened|cannot/u);
  });

  test("reports by itself that ranges were halved by mistake", () => {
    const planted = rowOf(forecastBy(halvedRanges(made), made));
    expect(planted).toMatch(
      /when widened to 9\d %|the record of \d+ weeks? is too bad: said 85 %, held \d+ of \d+ times/u,
    );
  });

  test("is JSON with every figure of the forecast", () => {
    const forecast = forecastOf(made);
    expect(rollupJson(anEvaluation({ forecast }))).toMatchObject({ forecast });
    expect(rollupJson(anEvaluation())).toMatchObject({ forecast: null });
  });
});
