import { expect, test } from "vitest";
import { createPause } from "../../src/cli/evaluate-context.ts";
import { effectsOf, landedMoves } from "../../src/cli/whatif-effects.ts";
import { effectLines } from "../../src/cli/whatif-lines.ts";
import { movesGiven, type GivenMove } from "../../src/cli/whatif-moves.ts";
import { effectRow } from "../../src/cli/whatif-rows.ts";
import type { Model } from "../../src/domain/model/model.ts";
import type { Train } from "../../src/domain/model/train.ts";
import { evaluateInput } from "../../src/reporting/evaluate-train.ts";
import { TrainViews } from "../../src/reporting/train-views.ts";
import { blocks, day, idOf, item, jiraTeam, model, now, sprint, train } from "../domain/plan.ts";

async function effects(facts: Model, on: Train, ...moves: readonly GivenMove[]) {
  const views = new TrainViews(createPause());
  const input = { model: facts, train: on, previous: [], past: null, at: now };
  const evaluation = await evaluateInput({ views }, input);
  const present = { input, evaluation };
  return effectsOf({ views }, present, landedMoves(present, movesGiven(evaluation.view, moves)));
}

const of = (label: string, lines: readonly string[]) => lines.filter((line) => line.startsWith(label));

test("a parent follows its part, and a conflict may become more severe or less", async () => {
  const facts = model({
    items: [
      item("PAY-9", { kind: "epic" }),
      item("PAY-1", { in: 2, parentId: idOf("PAY-9") }),
      item("LED-1", { in: 3 }),
      item("LED-2", { in: 3 }),
      item("LED-3", { in: 2 }),
    ],
    links: [blocks("LED-3", "PAY-1"), blocks("PAY-1", "LED-2"), blocks("LED-1", "PAY-1")],
  });
  const found = await effects(facts, train(), { key: "PAY-1", iteration: "4" });
  const lines = effectLines(found);
  expect(of("follows", lines)).toEqual([
    "follows  PAY-9 “Title of PAY-9” (PAY): iteration 3, 1 – 14 Feb 2027 → iteration 4, 15 – 28 Feb 2027",
  ]);
  expect(of("clears", lines)).toEqual([
    "clears   PAY-1 is planned for iteration 3, but it needs LED-3, which is planned for the same iteration. (risk)",
  ]);
  expect(of("opens", lines)).toEqual([
    "opens    LED-2 is planned for iteration 4, but it needs PAY-1, which is planned for the same iteration. (risk)",
  ]);
  expect(of("eases", lines)).toEqual([
    "eases    PAY-1 is planned for iteration 4, but it needs LED-1, which is planned for the same iteration. (risk), was a conflict",
  ]);
  const back = await effects(facts, train({ rules: { "same-iteration": "info" } }), { key: "LED-3", iteration: "4" });
  expect(of("worsens", effectLines(back))).toEqual([
    "worsens  PAY-1 is planned for iteration 3, but it needs LED-3, which is planned for iteration 4. (conflict), was for information",
  ]);
  expect(effectRow(back)).toMatchObject({ worsens: [{ consumer: "PAY-1", was: "info", severity: "conflict" }] });
});

test("an item may leave its team with its timebox, and the train with its team", async () => {
  const board = sprint("60", { startsAt: day(42), endsAt: day(56), boardId: 7, name: "PAY 3" });
  const at = (key: string) => item(key, { sprintIds: [board.id] });
  const facts = { ...model({ items: [at("PAY-1"), at("PAY-2")] }), sprints: new Map([[board.id, board]]) };
  const on = train({
    teams: [jiraTeam("pay", { boards: [7] }), jiraTeam("rest", { projects: ["PAY"], labels: ["x"] })],
  });
  const none = { key: "PAY-1", iteration: "none" };
  const found = await effects(facts, on, none);
  const [line] = effectLines(found);
  expect(line).toBe(
    "moves    PAY-1 “Title of PAY-1” (PAY): iteration 4, 15 – 28 Feb 2027 → no iteration, then of no team",
  );
  expect(effectRow(found)).toMatchObject({ moves: [{ after: { team: null, iteration: null }, timebox: null }] });
});

test("an iteration may become fuller than what the team finished lately", async () => {
  const facts = model({
    items: [item("PAY-8", { in: 0, status: "done" }), item("PAY-1", { in: 2 }), item("PAY-2", { in: 1 })],
  });
  const found = await effects(facts, train(), { key: "PAY-1", iteration: "2" });
  expect(found.loads.map(({ iteration, isNewlyOver }) => [iteration, isNewlyOver])).toEqual([
    ["2", true],
    ["3", false],
  ]);
  expect(effectLines(found)).toContain("load     PAY in iteration 2: 1 → 2 items, 1 finished per iteration lately");
});
