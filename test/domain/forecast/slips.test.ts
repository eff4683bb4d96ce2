import { describe, expect, test } from "vitest";
import { dayMs } from "../../../src/domain/forecast/finishes.ts";
import { fitLogistic, logOddsOf, probabilityOf } from "../../../src/domain/forecast/logistic.ts";
import { at } from "../../../src/domain/forecast/numbers.ts";
import { aucOf, brierOf, calibrationErrorOf } from "../../../src/domain/forecast/probability-scores.ts";
import { correctionFrom, slipFitter } from "../../../src/domain/forecast/slip-model.ts";
import { describeStays, type DescribedStay } from "../../../src/domain/forecast/slip-rates.ts";
import { isForecaster, walkSlips, type SlipForecaster } from "../../../src/domain/forecast/slips.ts";
import { columns, hasSlipped } from "../../../src/domain/forecast/sprint-stay.ts";
import { aStay as stay, start, tracker } from "./made-up-stays.ts";
import { now } from "./made-up-teams.ts";

describe("logistic regression", () => {
  const cases = (rows: readonly (readonly number[])[], came: readonly number[]) => ({
    rows: rows.map((row) => Float64Array.from(row)),
    came: Float64Array.from(came),
    weights: new Float64Array(rows.length).fill(1),
    offsets: new Float64Array(rows.length),
  });

  test("of a constant is the log-odds of the share", () => {
    const one = cases([[1], [1], [1], [1]], [1, 0, 0, 0]);
    const [constant] = fitLogistic(one, { ridge: Float64Array.of(0), start: Float64Array.of(0) });
    expect(constant).toBeCloseTo(Math.log(1 / 3), 6);
    expect(probabilityOf(constant ?? 0)).toBeCloseTo(0.25, 6);
    expect(logOddsOf(0.25)).toBeCloseTo(constant ?? 0, 6);
  });

  test("ends also where the curve is flat at its beginning", () => {
    const flat = { ...cases([[1], [1], [1], [1]], [1, 0, 0, 0]), offsets: new Float64Array(4).fill(-12) };
    const [shift] = fitLogistic(flat, { ridge: Float64Array.of(0.01), start: Float64Array.of(0) });
    expect(Math.abs((shift ?? 0) - 12 + Math.log(3))).toBeLessThan(0.2);
  });

  test("of two groups is the log-odds ratio; a ridge and an offset leave less to learn", () => {
    const rows = [...Array.from({ length: 10 }, () => [1, 0]), ...Array.from({ length: 10 }, () => [1, 1])];
    const came = rows.map(([, group], place) => Number(group === 1 ? place % 10 < 8 : place % 10 < 3));
    const zero = new Float64Array(2);
    const both = cases(rows, came);
    const [constant, difference] = fitLogistic(both, { ridge: zero, start: zero });
    expect(constant).toBeCloseTo(Math.log(3 / 7), 6);
    expect(difference).toBeCloseTo(Math.log((8 / 2) * (7 / 3)), 6);
    const [, held] = fitLogistic(both, { ridge: Float64Array.of(0, 10), start: zero });
    expect(held).toBeGreaterThan(0.1);
    expect(held).toBeLessThan((difference ?? 0) / 2);
    const offsets = Float64Array.from(rows, ([, group]) => (group === 1 ? 2 : 0));
    const [, rest] = fitLogistic({ ...both, offsets }, { ridge: zero, start: zero });
    expect(rest).toBeCloseTo((difference ?? 0) - 2, 6);
  });
});

const everyFourWeeks = Array.from({ length: 30 }, (_, place) => start + place * 28 * dayMs);

function walked(stays: readonly DescribedStay[], dates: readonly number[]) {
  return [...walkSlips(stays, dates)].filter((one) => one !== null);
}

function predictedBy(stays: readonly DescribedStay[]) {
  return walked(stays, everyFourWeeks).flatMap(({ at: date, forecaster }) =>
    stays
      .filter((one) => one.stay.from >= date && one.stay.from < date + 28 * dayMs)
      .flatMap((one) =>
        isForecaster(forecaster)
          ? [
              {
                stay: one.stay,
                probability: forecaster.probability(one),
                came: hasSlipped(one.stay),
                base: one.baseRate,
              },
            ]
          : [],
      ),
  );
}

function lastOf(stays: readonly DescribedStay[], dates: readonly number[]): SlipForecaster | null {
  const last = walked(stays, dates).at(-1)?.forecaster;
  return last !== undefined && isForecaster(last) ? last : null;
}

describe("a stay", () => {
  test.each([
    [null, true],
    [start + 14 * dayMs + 1, true],
    [start + 14 * dayMs, false],
  ])("of an item closed at %s has slipped: %s", (closedAt, slipped) => {
    expect(hasSlipped(stay({ closedAt }))).toBe(slipped);
  });

  test("is described by what was known at its beginning", () => {
    const ended = stay({ item: "ended", closedAt: start + dayMs });
    const later = start + 20 * dayMs;
    const second = stay({
      item: "second",
      sprint: "t",
      from: later,
      sprintStartsAt: start + 18 * dayMs,
      sprintEndsAt: start + 30 * dayMs,
      createdAt: start - 10 * dayMs,
      carried: 1,
      lastEndedAt: start + 14 * dayMs,
      openProviders: 2,
      openParts: 1,
      kind: "bug",
    });
    const other = stay({ item: "other", team: "b", container: "OPS", carried: 1, closedAt: null });
    const [, , row] = describeStays([second, ended, other]).map((one) => one.row);
    const named = Object.fromEntries(columns.map((column, place) => [column, at(row ?? new Float64Array(), place)]));
    // One of two slipped: (1 + 1) / (2 + 2) over all time, then (1 + 4 · ½) / (2 + 4) over half a year.
    const base = 1 / 2;
    const team = (8 * base) / 9;
    const alike = (1 + 8 * base) / 9;
    expect(named).toMatchObject({
      "every item": 1,
      "sprints before, log(1 + n)": Math.log(2),
      "carried over": 1,
      "age in days, log(1 + n)": Math.log1p(30),
      "created within a day": 0,
      "open provider": 1,
      "open parts": 1,
      "team's slip rate, a quarter, log-odds": logOddsOf(team),
      "team's slip rate, four weeks, log-odds": logOddsOf((8 * team) / 9),
      "slip rate of items carried as often, half a year, log-odds": logOddsOf(alike),
      "slip rate of the team's items carried as often, half a year, log-odds": logOddsOf(alike),
      "slip rate of the project, a quarter, log-odds": logOddsOf(team),
      "slip rate of items as old, half a year, log-odds": logOddsOf(base),
      "team's finished items, four weeks, log(½ + n)": Math.log(1.5),
      "items in the sprint, log": 0,
      "days left, log": Math.log(10.1),
      "added after the start": 1,
      "share of the sprint that is over": expect.closeTo(2 / 12, 9),
      "days of the sprint, log": Math.log(12),
      "days since the last sprint, log(1 + n)": Math.log1p(6),
      "type bug": 1,
      "type story": 0,
    });
  });
});

describe("probabilities of a slip", () => {
  const stays = describeStays(tracker("slips", 90));
  const predicted = predictedBy(stays);

  test("rank, beat the rolling base rate and hold as said, also after everything began to slip more", () => {
    expect(predicted.length).toBeGreaterThan(1500);
    const base = predicted.map(({ base: probability, came }) => ({ probability, came }));
    expect(aucOf(predicted)).toBeGreaterThan(0.78);
    expect(1 - brierOf(predicted) / brierOf(base)).toBeGreaterThan(0.15);
    expect(calibrationErrorOf(predicted)).toBeLessThan(0.03);
    const alarms = predicted.filter(({ probability }) => probability >= 0.7);
    expect(alarms.filter(({ came }) => came).length / alarms.length).toBeGreaterThan(0.8);
  });

  test("name what they rest on", () => {
    const forecaster = lastOf(stays, everyFourWeeks.slice(-1));
    const coefficients = forecaster?.model.coefficients ?? [];
    expect(coefficients.map(({ column }) => column)).toEqual(columns);
    const strongest = coefficients.slice(1).toSorted((a, b) => b.perDeviation - a.perDeviation);
    expect(strongest.slice(0, 4).map(({ column }) => column)).toContain("age in days, log(1 + n)");
    const age = coefficients.find(({ column }) => column === "age in days, log(1 + n)");
    expect(age?.perUnit).toBeGreaterThan(0.2);
    expect(age?.perUnit).toBeLessThan(0.6);
  });

  test("know nothing of what comes later", () => {
    const instant = start + 500 * dayMs;
    const few = tracker("slips", 30);
    const changed = few.map((one) =>
      (one.closedAt ?? Infinity) > instant || one.sprintEndsAt > instant ? { ...one, closedAt: null } : one,
    );
    const before = (all: ReturnType<typeof predictedBy>) =>
      all.filter(({ stay: { from } }) => from <= instant).map(({ probability }) => probability);
    const expected = before(predictedBy(describeStays(few)));
    expect(expected.length).toBeGreaterThan(300);
    expect(before(predictedBy(describeStays(changed)))).toEqual(expected);
  });

  test("are refused while fewer than a hundred stays have ended", () => {
    const few = describeStays(tracker("few", 3));
    const [first, ...rest] = walked(few, [start + 100 * dayMs, now]);
    expect(first).toEqual({ at: start + 100 * dayMs, forecaster: { kind: "too-few-ended", ended: 21, needed: 100 } });
    expect(rest.map(({ forecaster }) => isForecaster(forecaster))).toEqual([true]);
  });

  test("stay finite if everything slipped, or nothing", () => {
    for (const closedAt of [null, start + dayMs]) {
      const same = describeStays(Array.from({ length: 120 }, (_, n) => stay({ item: String(n), closedAt })));
      const model = slipFitter(same, now)(10);
      const [one] = same;
      const probability = probabilityOf(model.logOdds(one?.row ?? new Float64Array()));
      expect(Math.abs(probability - Number(closedAt === null))).toBeLessThan(0.05);
    }
  });

  test("that were too sure before are corrected", () => {
    const ended = stays.slice(0, 800);
    const instant = start + 150 * dayMs;
    const model = slipFitter(ended, instant)(10);
    const honest = Float64Array.from(ended, ({ row }) => model.logOdds(row));
    const sure = honest.map((logOdds) => 3 * logOdds + 1);
    const correct = correctionFrom(sure, ended, instant);
    const errors = [-1, 0, 1].map((logOdds) => Math.abs(correct(3 * logOdds + 1) - probabilityOf(logOdds)));
    expect(Math.max(...errors)).toBeLessThan(0.06);
  });
});
