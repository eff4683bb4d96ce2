import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";

import { rollUp } from "../../../src/domain/rollup/roll-up.ts";
import {
  enclosing,
  inStep,
  iterationRangeOf,
  withoutContradiction,
  type Interval,
  type IterationRange,
} from "../../../src/domain/schedule/interval.ts";
import type { Sprint } from "../../../src/domain/schedule/sprint.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import { DAY, blocks, date, day, idOf, item, iteration, model, now, soundSetup, sprint, train } from "../plan.ts";
import type { ItemChanges } from "../plan.ts";
import { words } from "../step-words.ts";
import { viewTrain } from "../../support/look-once.ts";

const HOUR = DAY / 24;

/** A sprint from one day to another, on a board of its own. */
function span(name: string, from: number, to: number, changes: Partial<Sprint> = {}): Sprint {
  return sprint(name, { startsAt: day(from), endsAt: day(to), boardId: name === "b" ? 2 : 1, ...changes });
}

type Plan = readonly [from: number, to: number, changes?: ItemChanges];

function factsOf([from, to, mine]: Plan, [since, until, theirs]: Plan) {
  const boxes = [span("d", from, to), span("b", since, until)];
  const items = [
    item("PAY-1", { sprintIds: ["jira:j:sprint:d"], ...mine }),
    item("LED-1", { sprintIds: ["jira:j:sprint:b"], ...theirs }),
  ];
  return model({ items, sprints: boxes, links: [blocks("LED-1", "PAY-1")] });
}

/** What fires when PAY-1 waits for LED-1; sprints by the days of the train, whose iterations take fourteen. */
function fired(consumer: Plan, provider: Plan, on: Train = train()): string {
  return viewTrain(factsOf(consumer, provider), on, day(1))
    .conflicts.map(({ rule, alsoFires }) => [rule, ...alsoFires].join(" "))
    .join(" | ");
}

describe("boxes of other lengths are compared as intervals", () => {
  test.each<[string, Plan, Plan, string]>([
    ["a provider of two iterations, the consumer in the second", [14, 28], [0, 28], "late-provider"],
    ["… the consumer in the first: it is over before the provider", [0, 14], [0, 28], "late-provider"],
    ["… the consumer after both", [28, 42], [0, 28], ""],
    ["a provider of three iterations, the consumer in the last", [28, 42], [0, 42], "late-provider"],
    ["… the consumer after all", [42, 56], [0, 42], ""],
    ["two in one sprint of two iterations", [0, 28], [0, 28], "same-iteration"],
    ["two in one sprint of three iterations", [0, 42], [0, 42], "same-iteration"],
    ["a consumer of two iterations, the provider in the first", [0, 28], [0, 14], "same-iteration"],
    ["… the provider in the second", [0, 28], [14, 28], "same-iteration"],
    ["… the provider after both", [0, 28], [28, 42], "late-provider"],
    ["… the provider before both", [14, 42], [0, 14], ""],
    ["a consumer of three iterations, the provider in the middle", [0, 42], [14, 28], "same-iteration"],
    ["sprints of two iterations, one after the other", [28, 56], [0, 28], ""],
    ["… the wrong way round", [0, 28], [28, 56], "late-provider"],
    ["… shifted by one iteration", [14, 42], [0, 28], "late-provider"],
    [
      "a provider's sprint from the middle of an iteration to the middle of the next",
      [14, 28],
      [7, 21],
      "late-provider",
    ],
    ["… the consumer's iteration begins before its end", [28, 42], [21, 35], "late-provider"],
    ["… the consumer's iteration begins after its end", [28, 42], [7, 21], ""],
    ["a consumer's sprint from the middle to the middle", [7, 21], [0, 14], "same-iteration"],
    ["… the provider in the iteration in which it ends", [7, 21], [14, 28], "late-provider"],
    ["sprints of half an iteration, in order", [7, 14], [0, 7], ""],
    ["… the wrong way round", [0, 7], [7, 14], "late-provider"],
    ["… of the provider alone", [0, 14], [7, 14], "same-iteration"],
    ["… of the consumer alone", [7, 14], [0, 14], "same-iteration"],
    ["a provider of two iterations across two increments", [42, 56], [42, 70], "cross-increment late-provider"],
    ["a consumer of them, and a provider in the second increment", [42, 70], [56, 70], "same-iteration"],
    ["both across, and the consumer in the second alone", [56, 70], [42, 70], "late-provider"],
  ])("%s", (_, consumer, provider, expected) => {
    expect(fired(consumer, provider)).toBe(expected);
  });

  test("own dates still win over the box", () => {
    expect(fired([14, 28], [0, 28, { dueOn: date(13) }])).toBe("");
    expect(fired([14, 28], [0, 14, { dueOn: date(14) }])).toBe("late-provider");
    expect(fired([0, 14], [0, 14, { dueOn: date(20) }])).toBe("late-provider");
    expect(fired([14, 28, { startOn: date(10) }], [0, 14])).toBe("late-provider");
  });

  test("a move leads into the sprints that cover the iteration, of whatever length", () => {
    const facts = factsOf([28, 42], [28, 56]);
    const sprints = new Map([
      ...facts.sprints,
      ["jira:j:sprint:e", span("e", 0, 28, { id: "jira:j:sprint:e", boardId: 2 })] as const,
    ]);
    const conflicts = viewTrain({ ...facts, sprints }, train(), now).conflicts;
    expect(conflicts.map((conflict) => words({ ...facts, sprints }, conflict))).toEqual([
      ["move LED-1 to 2 (led): running-iteration", "move PAY-1 to 5 (pay): next-increment"],
    ]);
  });

  test("a conflict in a sprint of which the present iteration is the second is one of now", () => {
    const facts = factsOf([14, 42], [28, 56]);
    const view = viewTrain(facts, train(), day(30));
    const { verdict } = rollUp({ view, conflicts: view.conflicts, model: facts, setup: soundSetup, unseen: 0 });
    expect(verdict).toEqual({ level: "off-track", reasons: [{ kind: "conflicts-now", count: 1 }] });
  });

  test("figures stay with the iteration that names the box", () => {
    const view = viewTrain(factsOf([0, 28], [0, 28]), train(), day(1));
    expect(view.items.get(idOf("PAY-1"))).toMatchObject({
      iteration: { key: "1" },
      iterationRange: { first: { key: "1" }, last: { key: "2" } },
    });
  });
});

describe("a box is in step with its iteration", () => {
  test.each<[string, number, number, number, number]>([
    ["exactly", 14, 28, 14, 28],
    ["from Monday at nine to Friday at five", 14 + 9 / 24, 25 + 17 / 24, 14, 28],
    ["to the Monday after, at nine", 14 + 9 / 24, 28 + 9 / 24, 14, 28],
    ["from the Friday before", 11, 25, 14, 28],
    ["by three days at both ends", 17, 31, 14, 28],
    ["not by four", 18, 32, 18, 32],
    ["at one end alone", 14, 32, 14, 32],
    ["and with the last of two", 14, 40, 14, 42],
    ["not where nothing would be left of it", 13, 14.5, 13, 14.5],
    ["nor where it only lies at a boundary", 28, 30, 28, 30],
    ["half of one begins with it", 14, 21, 14, 21],
  ])("%s", (_, from, to, start, end) => {
    const iterations = [0, 1, 2, 3].map((ordinal) => iteration(ordinal));
    expect(inStep({ startsAt: day(from), endsAt: day(to) }, iterations)).toEqual({
      startsAt: day(start),
      endsAt: day(end),
    });
  });

  test("iterations of a week are nearer to each other", () => {
    const weeks = [0, 1, 2].map((ordinal) =>
      iteration(ordinal, { startsAt: day(ordinal * 7), endsAt: day(ordinal * 7 + 7) }),
    );
    expect(inStep({ startsAt: day(1), endsAt: day(9) }, weeks)).toEqual({ startsAt: day(0), endsAt: day(9) });
  });

  test("of two boundaries that are near, the nearer counts", () => {
    const short = iteration(0, { startsAt: day(0), endsAt: day(2) });
    const iterations = [short, iteration(1, { startsAt: day(2), endsAt: day(16) })];
    const start = (at: number) => inStep({ startsAt: day(at), endsAt: day(16) }, iterations).startsAt;
    expect([0.3, 1, 1.9].map(start)).toEqual([0, 2, 2].map(day));
    const late = [
      iteration(0, { startsAt: day(0), endsAt: day(14) }),
      iteration(1, { startsAt: day(14), endsAt: day(16) }),
    ];
    const end = (at: number) => inStep({ startsAt: day(0), endsAt: day(at) }, late).endsAt;
    expect([13, 15, 15.7].map(end)).toEqual([14, 14, 16].map(day));
  });

  test.each([15, 16, 17, 18])(
    "a milestone that ends at day %i lies in its iteration, from the start of that on",
    (end) => {
      const due = sprint("due", { system: "github", endsAt: day(end) });
      const items = [item("PAY-1", { sprintIds: ["jira:j:sprint:d"] }), item("acme/api#1", { sprintIds: [due.id] })];
      const links = [blocks("acme/api#1", "PAY-1", { origin: "text" })];
      const { conflicts } = viewTrain(model({ items, links, sprints: [span("d", 0, 28), due] }), train(), day(1));
      expect(conflicts.map(({ rule }) => rule)).toEqual(["same-iteration"]);
    },
  );

  test("what is not known stays unknown", () => {
    const iterations = [0, 1].map((ordinal) => iteration(ordinal));
    expect(inStep({ startsAt: null, endsAt: day(15) }, iterations)).toEqual({ startsAt: null, endsAt: day(14) });
    expect(inStep({ startsAt: day(1), endsAt: null }, iterations)).toEqual({ startsAt: day(0), endsAt: null });
    expect(inStep({ startsAt: null, endsAt: null }, iterations)).toEqual({ startsAt: null, endsAt: null });
  });

  test.each<[string, Interval, string | null]>([
    ["one of two iterations", { startsAt: day(0), endsAt: day(28) }, "1-2"],
    ["to the start of the next", { startsAt: day(0), endsAt: day(14) }, "1-1"],
    ["from the end of one", { startsAt: day(14), endsAt: day(15) }, "2-2"],
    ["outside of all", { startsAt: day(70), endsAt: day(80) }, null],
    ["without a start", { startsAt: null, endsAt: day(5) }, null],
    ["without an end", { startsAt: day(5), endsAt: null }, null],
  ])("the stretch of %s", (_, interval, expected) => {
    const iterations = [0, 1].map((ordinal) => iteration(ordinal));
    const named = iteration(3);
    const words = (iterationRange: IterationRange | null) =>
      iterationRange && `${iterationRange.first.key}-${iterationRange.last.key}`;
    expect(words(iterationRangeOf(interval, iterations, null))).toBe(expected);
    expect(words(iterationRangeOf(interval, iterations, named))).toBe(expected ?? "4-4");
  });

  test("the hull leaves out what is not known, and is not known where nothing is", () => {
    const unknown = { startsAt: null, endsAt: null };
    expect(
      enclosing([unknown, { startsAt: 5, endsAt: null }, { startsAt: 3, endsAt: 4 }, { startsAt: null, endsAt: 9 }]),
    ).toEqual({ startsAt: 3, endsAt: 9 });
    expect(enclosing([{ startsAt: 5, endsAt: null }])).toEqual({ startsAt: 5, endsAt: null });
    expect(enclosing([unknown])).toEqual(unknown);
  });

  test.each<[Interval, Interval]>([
    [
      { startsAt: 5, endsAt: 5 },
      { startsAt: null, endsAt: 5 },
    ],
    [
      { startsAt: 4, endsAt: 5 },
      { startsAt: 4, endsAt: 5 },
    ],
    [
      { startsAt: 0, endsAt: null },
      { startsAt: 0, endsAt: null },
    ],
    [
      { startsAt: null, endsAt: 0 },
      { startsAt: null, endsAt: 0 },
    ],
    [
      { startsAt: 5, endsAt: null },
      { startsAt: 5, endsAt: null },
    ],
    [
      { startsAt: null, endsAt: -5 },
      { startsAt: null, endsAt: -5 },
    ],
  ])("%j without contradiction is %j", (interval, expected) => {
    expect(withoutContradiction(interval)).toEqual(expected);
  });

  const edge = fc.integer({ min: -72, max: 72 });
  const place = fc.integer({ min: 0, max: 6 });
  property.prop([place, place, edge, edge, edge, edge], { numRuns: 300 })(
    "so hours and weekends make no conflict and end none",
    (d, b, ...edges) => {
      const [dStart, dEnd, bStart, bEnd] = edges.map((hours) => (hours * HOUR) / DAY);
      const near: Plan = [d * 14 + (dStart ?? 0), d * 14 + 14 + (dEnd ?? 0)];
      const close: Plan = [b * 14 + (bStart ?? 0), b * 14 + 14 + (bEnd ?? 0)];
      const rulesOff = train({ rules: { "overdue-provider": "off" } });
      expect(fired(near, close, rulesOff)).toBe(fired([d * 14, d * 14 + 14], [b * 14, b * 14 + 14], rulesOff));
    },
  );
});
