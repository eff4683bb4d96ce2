import { describe, expect, test } from "vitest";
import { cadenceOf } from "../../../src/domain/proposal/cadence.ts";
import { dayNumber, dayText } from "../../../src/domain/proposal/days.ts";
import type { TeamBox } from "../../../src/domain/proposal/team-boxes.ts";

function box(series: string, from: string, days = 12): TeamBox {
  const startsOn = dayNumber(from);
  return { series, name: `${series} ${from}`, state: "closed", startsOn, endsOn: startsOn + days, hasBreaks: false };
}

function inTime(boxes: readonly TeamBox[]): readonly TeamBox[] {
  return boxes.toSorted((a, b) => a.startsOn - b.startsOn);
}

function periods(boxes: readonly TeamBox[]): readonly string[] {
  const found = cadenceOf(inTime(boxes))?.periods ?? [];
  return found.map(
    ({ startsOn, endsOn, names }) => `${dayText(startsOn)}/${dayText(endsOn)}${names.length === 0 ? " unseen" : ""}`,
  );
}

test("nothing with dates has no cadence", () => {
  expect(cadenceOf([])).toBeNull();
});

test("iterations run from start to start, over weekends", () => {
  expect(periods([box("a", "2026-10-05"), box("a", "2026-10-19"), box("a", "2026-11-02")])).toEqual([
    "2026-10-05/2026-10-19",
    "2026-10-19/2026-11-02",
    "2026-11-02/2026-11-16",
  ]);
});

test.each([
  [5, 7],
  [12, 14],
  [14, 14],
  [19, 21],
])("a single sprint of %i days means a length of %i", (days, length) => {
  expect(cadenceOf([box("a", "2026-10-05", days)])?.length).toBe(length);
});

test("a rhythm in days stays one", () => {
  const starts = ["2026-10-05", "2026-10-15", "2026-10-25", "2026-11-04"];
  expect(cadenceOf(starts.map((start) => box("a", start, 10)))?.length).toBe(10);
});

test("teams that begin a day or two later are in step", () => {
  const boxes = ["2026-10-05", "2026-10-19", "2026-11-02"].map((start) => box("a", start));
  const late = ["2026-10-06", "2026-10-21", "2026-11-02"].map((start) => box("b", start));
  expect(periods([...boxes, ...late])).toEqual(periods(boxes));
  const [first, second] = cadenceOf(inTime([...boxes, ...late]))?.periods ?? [];
  expect(first?.names).toEqual(["a 2026-10-05", "b 2026-10-06"]);
  expect(second?.names).toEqual(["a 2026-10-19", "b 2026-10-21"]);
});

test("most teams decide the length, and teams of another length begin no iteration", () => {
  const two = (series: string) => ["2026-10-05", "2026-10-19", "2026-11-02"].map((start) => box(series, start));
  const weekly = ["2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26"].map((start) => box("w", start, 5));
  const cadence = cadenceOf(inTime([...two("a"), ...two("b"), ...weekly]));
  expect(cadence?.length).toBe(14);
  expect(cadence?.lengths.get("w")).toBe(7);
  expect(cadence?.periods).toHaveLength(3);
});

test("teams out of step follow the others", () => {
  const starts = ["2026-10-05", "2026-10-19", "2026-11-02", "2026-11-16"];
  const others = ["a", "b", "c"].flatMap((series) => starts.map((start) => box(series, start)));
  const odd = ["d", "e"].flatMap((series) =>
    ["2026-10-12", "2026-10-26", "2026-11-09"].map((start) => box(series, start)),
  );
  expect(periods([...others, ...odd]).map((period) => period.slice(0, 10))).toEqual(starts);
});

test("weekly teams that begin in the middle of others' weeks split none", () => {
  const weekly = (series: string, starts: readonly string[]) => starts.map((start) => box(series, start, 5));
  const mondays = ["2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26"];
  const thursdays = ["2026-10-08", "2026-10-15", "2026-10-22"];
  const boxes = [
    ...["a", "b", "c"].map((series) => weekly(series, mondays)),
    ...["d", "e"].map((one) => weekly(one, thursdays)),
  ];
  expect(periods(boxes.flat()).map((period) => period.slice(0, 10))).toEqual(mondays);
});

test("a team's sprint of one week between fortnights is an iteration, one of two days is none", () => {
  const found = (days: number, next: string) =>
    periods([box("a", "2026-10-05"), box("a", "2026-10-19"), box("a", "2026-11-02", days), box("a", next)]);
  expect(found(5, "2026-11-09").slice(1)).toEqual([
    "2026-10-19/2026-11-02",
    "2026-11-02/2026-11-09",
    "2026-11-09/2026-11-23",
  ]);
  expect(found(2, "2026-11-05")).not.toContain("2026-11-02/2026-11-05");
});

describe("a gap", () => {
  const before = ["2026-01-05", "2026-01-19"].map((start) => box("a", start));

  test("in the rhythm is filled", () => {
    expect(periods([...before, box("a", "2026-03-02"), box("a", "2026-03-16")])).toEqual([
      "2026-01-05/2026-01-19",
      "2026-01-19/2026-02-02",
      "2026-02-02/2026-02-16 unseen",
      "2026-02-16/2026-03-02 unseen",
      "2026-03-02/2026-03-16",
      "2026-03-16/2026-03-30",
    ]);
  });

  test("out of the rhythm stays one", () => {
    expect(periods([...before, box("a", "2026-02-09"), box("a", "2026-02-23")]).slice(1, 3)).toEqual([
      "2026-01-19/2026-02-02",
      "2026-02-09/2026-02-23",
    ]);
  });

  test("of more than half a year stays one", () => {
    const found = periods([...before, box("a", "2026-12-21"), box("a", "2027-01-04")]);
    expect(found[1]).toBe("2026-01-19/2026-02-02");
    expect(found).toHaveLength(4);
  });
});

test("the last iteration ends as its boxes say, if they are far from the rhythm", () => {
  const boxes = [box("a", "2026-10-05"), box("a", "2026-10-19"), box("a", "2026-11-02", 26)];
  expect(periods(boxes).at(-1)).toBe("2026-11-02/2026-11-28");
});

test("a box that lasts into the next one ends as that begins", () => {
  const boxes = [box("a", "2026-10-05", 20), box("a", "2026-10-19"), box("a", "2026-11-02")];
  expect(periods(boxes)[0]).toBe("2026-10-05/2026-10-19");
});
