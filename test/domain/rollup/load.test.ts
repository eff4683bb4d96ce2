import { describe, expect, test } from "vitest";

import { rollUp } from "../../../src/domain/rollup/roll-up.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import { blocks, day, idOf, item, jiraTeam, model, now, train, soundSetup } from "../plan.ts";
import type { ModelParts } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";

/** Wednesday of the fourth iteration, the last of its increment. */
const later = day(44);

function rollupOf(parts: ModelParts, { at = later, ...changes }: Partial<Train> & { readonly at?: number } = {}) {
  const facts = model(parts);
  const view = viewTrain(facts, train({ teams: [jiraTeam("pay")], ...changes }), at);
  return rollUp({ view, conflicts: view.conflicts, model: facts, setup: soundSetup, unseen: 0 });
}

const loadOf = (items: readonly WorkItem[], setting: Parameters<typeof rollupOf>[1] = {}) => {
  const [load] = rollupOf({ items }, setting).load;
  return load;
};

const done = (number: number, ordinal: number, points: number | null = null) =>
  item(`PAY-${number}`, { in: ordinal, status: "done", points });

describe("what a team finished per iteration", () => {
  test.each<[string, readonly WorkItem[], number | null, number]>([
    ["nothing known yet", [item("PAY-1", { in: 3, points: 1 })], null, 0],
    [
      "in the last three iterations",
      [done(1, 0, 30), done(2, 1, 1), done(3, 2, 6), item("PAY-4", { in: 3, points: 1 })],
      12.333,
      3,
    ],
    ["from the first in which it finished something", [done(2, 1, 1), item("PAY-4", { in: 3, points: 1 })], 0.5, 2],
    [
      "what is cancelled or gone is not finished",
      [
        done(1, 2, 4),
        item("PAY-2", { in: 2, status: "cancelled", points: 4 }),
        item("PAY-3", { in: 2, status: "done", presence: "gone", points: 4 }),
      ],
      4,
      1,
    ],
  ])("%s", (_, items, finished, over) => {
    expect(loadOf(items)).toMatchObject({ team: "pay", name: "PAY", unit: "points", finished, over });
  });

  test("an innovation-planning iteration is no measure, a fourth one is too long ago", () => {
    const increments = train().increments.map((increment) => ({
      ...increment,
      iterations: increment.iterations.map((one) =>
        one.ordinal === 3 ? { ...one, kind: "innovation-planning" as const } : one,
      ),
    }));
    const items = [done(1, 0, 100), done(2, 1, 1), done(3, 2, 2), done(4, 3, 50), done(5, 4, 3)];
    expect(loadOf(items, { increments, at: day(75) })).toMatchObject({ finished: 2, over: 3 });
  });
});

describe("what a team has", () => {
  test("in the running and coming iterations of the present increment", () => {
    const items = [
      done(1, 0, 5),
      done(2, 1, 2),
      item("PAY-3", { in: 1, points: 4 }),
      item("PAY-4", { in: 3, points: 5 }),
      item("PAY-5", { in: 4, points: 9 }),
    ];
    expect(loadOf(items, { at: now })?.iterations).toEqual([
      { iteration: "2", increment: "first", ordinal: 1, load: 6, done: 2, isOver: true },
      { iteration: "3", increment: "first", ordinal: 2, load: 0, done: 0, isOver: false },
      { iteration: "4", increment: "first", ordinal: 3, load: 5, done: 0, isOver: false },
    ]);
  });

  test.each<[string, readonly (number | null)[], string, number]>([
    ["points, where most of it is estimated", [3, 1, null], "points", 4],
    ["items, where half of it is not", [3, null], "items", 2],
    ["items, where there is nothing", [], "items", 0],
  ])("in %s", (_, estimates, unit, load) => {
    const items = estimates.map((points, index) => item(`PAY-${index + 1}`, { in: 3, points }));
    expect(loadOf(items)).toMatchObject({ unit, iterations: [{ load }] });
  });

  test("parents are not added up with their children, and subtasks not with their parents", () => {
    const items = [
      item("PAY-1", { in: 3, points: 8, kind: "epic" }),
      item("PAY-2", { in: 3, points: 3, parentId: idOf("PAY-1") }),
      item("PAY-3", { in: 3, points: 1, parentId: idOf("PAY-2"), kind: "subtask" }),
      item("PAY-4", { in: 3, points: 2 }),
      item("OPS-1", { in: 3, points: 100 }),
      item("PAY-5", { presence: "gone", parentId: idOf("PAY-4") }),
    ];
    expect(loadOf(items)?.iterations).toMatchObject([{ load: 5 }]);
  });
});

describe("over-capacity in the verdict", () => {
  /** One point finished per iteration; two in the iteration of that ordinal. */
  const full = (ordinal: number): ModelParts => ({
    items: [done(1, 0, 1), item("PAY-2", { in: ordinal, points: 2 })],
  });
  const reason = [{ kind: "over-capacity", count: 1 }];

  test.each<[string, Train["rules"], number, object]>([
    ["a risk by default", {}, 1, { level: "at-risk", reasons: reason }],
    ["off", { "over-capacity": "off" }, 1, { level: "on-track", reasons: [] }],
    ["only worth knowing", { "over-capacity": "info" }, 1, { level: "on-track", reasons: [] }],
    ["a conflict now", { "over-capacity": "conflict" }, 1, { level: "off-track", reasons: reason }],
    ["a conflict in the next iteration", { "over-capacity": "conflict" }, 2, { level: "off-track", reasons: reason }],
    ["a conflict later", { "over-capacity": "conflict" }, 3, { level: "at-risk", reasons: reason }],
  ])("%s", (_, rules, ordinal, expected) => {
    expect(rollupOf(full(ordinal), { rules, at: now }).verdict).toEqual(expected);
  });

  test("stands between conflicts and risks", () => {
    const items = [
      ...(full(1).items ?? []),
      item("PAY-3", { in: 5, points: 1 }),
      item("PAY-4", { in: 5, points: 1 }),
      item("PAY-5", { in: 4, points: 0 }),
    ];
    const links = [blocks("PAY-4", "PAY-3"), blocks("PAY-4", "PAY-5")];
    expect(rollupOf({ items, links }, { at: now }).verdict.reasons.map(({ kind }) => kind)).toEqual([
      "conflicts-later",
      "over-capacity",
      "risks",
    ]);
  });
});
