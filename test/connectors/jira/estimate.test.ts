import { expect, test } from "vitest";
import { estimateIn } from "../../../connectors/jira/estimate.ts";

test.each<[readonly unknown[], number]>([
  [[5], 5],
  [[0], 0],
  [[" 5,5 "], 5.5],
  [[{ id: "1", value: "8" }], 8],
  [[[{ id: "1", value: "8" }]], 8],
  [[[3]], 3],
  [[["13"]], 13],
  [[{ value: "Large", child: { value: "13" } }], 13],
  [[{ value: "5", child: { value: "risky" } }], 5],
  [[-1, 8], 8],
  [[{ value: "XL" }, 8], 8],
  [[null, undefined, "2"], 2],
])("%o holds %s points", (fields, points) => {
  expect(estimateIn(fields)).toEqual({ points, pointsWords: null });
});

test.each<[unknown, string | null]>([
  [{ value: "XL" }, "XL"],
  [{ value: "Size", child: { value: "M" } }, "M"],
  ["5 pts", "5 pts"],
  [[{ value: "3" }, { value: "5" }], "3, 5"],
  [[5, 8], "5, 8"],
  [{ accountId: "a" }, "no text"],
  [{ value: "-1" }, null],
  [1_700_000_000, null],
  [Number.NaN, null],
  [-1, null],
  [[], null],
  [" ", null],
  [null, null],
])("%o is no number, and told as %s", (value, pointsWords) => {
  expect(estimateIn([value])).toEqual({ points: null, pointsWords });
});
