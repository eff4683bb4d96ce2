import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { HistoryEvent } from "../../src/domain/items/history.ts";
import { deliveryJson } from "../../src/reporting/delivery-json.ts";
import { delivered, later, readAt, stateAt } from "../domain/figures/delivered.ts";
import { day, idOf, item, model, now } from "../domain/plan.ts";
import { at as valueAt, objectsAt, textsNamed } from "../support/json.ts";

const born = { createdAt: day(-9), updatedAt: day(-8) };
const done = { status: "done", closedAt: day(3), updatedAt: day(3), createdAt: day(-9) } as const;
const items = [
  item("PAY-1", { in: 0, points: 3, ...done }),
  item("PAY-2", { in: 0, points: 5, ...born, status: "cancelled" }),
  ...Array.from({ length: 25 }, (_, place) => item(`LED-${place + 1}`, { in: 1, ...born })),
];

function jsonOf(completedAt: number): unknown {
  const told = { model: readAt(model({ items }), completedAt), events: [] };
  return deliveryJson(delivered(told, now), stateAt(told, now));
}

test("each figure has its formula, sample, coverage and the items behind it, long lists with their total", () => {
  const json = jsonOf(later);
  expect(json).toMatchObject({ at: "2027-01-20T12:00:00.000Z", increment: "first", unknown: [] });
  const [, iteration] = objectsAt(json, "all", "periods");
  expect(iteration).toMatchObject({
    increment: "first",
    iteration: "1",
    startsAt: "2027-01-04T00:00:00.000Z",
    endsAt: "2027-01-18T00:00:00.000Z",
    until: "2027-01-18T00:00:00.000Z",
    isRunning: false,
    commitment: { fromHistory: true, unknown: [] },
    predictability: {
      formula: "Predictability",
      items: { part: 1, whole: 1, ratio: 1 },
      points: { part: 3, whole: 3, ratio: 1 },
      sample: 1,
      doneBefore: 0,
      coverage: { of: 1, known: 0, missing: [{ kind: "untold", items: { total: 1, first: ["PAY-1"] } }] },
      withoutEstimate: 0,
      done: { total: 1, first: ["PAY-1"] },
      notDone: { total: 0, first: [] },
    },
    scopeChange: {
      formula: "Scope change",
      committed: { items: 1, points: 3 },
      ratios: { items: { change: 0, creep: 0, net: 0 } },
      behind: { added: { total: 0, first: [] }, reEstimated: { total: 0, first: [] } },
    },
  });
  expect(valueAt(json, "all", "burnUp")).toMatchObject({ formula: "Burn-up", sample: 17, open: { total: 25 } });
  const whole = { items: 26, points: 3 };
  const [first] = objectsAt(json, "all", "burnUp", "days");
  expect(first).toEqual({ day: "2027-01-04", done: { items: 0, points: 0 }, scope: whole, remaining: whole });
  const [pay] = objectsAt(json, "teams");
  expect(pay).toMatchObject({
    team: "pay",
    name: "PAY",
    unit: "points",
    velocity: {
      formula: "Velocity",
      points: { n: 1, mean: 3, min: 3, max: 3, standardDeviation: null },
      sample: 1,
      iterations: [{ iteration: "1", behind: { total: 1, first: ["PAY-1"] } }],
    },
  });
  const open = valueAt(json, "all", "burnUp", "open", "first");
  expect(open).toHaveLength(10);
});

test("a period that was not read says so, and has no figures", () => {
  const [, iteration] = objectsAt(jsonOf(day(2)), "all", "periods");
  expect(iteration).toEqual({
    increment: "first",
    iteration: "1",
    startsAt: "2027-01-04T00:00:00.000Z",
    endsAt: "2027-01-18T00:00:00.000Z",
    until: "2027-01-18T00:00:00.000Z",
    isRunning: false,
    because: "not-read",
  });
});

test("what was estimated anew is named", () => {
  const estimate: HistoryEvent = {
    id: "1",
    itemId: idOf("PAY-1"),
    at: day(2),
    ordinal: 0,
    knownBy: "tracker",
    field: "points",
    from: 2,
    to: 3,
  };
  const told = { model: readAt(model({ items }), later), events: [estimate] };
  const [, iteration] = objectsAt(deliveryJson(delivered(told, now), stateAt(told, now)), "all", "periods");
  expect(valueAt(iteration, "scopeChange")).toMatchObject({
    reEstimated: { items: 1, points: 1 },
    behind: { reEstimated: { total: 1, first: ["PAY-1"] } },
  });
});

test("an item whose key another one has too has its id", () => {
  const told = { model: readAt(model({ items }), later), events: [] };
  const { items: known } = stateAt(told, now);
  const one = known.get(idOf("PAY-1"));
  if (one === undefined) throw new Error("no item");
  const twice = new Map([...known, [idOf("OTHER-1"), { ...one, item: { ...one.item, id: idOf("OTHER-1") } }]]);
  const [, iteration] = objectsAt(deliveryJson(delivered(told, now), { items: twice }), "all", "periods");
  expect(valueAt(iteration, "predictability", "done", "first")).toEqual(["jira:j:issue:PAY-1"]);
});

test("an item that the model does not hold any more has its id", () => {
  const told = { model: readAt(model({ items }), later), events: [] };
  const json = deliveryJson(delivered(told, now), { items: new Map() });
  const [, iteration] = objectsAt(json, "all", "periods");
  expect(valueAt(iteration, "predictability", "done", "first")).toEqual(["jira:j:issue:PAY-1"]);
});

const page = readFileSync(new URL("../../docs/figures.md", import.meta.url), "utf8");

test("the business value of an increment names the items behind it, says of when the values are, and formulas have the page's names", () => {
  const feature = { sourceKind: "Feature", in: 0 } as const;
  const valued = [
    item("PAY-1", { ...feature, ...done, businessValue: 8 }),
    item("PAY-2", { ...feature, ...born, businessValue: 5 }),
    item("PAY-3", { ...feature, ...born }),
  ];
  const told = { model: readAt(model({ items: valued }), later), events: [] };
  const json = deliveryJson(delivered(told, now), stateAt(told, now));
  const [increment, iteration] = objectsAt(json, "all", "periods");
  const formulas = new Set(textsNamed(json, "formula"));
  expect(formulas.size).toBe(5);
  expect([...formulas].filter((name) => !page.includes(`\n### ${name}\n`))).toEqual([]);
  expect(increment).toMatchObject({
    iteration: null,
    predictability: { sample: 3, done: { total: 1 }, notDone: { total: 2 } },
    businessValue: {
      formula: "Business value",
      part: 8,
      whole: 13,
      ratio: 0.615,
      sample: 2,
      coverage: { of: 3, known: 2 },
      valuesAsOf: "last-reading",
      done: { total: 1, first: ["PAY-1"] },
      notDone: { total: 1, first: ["PAY-2"] },
    },
  });
  expect(iteration).toMatchObject({ iteration: "1", businessValue: null });
});
