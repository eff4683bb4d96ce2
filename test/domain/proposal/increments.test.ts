import { describe, expect, test } from "vitest";
import { dayNumber, dayText } from "../../../src/domain/proposal/days.ts";
import { cadenceOf } from "../../../src/domain/proposal/cadence.ts";
import { incrementsOf } from "../../../src/domain/proposal/increments.ts";
import type { TeamBox } from "../../../src/domain/proposal/team-boxes.ts";

function boxes(from: string, names: readonly string[], series = "a"): readonly TeamBox[] {
  return names.map((name, place) => {
    const startsOn = dayNumber(from) + 14 * place;
    return { series, name, state: "closed", startsOn, endsOn: startsOn + 12, hasBreaks: false };
  });
}

function increments(all: readonly TeamBox[], today: string): readonly string[] {
  const cadence = cadenceOf(all);
  if (cadence === null) return [];
  return incrementsOf(cadence, all, dayNumber(today)).map(
    ({ key, iterations }) =>
      `${key}: ${iterations.map((one) => `${one.key}${one.isNew ? "*" : ""}`).join(" ")} from ${dayText(iterations[0]?.startsOn ?? 0)}`,
  );
}

describe("by the names of sprints", () => {
  test("groups them, completes the last one and continues with the next", () => {
    const names = ["PI 3 Sprint 1", "PI 3 Sprint 2", "PI 3 Sprint 3", "PI 4 Sprint 1", "PI 4 Sprint 2"];
    expect(increments(boxes("2026-09-07", names), "2026-11-03")).toEqual([
      "PI 3: 1 2 3 from 2026-09-07",
      "PI 4: 1 2 3* from 2026-10-19",
      "PI 5: 1* 2* 3* from 2026-11-30",
    ]);
  });

  test("adds none if the next one is there", () => {
    const names = ["26.4.1", "26.4.2", "27.1.1", "27.1.2"];
    expect(increments(boxes("2026-12-07", names), "2026-12-14")).toEqual([
      "2026.4: 1 2 from 2026-12-07",
      "2027.1: 1 2 from 2027-01-04",
    ]);
  });

  test("begins with the number of the first sprint", () => {
    const names = ["PI 3 Sprint 3", "PI 3 Sprint 4", "PI 4 Sprint 1", "PI 4 Sprint 2"];
    expect(increments(boxes("2026-09-07", names), "2026-09-10")[0]).toBe("PI 3: 3 4 from 2026-09-07");
  });

  test("counts from zero where the sprints do", () => {
    const names = ["PI 3 Sprint 0", "PI 3 Sprint 1", "PI 3 Sprint 2", "PI 4 Sprint 0", "PI 4 Sprint 1"];
    expect(increments(boxes("2026-09-07", names), "2026-11-03")).toEqual([
      "PI 3: 0 1 2 from 2026-09-07",
      "PI 4: 0 1 2* from 2026-10-19",
      "PI 5: 0* 1* 2* from 2026-11-30",
    ]);
  });

  test.each(["PI # Sprint 3", "PI # IP"])("continues increments whose last iteration is shorter: %s", (last) => {
    const days = ["2026-08-31", "2026-09-14", "2026-09-28", "2026-10-05", "2026-10-19", "2026-11-02", "2026-11-09"];
    const sprints = days.flatMap((from, place) => {
      const [inside, pi] = [place % 3, String(Math.floor(place / 3) + 1)];
      const name = inside === 2 ? last.replace("#", pi) : `PI ${pi} Sprint ${inside + 1}`;
      return boxes(from, [name]).map((one) => ({ ...one, endsOn: one.startsOn + (inside === 2 ? 5 : 12) }));
    });
    const cadence = cadenceOf(sprints);
    const found = cadence === null ? [] : incrementsOf(cadence, sprints, dayNumber("2026-11-10"));
    expect(found.slice(2).map(({ iterations }) => iterations.map(({ startsOn }) => dayText(startsOn)))).toEqual([
      ["2026-11-09", "2026-11-23", "2026-12-07"],
      ["2026-12-14", "2026-12-28", "2027-01-11"],
    ]);
  });

  test("are none of sprints that count releases", () => {
    const names = ["v1.4.0", "v1.5.0", "v1.6.0", "v1.7.0"];
    expect(increments(boxes("2026-09-07", names), "2026-09-10").map((one) => one.slice(0, 10))).toEqual([
      "2026Q3: 1 ",
      "2026Q4: 1 ",
    ]);
  });

  test("gives a sprint without a number to the increment before it, or to the first", () => {
    const first = boxes("2026-09-07", [
      "Hardening",
      "PI 3 Sprint 2",
      "PI 3 Sprint 3",
      "PI 4 Sprint 1",
      "PI 4 Sprint 2",
      "Feast",
    ]);
    expect(increments(first, "2026-09-10").slice(0, 2)).toEqual([
      "PI 3: 1 2 3 from 2026-09-07",
      "PI 4: 1 2 3 from 2026-10-19",
    ]);
  });

  test("gives sprints of a past without increments to quarters", () => {
    const past = boxes("2026-09-07", ["Sprint 6", "Sprint 7", "Sprint 8", "Sprint 9"], "b");
    const present = boxes("2026-11-02", ["PI 4 Sprint 1", "PI 4 Sprint 2"]);
    expect(increments([...past, ...present], "2026-11-03").slice(0, 3)).toEqual([
      "2026Q3: 1 2 from 2026-09-07",
      "2026Q4: 1 2 from 2026-10-05",
      "PI 4: 1 2 from 2026-11-02",
    ]);
  });

  test("takes a sprint out of order for one of the present increment", () => {
    const names = ["PI 3 Sprint 1", "PI 3 Sprint 2", "PI 4 Sprint 1", "PI 4 Sprint 2", "PI 3 Sprint 3"];
    const all = [...boxes("2026-09-07", names), ...boxes("2026-09-07", ["PI 3 Sprint 1", "PI 3 Sprint 2"], "b")];
    expect(increments(all, "2026-09-10").map((one) => one.slice(0, 4))).toEqual(["PI 3", "PI 4"]);
  });

  test("writes keys as a train file accepts them, each once", () => {
    const twins = ["1#1.1", "1#1.2", "1~1.1", "1~1.2"];
    expect(increments(boxes("2026-09-07", twins), "2026-09-10").map((one) => one.slice(0, 6))).toEqual([
      "1-1: 1",
      "1-1-2:",
    ]);
  });
});

describe("by quarters", () => {
  const ten = Array.from({ length: 10 }, (_, place) => `Bird ${"x".repeat(place)}`);

  test("a period belongs to the quarter of its middle", () => {
    const found = increments(boxes("2026-06-15", ten), "2026-08-01");
    expect(found.map((one) => one.slice(0, 6))).toEqual(["2026Q2", "2026Q3", "2026Q4"]);
    expect(found[1]).toBe("2026Q3: 1 2 3 4 5 6 7 from 2026-06-29");
  });

  test("continues from a calendar that ended lately to the present, and through the next quarter", () => {
    const found = increments(boxes("2026-01-05", ten.slice(0, 3)), "2026-09-01");
    expect(found.map((one) => one.slice(0, 6))).toEqual(["2026Q1", "2026Q2", "2026Q3", "2026Q4"]);
  });

  test("continues a calendar of long ago by one quarter only", () => {
    const found = increments(boxes("2016-01-04", ten.slice(0, 3)), "2026-09-01");
    expect(found.map((one) => one.slice(0, 6))).toEqual(["2016Q1", "2016Q2"]);
  });
});

test("no periods are no increments", () => {
  expect(incrementsOf({ periods: [], length: 14 }, [], 0)).toEqual([]);
});
