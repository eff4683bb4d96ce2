import { describe, expect, test } from "vitest";
import { createPause } from "../../src/cli/evaluate-context.ts";
import { conflictLines } from "../../src/cli/conflict-lines.ts";
import { fixLines } from "../../src/cli/fix-lines.ts";
import { fixWords } from "../../src/cli/fix-words.ts";
import { jointFixes, proposedFixes } from "../../src/cli/proposed-fixes.ts";
import type { TrainForecast } from "../../src/domain/forecast/train-forecast.ts";
import type { Model } from "../../src/domain/model/model.ts";
import { evaluateInput } from "../../src/reporting/evaluate-train.ts";
import { TrainViews } from "../../src/reporting/train-views.ts";
import { forecastOf, stories } from "../domain/forecast/made-up-trains.ts";
import { blocks, box, day, idOf, item, model, now, train } from "../domain/plan.ts";

async function looked(facts: Model) {
  const views = new TrainViews(createPause());
  const input = { model: facts, train: train(), previous: [], past: null, at: now };
  return { views, present: { input, evaluation: await evaluateInput({ views }, input) } };
}

/** PAY-1 is too late for OPS-1, which no team of the train can move, and cannot come before LED-1. */
const chained = model({
  items: [item("OPS-1", { in: 3 }), item("PAY-1", { in: 4 }), item("LED-1", { in: 3 }), item("LED-2", { in: 2 })],
  links: [blocks("PAY-1", "OPS-1"), blocks("LED-1", "PAY-1"), blocks("LED-2", "LED-1")],
});
const together =
  "move LED-1 to iteration 3 (LED) and move PAY-1 to iteration 3 (PAY): 2 items of 2 teams; no single move is enough";

test("a conflict that a forecast makes has none: the search looks at plans alone", async () => {
  const facts = model({
    items: [item("PAY-2", { in: 2 }), item("LED-2", { in: 1 })],
    links: [blocks("LED-2", "PAY-2")],
  });
  const views = new TrainViews(createPause());
  const input = { model: facts, train: train(), previous: [], past: null, at: now, forecast: aSlippingForecast() };
  const present = { input, evaluation: await evaluateInput({ views }, input) };
  expect(present.evaluation.records.map(({ conflict }) => conflict.rule)).toEqual(["probable-slip"]);
  expect(await proposedFixes({ views }, present, "PAY-2")).toEqual([]);
  expect(await jointFixes({ views }, present)).toEqual(new Map());
});

function aSlippingForecast(): TrainForecast {
  const item = { id: idOf("LED-2"), key: "LED-2", title: "", url: "" };
  const slip = { item, team: "led", sprint: box(1).id, endsAt: day(28), probability: 0.9 };
  const rest = { ended: 200, ridge: 1, coefficients: [], scores: null, openAfter: [1] };
  const slips = { kind: "learned", ...rest, records: [{ team: "", held: 30, times: 40 }], items: [slip] } as const;
  return { ...forecastOf({ items: stories(1) }), slips };
}

describe("a fix of several moves", () => {
  test("is in whatif with all that it changes", async () => {
    const { views, present } = await looked(chained);
    const fixes = await proposedFixes({ views }, present, undefined);
    expect(fixLines(present.evaluation, fixes, undefined)).toEqual([
      "conflict OPS-1 is planned for increment first, but it needs PAY-1, which is planned for increment second.",
      `fix      ${together}`,
      "opens    LED-1 is planned for iteration 3, but it needs LED-2, which is planned for the same iteration. (risk)",
      "         PAY-1 is planned for iteration 3, but it needs LED-1, which is planned for the same iteration. (risk)",
      "1 of 1 conflict can be cleared by at most 3 moves.",
    ]);
  });

  test("is in conflicts, where no single step ends the conflict", async () => {
    const { views, present } = await looked(chained);
    const joint = await jointFixes({ views }, present);
    const lines = conflictLines(present.evaluation, joint);
    const place = lines.findIndex((line) => line.includes("together: "));
    expect(lines[place]).toBe(`         together: ${together}`);
    expect(lines[place - 1]).toContain("decide about the scope of PAY-1");
    expect(lines.filter((line) => line.includes("together: "))).toHaveLength(1);
  });

  test("may end other conflicts too", async () => {
    const twice = model({
      items: [item("OPS-1", { in: 2 }), item("OPS-2", { in: 3 }), item("PAY-1", { in: 3 })],
      links: [blocks("PAY-1", "OPS-1"), blocks("PAY-1", "OPS-2")],
    });
    const { views, present } = await looked(twice);
    expect(fixLines(present.evaluation, await proposedFixes({ views }, present, "OPS-1"), "OPS-1")).toEqual([
      "conflict OPS-1 is planned for iteration 3, but it needs PAY-1, which is planned for iteration 4.",
      "fix      move PAY-1 to iteration 2 (PAY): 1 item of 1 team",
      "clears   also OPS-2 is planned for iteration 4, but it needs PAY-1, which is planned for the same iteration. (risk)",
      "1 of 1 conflict can be cleared by at most 3 moves.",
    ]);
  });
});

test("an iteration that a fix makes too full is named with the fix", async () => {
  const full = model({
    items: [
      item("OPS-1", { in: 2 }),
      item("PAY-1", { in: 3 }),
      item("PAY-2", { in: 1 }),
      item("PAY-8", { in: 0, status: "done" }),
    ],
    links: [blocks("PAY-1", "OPS-1")],
  });
  const { views, present } = await looked(full);
  expect(
    fixLines(present.evaluation, await proposedFixes({ views }, present, undefined), undefined).slice(1, 3),
  ).toEqual([
    "fix      move PAY-1 to iteration 2 (PAY): 1 item of 1 team",
    "load     PAY in iteration 2: 1 → 2 items, 1 finished per iteration lately",
  ]);
});

test("no fix is said to exist, or none to be found", async () => {
  const stuck = model({
    items: [item("OPS-1", { in: 1 }), item("PAY-1", { in: 3 })],
    links: [blocks("PAY-1", "OPS-1")],
  });
  const { views, present } = await looked(stuck);
  const { evaluation } = present;
  const lines = fixLines(evaluation, await proposedFixes({ views }, present, undefined), undefined);
  expect(lines.slice(1)).toEqual([
    "fix      none exists: no set of up to 3 moves clears it without opening one as severe",
    "0 of 1 conflict can be cleared by at most 3 moves; `conflicts` lists steps of other kinds.",
  ]);
  expect(fixLines(evaluation, [], undefined)).toEqual(["No open conflicts."]);
  expect(fixWords(evaluation, { fix: null, excluded: 0 })).toBe(
    "none found: Signalbox ended the search after 5000 sets of moves",
  );
  expect(fixWords(evaluation, { fix: null, excluded: 2 })).toBe(
    "none found: no fix of 2 moves exists; Signalbox ended the search after 5000 sets of moves",
  );
  expect(fixWords(evaluation, { fix: { moves: [], teams: [], overloads: 0, shift: 0 }, excluded: 2 })).toMatch(
    /; no 2 moves are enough$/u,
  );
});
