import { expect, test } from "vitest";

import { anEvaluation } from "../support/rollup.ts";
import type { TeamLoad } from "../../src/domain/rollup/rollup.ts";
import type { Train } from "../../src/domain/model/train.ts";
import type { Evaluation } from "../../src/reporting/evaluate.ts";
import { openRows } from "../../src/reporting/open-rows.ts";
import { aConflict, aGithubItem, anItem, aRecord, aTrain, planned } from "../support/builders.ts";
import { aView } from "../support/views.ts";

const iteration = { iteration: "3", increment: "2026.4", ordinal: 2, load: 52, done: 0, isOver: true };
const full: TeamLoad = {
  team: "checkout",
  name: "Checkout",
  unit: "points",
  finished: 26.5,
  over: 2,
  iterations: [iteration, { ...iteration, iteration: "4", load: 20, isOver: false }],
};

function rows(load: readonly TeamLoad[], rules: Train["rules"] = {}) {
  const view = aView([planned(anItem()), planned(aGithubItem())], { train: aTrain({ rules }) });
  const records = [aConflict({ fingerprint: "i", severity: "info" }), aConflict({ fingerprint: "c" })].map((conflict) =>
    aRecord(conflict),
  );
  const rollup = { increment: "2026.4", load } as unknown as Evaluation["rollup"];
  return openRows(anEvaluation({ view, records, rollup }));
}

test("an over-full iteration is a row of its own, after conflicts that are as grave", () => {
  const all = rows([
    full,
    { ...full, team: "api", finished: null, over: 0, iterations: [{ ...iteration, isOver: false }] },
  ]);
  expect(all.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
    "late-provider conflict",
    "over-capacity risk",
    "late-provider info",
  ]);
  expect(all[1]).toEqual({
    fingerprint: "over-capacity:checkout:2026.4/3",
    rule: "over-capacity",
    alsoFires: [],
    severity: "risk",
    says: "Checkout has 52 points in iteration 3, but finished 26.5 per iteration in its last 2.",
    consumer: null,
    provider: null,
    team: "checkout",
    iteration: "3",
    increment: "2026.4",
    load: 52,
    finished: 26.5,
    unit: "points",
    fix: "take 25.5 points out of iteration 3",
    actors: ["checkout"],
  });
});

test.each<[string, Train["rules"], string[]]>([
  ["as grave as the train says", { "over-capacity": "conflict" }, ["late-provider", "over-capacity", "late-provider"]],
  ["not at all", { "over-capacity": "off" }, ["late-provider", "late-provider"]],
])("%s", (_, rules, expected) => {
  expect(rows([full], rules).map(({ rule }) => rule)).toEqual(expected);
});

test("one iteration is no mean", () => {
  expect(rows([{ ...full, over: 1 }])[1]?.says).toBe(
    "Checkout has 52 points in iteration 3, but finished 26.5 in its last iteration.",
  );
});

test("one item too many is one item", () => {
  const [, row] = rows([{ ...full, unit: "items", finished: 1, over: 1, iterations: [{ ...iteration, load: 2 }] }]);
  expect(row).toMatchObject({
    says: "Checkout has 2 items in iteration 3, but finished 1 in its last iteration.",
    fix: "take 1 item out of iteration 3",
  });
});
