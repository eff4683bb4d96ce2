import { describe, expect, test } from "vitest";

import type { StepCaution } from "../../../src/domain/conflicts/conflict.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import { blocks, date, day, idOf, item, model, now, sprint, train } from "../plan.ts";
import type { ItemChanges } from "../plan.ts";
import { steps, words } from "../step-words.ts";
import { viewTrain } from "../../support/look-once.ts";

/** The first increment's last iteration is for innovation and planning. */
const innovation: Partial<Train> = {
  increments: train().increments.map((increment) => ({
    ...increment,
    iterations: increment.iterations.map((one) => (one.ordinal === 3 ? { ...one, kind: "innovation-planning" } : one)),
  })),
};

const running = "running-iteration";
const next = "next-increment";

describe("late or in the same iteration", () => {
  test.each<[string, ItemChanges, ItemChanges, readonly string[]]>([
    [
      "the nearer move first; the running iteration last",
      { in: 2 },
      { in: 3 },
      [`move LED-1 to 2 (led): ${running}`, `move PAY-1 to 5 (pay): ${next}`],
    ],
    ["not into the past", { in: 1 }, { in: 1 }, ["move PAY-1 to 3 (pay)"]],
    ["not beyond the calendar", { in: 7 }, { in: 7 }, ["move LED-1 to 7 (led)"]],
    ["either side", { in: 4 }, { in: 6 }, ["move PAY-1 to 8 (pay)", "move LED-1 to 4 (led)"]],
    [
      "its own last day, where that is what is late",
      { in: 3 },
      { in: 2, dueOn: date(45) },
      [`LED-1 due ${date(41)} (led)`, `move PAY-1 to 5 (pay): ${next}`],
    ],
    [
      "either's own last day, where there are no iterations",
      { dueOn: date(60) },
      { dueOn: date(69) },
      [`LED-1 due ${date(60)} (led)`, `PAY-1 due ${date(69)} (pay)`],
    ],
    [
      "no last day in the past",
      { startOn: date(16), dueOn: date(60) },
      { dueOn: date(69) },
      ["decide-scope PAY-1 (pay)", "decide-scope LED-1 (led)"],
    ],
    [
      "finished, where it has begun and nothing can be moved",
      { in: 1, dueOn: date(16) },
      { in: 1, dueOn: date(111), startOn: date(18) },
      ["finish LED-1 (led)"],
    ],
    [
      "a decision, where nothing within the increment helps",
      { in: 1 },
      { in: 3 },
      ["decide-scope PAY-1 (pay)", "decide-scope LED-1 (led)", `move PAY-1 to 5 (pay): ${next}`],
    ],
    [
      "nor another date, where the iteration is late",
      { in: 2 },
      { in: 3, dueOn: date(50) },
      ["decide-scope PAY-1 (pay)", "decide-scope LED-1 (led)", `move PAY-1 to 5 (pay): ${next}`],
    ],
  ])("%s", (_, consumer, provider, expected) => {
    expect(steps(consumer, provider)).toEqual(expected);
  });

  test("an innovation-planning iteration is a last resort, and said to be one", () => {
    expect(steps({ in: 2 }, { in: 2 }, { on: innovation })).toEqual([
      "move LED-1 to 2 (led): running-iteration",
      "move PAY-1 to 4 (pay): innovation-planning",
    ]);
  });

  test("after the last iteration there is only a decision", () => {
    expect(steps({ in: 7 }, { dueOn: date(120) }, { at: day(113) })).toEqual([
      "decide-scope PAY-1 (pay)",
      "decide-scope LED-1 (led)",
    ]);
  });
});

describe("unscheduled", () => {
  test.each<[string, ItemChanges, readonly string[]]>([
    ["before, and near", { in: 3 }, ["schedule LED-1 to 3 (led)"]],
    ["a decision, where there is nothing before", { in: 1 }, ["decide-scope PAY-1 (pay)", "decide-scope LED-1 (led)"]],
    ["finished, where work goes on already", { status: "in-progress" }, ["finish LED-1 (led)"]],
    ["before a day", { dueOn: date(60) }, ["schedule LED-1 to 4 (led)"]],
  ])("%s", (_, consumer, expected) => {
    expect(steps(consumer, {})).toEqual(expected);
  });

  test("in the same iteration, where the train does not mind", () => {
    expect(steps({ in: 1 }, {}, { on: { rules: { "same-iteration": "off" } } })).toEqual([
      `schedule LED-1 to 2 (led): ${running}`,
    ]);
  });

  test("as soon as can be, where work goes on without a plan and the train does not mind that", () => {
    const on: Partial<Train> = { rules: { "started-blocked": "off" } };
    expect(steps({ status: "in-progress" }, {}, { on })).toEqual(["schedule LED-1 to 3 (led)"]);
  });
});

describe("overdue", () => {
  test.each<[string, ItemChanges, ItemChanges, readonly string[]]>([
    ["finished, or moved on", { in: 3 }, { in: 0 }, ["finish LED-1 (led)", "move LED-1 to 3 (led)"]],
    ["finished at once", { in: 1 }, { in: 0 }, ["finish LED-1 (led)"]],
    [
      "by its own date: another date, never a move",
      { in: 3 },
      { in: 2, dueOn: date(10) },
      ["finish LED-1 (led)", `LED-1 due ${date(41)} (led)`],
    ],
    [
      "by its own date, for what has no plan: this iteration",
      {},
      { dueOn: date(10) },
      ["finish LED-1 (led)", `LED-1 due ${date(27)} (led)`],
    ],
    ["what has begun needs it done", { in: 3, status: "in-progress" }, { in: 0 }, ["finish LED-1 (led)"]],
  ])("%s", (_, consumer, provider, expected) => {
    expect(steps(consumer, provider)).toEqual(expected);
  });

  test("by its own date, after the last iteration", () => {
    expect(steps({}, { dueOn: date(111) }, { at: day(113) })).toEqual(["finish LED-1 (led)"]);
  });
});

describe("what else the step would do", () => {
  test("no step that opens another conflict", () => {
    const items = [
      item("PAY-1", { in: 2 }),
      item("LED-1", { in: 2 }),
      item("LED-2", { in: 1 }),
      item("PAY-2", { in: 3 }),
    ];
    const links = [blocks("LED-1", "PAY-1"), blocks("LED-2", "LED-1"), blocks("PAY-1", "PAY-2")];
    const facts = model({ items, links });
    expect(viewTrain(facts, train(), now).conflicts.map((conflict) => words(facts, conflict))).toEqual([
      ["decide-scope PAY-1 (pay)", "decide-scope LED-1 (led)"],
    ]);
  });

  test.each<[string, readonly string[], string]>([
    ["the only one", ["3a"], "schedule LED-1 to 3 (led)"],
    ["one of two", ["3a", "3b"], `schedule LED-1 to 2 (led): ${running}`],
  ])("in any of the boxes that the team has there: %s fits", (_, names, expected) => {
    const halves = [
      sprint("3a", { startsAt: day(28), endsAt: day(35), boardId: 1 }),
      sprint("3b", { startsAt: day(35), endsAt: day(42), boardId: 1 }),
    ].filter(({ nativeId }) => names.includes(nativeId));
    const items = [
      item("PAY-1", { startOn: date(36), dueOn: date(60) }),
      item("LED-0", { sprintIds: halves.slice(0, 1).map(({ id }) => id) }),
      item("LED-1"),
    ];
    const facts = model({ items, links: [blocks("LED-1", "PAY-1")], sprints: halves });
    expect(viewTrain(facts, train(), now).conflicts.map((conflict) => words(facts, conflict))).toEqual([[expected]]);
  });
});

describe("a team that has enough already", () => {
  /** LED finished 3 points in the first iteration, and has 2 in the third. */
  const work = [
    item("LED-7", { in: 0, status: "done", points: 3 }),
    item("LED-8", { in: 2, points: 2 }),
    item("PAY-1", { in: 3, points: 1 }),
  ];
  const proposed = (points: number, rules: Train["rules"] = {}): readonly (readonly StepCaution[])[] => {
    const facts = model({ items: [...work, item("LED-1", { points })], links: [blocks("LED-1", "PAY-1")] });
    return viewTrain(facts, train({ rules }), now).conflicts.flatMap(({ fix }) => fix.map(({ cautions }) => cautions));
  };
  const load = { team: "led", load: 4, finished: 3, unit: "points" };

  test("is told so whatever is moved there, but a parent is no load of its own", () => {
    const child = item("LED-2", { parentId: idOf("LED-1"), in: 2, points: 1 });
    const facts = model({
      items: [...work, child, item("LED-1", { points: 8, in: 3 })],
      links: [blocks("LED-1", "PAY-1")],
    });
    const cautionsOf = (finished: number) => {
      const items = new Map([
        ...facts.items,
        [idOf("LED-7"), item("LED-7", { in: 0, status: "done", points: finished })],
      ]);
      return viewTrain({ ...facts, items }, train(), now).conflicts.flatMap(({ fix }) => fix[0]?.cautions);
    };
    expect(cautionsOf(3)).toEqual([]);
    expect(cautionsOf(2)).toEqual([{ kind: "over-capacity", ...load, load: 3, finished: 2 }]);
  });

  test("is told so", () => {
    expect(proposed(1)).toEqual([[]]);
    expect(proposed(2)).toEqual([[{ kind: "over-capacity", ...load }]]);
    expect(proposed(2, { "over-capacity": "off" })).toEqual([[]]);
  });
});

describe("who acts", () => {
  test("nobody's item: the train's end of the edge is named", () => {
    const facts = model({
      items: [item("PAY-1", { in: 2, status: "in-progress" }), item("OPS-1", { in: 1 })],
      links: [blocks("OPS-1", "PAY-1")],
    });
    expect(viewTrain(facts, train(), now).conflicts).toMatchObject([
      { rule: "started-blocked", fix: [{ do: "finish", item: idOf("OPS-1"), by: null }], actors: ["pay"] },
    ]);
  });

  test("both teams that could, in the order of their steps", () => {
    const facts = model({
      items: [item("PAY-1", { in: 4 }), item("LED-1", { in: 6 })],
      links: [blocks("LED-1", "PAY-1")],
    });
    expect(viewTrain(facts, train(), now).conflicts).toMatchObject([{ actors: ["pay", "led"] }]);
  });
});
