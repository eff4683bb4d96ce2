import { expect, test } from "vitest";
import { followingKey } from "../../../src/domain/proposal/increment-keys.ts";
import {
  numberingIn,
  numbersWithinIncrements,
  patternOf,
  withWholeYear,
} from "../../../src/domain/proposal/sprint-names.ts";
import { compilePattern } from "../../../src/domain/pattern.ts";

test.each([
  ["2014 Sprint 10 SDK", "# Sprint # SDK", ["SDK"], String.raw`^\d+\s+Sprint\s+\d+\s+SDK$`],
  ["Sprint 7", "Sprint #", [], String.raw`^Sprint\s+\d+$`],
  ["Web 26.4.3 (until Nov 6)", "Web #.#.#", ["Web"], String.raw`^Web\s+\d+\.\d+\.\d+`],
  ["Kasse – Okt 12", "Kasse – # #", ["Kasse"], String.raw`^Kasse\s+–\s+\w+\s+\d+$`],
  ["QE Client #4", "QE Client ##", ["QE", "Client"], String.raw`^QE\s+Client\s+#\d+$`],
])("the pattern of %s", (name, shape, words, pattern) => {
  expect(patternOf(name)).toMatchObject({ shape, words, pattern });
  expect(compilePattern(pattern).test(name)).toBe(true);
});

test("a number that counts sprints, or follows no word of a team, is no team's", () => {
  expect(["Squad 7", "2014 Sprint 10 SDK", "Sprint 7.1"].map((name) => patternOf(name).numbered.name)).toEqual([
    "Squad",
    "SDK",
    "",
  ]);
});

test.each([
  ["Squad 7 Sprint 3", "Squad 7", String.raw`^Squad\s+7\s+Sprint\s+\d+$`],
  ["2026 Blue-2 #14 (until Nov 6)", "Blue-2", String.raw`^\d+\s+Blue-2\s+#\d+`],
])("the number of a team in %s belongs to %s", (name, team, pattern) => {
  expect(patternOf(name).numbered).toEqual({ name: team, pattern });
  expect(compilePattern(pattern).test(name)).toBe(true);
});

test.each([
  ["PI 3 Sprint 2", "PI 3", 2],
  ["PAY Sprint 26.4.1", "26.4", 1],
  ["PI3.2 Checkout", "PI3", 2],
  ["Q4 2026 Sprint 5", "Q4 2026", 5],
  ["Team A 2026-Q4-S3", "2026-Q4", 3],
  ["2026.4.1 (1 Oct)", "2026.4", 1],
  ["FY27Q1S3", "FY27Q1", 3],
  ["Squad 7 PI 4 Sprint 2", "PI 4", 2],
])("the numbering in %s is %s, %i", (name, increment, iteration) => {
  expect(numberingIn(name)).toMatchObject({ increment, iteration });
});

test("a name with fewer than two numbers has no numbering", () => {
  expect(["Avocet", "Ledger #41", "Risk (26.4)"].map(numberingIn)).toEqual([null, null, null]);
});

test.each<readonly [boolean, readonly string[]]>([
  [true, ["PI 3 Sprint 1", "PI 3 Sprint 2", "PI 4 Sprint 1"]],
  [true, ["26.4.4", "26.4.5", "27.1.1"]],
  [false, ["26.4.4"]],
  [false, ["Avocet", "Bittern", "26.4.1", "26.4.2"]],
  [false, ["2014 Sprint 10", "2014 Sprint 11"]],
  [false, ["2014.1 Sprint 14", "2014.1 Sprint 15"]],
  [false, ["1.3", "1.1", "1.7"]],
  [false, ["PI 3 Sprint 4", "PI 4 Sprint 5"]],
  [true, ["PI 3 Sprint 1", "PI 3 Sprint 2"]],
  [true, ["PI 3 Sprint 0", "PI 3 Sprint 1", "PI 4 Sprint 0"]],
  [true, ["PI 3 Sprint 2", "PI 4 Sprint 1", "PI 4 Sprint 2", "PI 5 Sprint 1"]],
  [false, ["v1.4.0", "v1.5.0", "v1.6.0"]],
  [false, ["Sprint 1 v2.1", "Sprint 2 v2.1", "Sprint 3 v2.1"]],
  [false, ["Squad 7 Sprint 3", "Squad 7 Sprint 4", "Squad 7 Sprint 5"]],
  [false, ["26.01", "26.02", "26.03"]],
])("whether teams number within increments: %s for %j", (expected, names) => {
  expect(numbersWithinIncrements(names)).toBe(expected);
});

test.each([
  ["26.4.1", 2026, "2026.4"],
  ["27.1.1", 2026, "2027.1"],
  ["25.4.5", 2026, "2025.4"],
  ["12.4.1", 2026, "12.4"],
  ["PI 26.4.1", 2026, "PI 26.4"],
  ["PI 3 Sprint 1", 2026, "PI 3"],
])("the increment of %s in %i is %s", (name, year, key) => {
  const numbering = numberingIn(name);
  expect(numbering === null ? null : withWholeYear(numbering, year)).toBe(key);
});

test.each([
  ["PI 3", 70, "PI 4"],
  ["PI 09", 70, "PI 10"],
  ["2026.4", 70, "2027.1"],
  ["2026.3", 70, "2026.4"],
  ["2026.6", 30, "2026.7"],
  ["Q4 2026", 90, "Q1 2027"],
  ["FY27Q4", 84, "FY28Q1"],
  ["FY27Q3", 84, "FY27Q4"],
  ["Q4 26", 84, "Q1 27"],
  ["Q4", 84, "Q1"],
  ["PI 4", 84, "PI 5"],
  ["2026", 360, "2027"],
  ["Autumn", 70, "Autumn 2"],
])("after %s of %i days comes %s", (key, days, next) => {
  expect(followingKey(key, days)).toBe(next);
});
