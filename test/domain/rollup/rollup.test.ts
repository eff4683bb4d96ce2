import { describe, expect, test } from "vitest";

import { rollUp } from "../../../src/domain/rollup/roll-up.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import { blocks, box, date, day, githubTeam, idOf, item, model, now, train, soundSetup } from "../plan.ts";
import type { ItemChanges, ModelParts } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";

function rollupOf(parts: ModelParts, changes: Partial<Train> = {}, at = now) {
  const facts = model(parts);
  const view = viewTrain(facts, train(changes), at);
  return rollUp({ view, conflicts: view.conflicts, model: facts, setup: soundSetup, unseen: 0 });
}

const zero = { items: 0, done: 0, inProgress: 0, cancelled: 0, points: 0, pointsDone: 0 };

describe("progress", () => {
  const items = [
    item("PAY-1", { in: 1, points: 0.1, status: "done" }),
    item("PAY-2", { in: 1, points: 0.2, status: "in-progress" }),
    item("PAY-3", { in: 1, points: 8, status: "cancelled" }),
    item("PAY-4", { in: 1, presence: "gone", points: 8 }),
    item("PAY-5", { in: 4, points: 2 }),
    item("LED-1", { points: 3 }),
    item("OPS-1", { in: 1, points: 5 }),
  ];
  const second = { items: 2, done: 1, inProgress: 1, cancelled: 1, points: 0.3, pointsDone: 0.1 };

  test("per iteration: the increment's, others with work, and none", () => {
    expect(rollupOf({ items })).toMatchObject({
      total: { items: 4, done: 1, inProgress: 1, cancelled: 1, points: 5.3, pointsDone: 0.1 },
      iterations: [
        { iteration: "1", increment: "first", progress: zero },
        { iteration: "2", increment: "first", progress: second },
        { iteration: "3", increment: "first", progress: zero },
        { iteration: "4", increment: "first", progress: zero },
        { iteration: "5", increment: "second", progress: { ...zero, items: 1, points: 2 } },
        { iteration: null, increment: null, progress: { ...zero, items: 1, points: 3 } },
      ],
    });
  });

  test("per team, in the file's order, whether it has work or not", () => {
    const { teams } = rollupOf({ items });
    expect(teams.map(({ team, name, total }) => [team, name, total.items])).toEqual([
      ["pay", "PAY", 3],
      ["led", "LED", 1],
      ["api", "API", 0],
    ]);
    expect(teams.map(({ iterations }) => iterations.length)).toEqual([6, 5, 5]);
  });
});

describe("estimates", () => {
  test.each<[string, string | null, readonly string[], number | null]>([
    ["by label", "points/*", ["bug", "points/5"], 5],
    ["without case", "Points/*", ["POINTS/0.5"], 0.5],
    ["the greatest of several", "points/*", ["points/3", "points/13", "points/x"], 13],
    ["with something after the star", "*pt", ["8pt"], 8],
    ["no number", "points/*", ["points/", "points/many", "points/-1", "points/1e9"], null],
    ["prefix and suffix do not overlap", "aa*a", ["aa"], null],
    ["no estimate", null, ["points/5"], null],
  ])("in GitHub: %s", (_, pointsLabel, labels, expected) => {
    const teams = [githubTeam("api", { pointsLabel })];
    const view = viewTrain(model({ items: [item("acme/api#1", { labels })] }), train({ teams }), now);
    expect(view.items.get(idOf("acme/api#1"))?.points).toBe(expected);
  });

  test("of a neighbour: Jira's field, nothing in GitHub", () => {
    const items = [item("PAY-1"), item("OPS-1", { points: 2 }), item("other/repo#1", { labels: ["points/5"] })];
    const links = [blocks("OPS-1", "PAY-1"), blocks("other/repo#1", "PAY-1")];
    const view = viewTrain(model({ items, links }), train(), now);
    expect([...view.items.values()].map(({ points }) => points)).toEqual([null, 2, null]);
  });
});

describe("where the train is", () => {
  test.each<[number, string, string | null]>([
    [-1, "first", null],
    [0, "first", "1"],
    [27, "first", "2"],
    [28, "first", "3"],
    [56, "second", "5"],
    [112, "second", null],
  ])("day %i", (number, increment, iteration) => {
    expect(rollupOf({}, {}, day(number))).toMatchObject({ increment, iteration });
  });

  test("a train without increments", () => {
    expect(rollupOf({}, { increments: [] })).toMatchObject({ increment: "", iteration: null, iterations: [{}] });
  });
});

describe("the verdict", () => {
  const ends = (consumer: ItemChanges, provider: ItemChanges): ModelParts => ({
    items: [item("PAY-1", consumer), item("LED-1", provider)],
    links: [blocks("LED-1", "PAY-1")],
  });
  const cycle: ModelParts = {
    items: [item("LED-1", { in: 6, dueOn: date(85) }), item("PAY-1", { in: 2 })],
    links: [blocks("LED-1", "PAY-1"), blocks("PAY-1", "LED-1")],
  };
  const off = { "late-provider": "off", "cross-increment": "off", "same-iteration": "off" } as const;

  test.each<[string, ModelParts, Partial<Train>, number, string, Record<string, number>]>([
    ["nothing wrong", ends({ in: 2 }, { in: 1 }), {}, now, "on-track", {}],
    ["information only", ends({ in: 2 }, { presence: "stub" }), {}, now, "on-track", {}],
    ["a risk", ends({ in: 1 }, { in: 1 }), {}, now, "at-risk", { risks: 1 }],
    ["a conflict in this iteration", ends({ in: 1 }, { in: 2 }), {}, now, "off-track", { "conflicts-now": 1 }],
    ["in the next", ends({ in: 2 }, { in: 3 }), {}, now, "off-track", { "conflicts-now": 1 }],
    ["after the next", ends({ in: 3 }, { in: 4 }), {}, now, "at-risk", { "conflicts-later": 1 }],
    [
      "before the train starts, the first is next",
      ends({ in: 0 }, { in: 1 }),
      {},
      day(-3),
      "off-track",
      { "conflicts-now": 1 },
    ],
    ["and the second is later", ends({ in: 1 }, { in: 2 }), {}, day(-3), "at-risk", { "conflicts-later": 1 }],
    [
      "work that goes on",
      ends({ in: 5, status: "in-progress" }, { in: 6 }),
      {},
      now,
      "off-track",
      { "conflicts-now": 1 },
    ],
    ["work that is overdue", ends({ dueOn: date(3) }, {}), {}, now, "off-track", { "conflicts-now": 1 }],
    ["work without a plan", ends({}, { in: 0 }), {}, now, "at-risk", { "conflicts-later": 1 }],
    ["any item of a cycle", cycle, { rules: off }, now, "off-track", { "conflicts-now": 1 }],
  ])("%s", (_, parts, changes, at, level, counts) => {
    const { verdict } = rollupOf(parts, changes, at);
    expect(verdict.level).toBe(level);
    expect(Object.fromEntries(verdict.reasons.map(({ kind, count }) => [kind, count]))).toEqual(counts);
  });

  test("a conflict about items the view does not hold counts, but not as one of now", () => {
    const [known] = viewTrain(model(ends({ in: 1 }, { in: 2 })), train(), now).conflicts;
    const view = viewTrain(model(), train(), now);
    const conflicts = known === undefined ? [] : [{ ...known, provider: null }];
    expect(rollUp({ view, conflicts, model: model(), setup: soundSetup, unseen: 0 })).toMatchObject({
      verdict: { level: "at-risk", reasons: [{ kind: "conflicts-later", count: 1 }] },
      teams: [1, 2, 3].map(() => ({ openConflicts: { conflict: 0 } })),
    });
  });

  test("reasons in the order of weight", () => {
    const items = [0, 1, 2, 3].map((n) => item(`PAY-${n}`, { in: n + 1 }));
    const links = [
      blocks("PAY-3", "PAY-2"),
      blocks("PAY-2", "PAY-1"),
      blocks("PAY-1", "LED-9"),
      blocks("PAY-1", "LED-8"),
    ];
    const others = [item("LED-9", { in: 2 }), item("LED-8", { in: 2 })];
    expect(rollupOf({ items: [...items, ...others], links }).verdict).toEqual({
      level: "off-track",
      reasons: [
        { kind: "conflicts-now", count: 1 },
        { kind: "conflicts-later", count: 1 },
        { kind: "risks", count: 2 },
      ],
    });
  });
});

describe("figures", () => {
  const items = [
    item("PAY-1", { in: 2 }),
    item("PAY-2", { in: 1, parentId: idOf("PAY-1"), status: "done" }),
    item("PAY-3", { presence: "gone", parentId: idOf("PAY-2") }),
    item("LED-1", { in: 3, points: 1 }),
    item("acme/api#1", { parentId: idOf("LED-1") }),
    item("OPS-1", { in: 1 }),
    item("OPS-2"),
  ];
  const links = [
    blocks("LED-1", "PAY-1"),
    blocks("PAY-2", "PAY-1"),
    blocks("OPS-1", "PAY-1"),
    blocks("acme/api#1", "LED-1"),
    blocks("?else/where#1", "PAY-1", { origin: "text" }),
    blocks("?else/where#1", "LED-1", { origin: "text" }),
  ];

  test("features, dependencies, conflicts by severity and team", () => {
    expect(rollupOf({ items, links })).toMatchObject({
      train: "payments",
      name: "Payments",
      at: now,
      items: 5,
      features: 2,
      uncounted: 2,
      total: { items: 2, done: 1 },
      dependencies: { total: 6, open: 5, crossTracker: 3, crossTeam: 2 },
      conflicts: { conflict: 2, risk: 0, info: 2 },
      teams: [
        { openConflicts: { conflict: 1, risk: 0, info: 1 } },
        { openConflicts: { conflict: 2, risk: 0, info: 1 } },
        { openConflicts: { conflict: 1, risk: 0, info: 0 } },
      ],
    });
  });

  test("a milestone places an issue by its due day", () => {
    const view = viewTrain(model({ items: [item("acme/api#1", { in: 3 })] }), train(), now);
    expect(view.items.get(idOf("acme/api#1"))).toMatchObject({ iteration: { key: "4" }, endsAt: box(3).endsAt });
  });
});
