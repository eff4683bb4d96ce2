import { assert, double, integer, oneof, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { asPoints, labelledWith, pointsIn, pointsOf, wordsForPoints } from "../../../src/domain/items/points.ts";
import { githubTeam, item, jiraTeam } from "../plan.ts";

describe("numbers in words", () => {
  test.each<[string, number | null]>([
    ["5", 5],
    [" 5,5 ", 5.5],
    ["0.5", 0.5],
    ["½", 0.5],
    ["1½", 1.5],
    ["2 ¾", 2.75],
    ["½½", null],
    ["５", 5],
    ["0", 0],
    ["1,000", null],
    ["1.000.000", null],
    ["-1", null],
    ["−1", null],
    ["+5", null],
    ["5 pts", null],
    ["XL", null],
    ["5-8", null],
    ["1e3", null],
    ["Infinity", null],
    ["NaN", null],
    ["12345678", null],
    ["123456", 123_456],
    ["12.125", 12.125],
    ["12.1255", null],
    ["12,75", 12.75],
    ["12  1⁄2", 12.5],
    ["10⁄16", 0.625],
    ["100⁄2", null],
    ["", null],
  ])("%s is %s", (words, points) => {
    expect(pointsIn(words)).toBe(points);
  });

  test.each([-1, -0.5, Number.NaN, Infinity, -Infinity, 1e6, 1e308])("%s is no estimate", (value) => {
    expect(asPoints(value)).toBeNull();
  });

  test("whatever is read is a number from 0 to a million", () => {
    assert(
      property(oneof(string(), double().map(String), integer().map(String)), (words) => {
        const points = pointsIn(words);
        expect(points === null || (points >= 0 && points < 1_000_000)).toBe(true);
      }),
    );
  });

  test("labels follow the same rule; of several the greatest counts", () => {
    const points = (...labels: string[]) => pointsOf(item("acme/api#1", { labels }), githubTeam("api"));
    expect(points("points/3", "Points/5,5", "points/XL", "points/-8")).toBe(5.5);
    expect([points("points/XL"), points("points/-1"), points("points/"), points()]).toEqual([null, null, null, null]);
  });

  test.each<[string, string, string[]]>([
    ["points/*", "Points/5", ["5"]],
    ["*pt", "5PT", ["5"]],
    ["size-*-points", "size-5-points", ["5"]],
    ["size-*-points", "size-5", []],
    ["size-*-points", "5-points", []],
    ["size-*-points", "size-points", []],
    ["points/*", "points/", []],
    ["aa*aa", "aaa", []],
  ])("by the pattern %s the label %s says %j", (pattern, label, expected) => {
    expect(labelledWith(["other", label], pattern)).toEqual(expected);
  });

  test("an estimate label without a number is reported where the team estimates by labels", () => {
    const labelled = item("acme/api#1", { labels: ["points/3", "points/XL", "other"] });
    expect(wordsForPoints(labelled, githubTeam("api"))).toEqual(["xl"]);
    for (const team of [null, githubTeam("api", { pointsLabel: null }), jiraTeam("pay")]) {
      expect([wordsForPoints(labelled, team), pointsOf(labelled, team)]).toEqual([[], null]);
    }
  });
});
