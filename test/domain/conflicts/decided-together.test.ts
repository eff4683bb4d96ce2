import { describe, expect, test } from "vitest";
import type { Conflict, FixStep, ProposedStep } from "../../../src/domain/conflicts/conflict.ts";
import { decisionsOf, isDueBy } from "../../../src/domain/conflicts/decisions.ts";
import { sharedStepsIn } from "../../../src/domain/conflicts/shared-steps.ts";
import type { Link, WorkItem } from "../../../src/domain/items/work-item.ts";
import type { TrainView } from "../../../src/domain/model/train-plan.ts";
import { aConflict, proposed } from "../../support/builders.ts";
import { viewTrain } from "../../support/look-once.ts";
import { blocks, date, day, idOf, item, model, sprint, train } from "../plan.ts";

const [pay, led, ops] = [idOf("PAY-1"), idOf("LED-1"), idOf("OPS-1")];

/** As if the furthest target ended all. */
const endsAll = () => () => true;

/** `PAY-1` and `PAY-2` wait for `LED-1`. */
function conflict(consumer: string, steps: readonly FixStep[], dueAt: number | null = null) {
  return aConflict({
    fingerprint: consumer,
    consumer: idOf(consumer),
    provider: led,
    fix: steps.map((step) => proposed(step)),
    dueAt,
  });
}

const ends = (one: readonly FixStep[], other: readonly FixStep[]) =>
  decisionsOf([conflict("PAY-1", one), conflict("PAY-2", other)], train(), endsAll).map(
    ({ conflicts }) => conflicts.length,
  );

const schedule = (item: typeof led, to: string | null): FixStep => ({
  do: "schedule",
  item,
  to,
  increment: to === null ? null : "first",
});

describe("two conflicts are one decision where the same change ends both", () => {
  test.each<[string, FixStep, FixStep, number[]]>([
    ["both finish the same", { do: "finish", item: led }, { do: "finish", item: led }, [2]],
    ["each finishes another", { do: "finish", item: led }, { do: "finish", item: ops }, [1, 1]],
    ["both reopen the same", { do: "reopen", item: led }, { do: "reopen", item: led }, [2]],
    ["each reopens another", { do: "reopen", item: led }, { do: "reopen", item: ops }, [1, 1]],
    ["both replace the same", { do: "replace", item: led }, { do: "replace", item: led }, [2]],
    ["each replaces another", { do: "replace", item: led }, { do: "replace", item: ops }, [1, 1]],
    ["both decide on the same", { do: "decide-scope", item: led }, { do: "decide-scope", item: led }, [2]],
    ["each decides on another", { do: "decide-scope", item: led }, { do: "decide-scope", item: ops }, [1, 1]],
    ["one finishes what the other reopens", { do: "finish", item: led }, { do: "reopen", item: led }, [1, 1]],
    ["both need access to the same", { do: "grant-access", provider: led }, { do: "grant-access", provider: led }, [2]],
    [
      "each needs access to another",
      { do: "grant-access", provider: led },
      { do: "grant-access", provider: ops },
      [1, 1],
    ],
    ["both plan the same, which has no place yet", schedule(led, null), schedule(led, null), [2]],
    ["each plans another that has no place yet", schedule(led, null), schedule(ops, null), [1, 1]],
    [
      "both put the same into an iteration",
      schedule(led, "2"),
      { do: "move", item: led, to: "3", increment: "first" },
      [2],
    ],
    ["one only plans what the other puts into an iteration", schedule(led, null), schedule(led, "2"), [1, 1]],
    ["each puts another into an iteration", schedule(led, "2"), schedule(ops, "2"), [1, 1]],
    [
      "both date the same",
      { do: "set-due", item: led, on: "2026-12-01" },
      { do: "set-due", item: led, on: "2026-12-02" },
      [2],
    ],
    [
      "each dates another",
      { do: "set-due", item: led, on: "2026-12-01" },
      { do: "set-due", item: ops, on: "2026-12-01" },
      [1, 1],
    ],
    [
      "one dates the provider earlier, one the consumer later",
      { do: "set-due", item: pay, on: "2026-12-01" },
      { do: "set-due", item: pay, on: "2026-12-01" },
      [1, 1],
    ],
    ["one dates what the other moves", { do: "set-due", item: led, on: "2026-12-01" }, schedule(led, "2"), [1, 1]],
  ])("%s", (_, one, other, expected) => {
    expect(ends([one], [other])).toEqual(expected);
  });

  test("the teams of a cycle settle nothing else with it", () => {
    const step: FixStep = { do: "decide-scope", item: led };
    const cycle = { ...conflict("PAY-1", [step]), rule: "cycle" } as const;
    const told = decisionsOf([cycle, conflict("PAY-2", [step]), conflict("PAY-3", [step])], train(), endsAll);
    expect(told.map(({ conflicts }) => conflicts.map(({ fingerprint }) => fingerprint))).toEqual([
      ["PAY-1"],
      ["PAY-2", "PAY-3"],
    ]);
  });

  test("of several dates the furthest that way", () => {
    const dates = ["2026-12-03", "2026-12-01", "2026-12-02"].map((on): FixStep => ({ do: "set-due", item: led, on }));
    const conflicts = dates.map((step, place) => conflict(`PAY-${place + 1}`, [step]));
    expect(decisionsOf(conflicts, train(), endsAll).map(({ steps }) => steps)).toMatchObject([[{ on: "2026-12-01" }]]);
  });

  describe("a target that leaves conflicts is for those that it ends", () => {
    const dates = (...days: readonly number[]) =>
      days.map((one, place) => conflict(`PAY-${place + 1}`, [{ do: "set-due", item: led, on: `2026-12-0${one}` }]));
    const decided = (conflicts: readonly Conflict[], leaves: Readonly<Record<string, readonly string[]>>) =>
      decisionsOf(conflicts, train(), (step) => ({ fingerprint }) => {
        const on = step.do === "set-due" ? step.on : "";
        return leaves[on.slice(-1)]?.includes(fingerprint) !== true;
      }).map(({ steps, conflicts: ended }) => [
        steps.map((step) => (step.do === "set-due" ? step.on.slice(-1) : "")).join(),
        ended.map(({ fingerprint }) => fingerprint).join(" "),
      ]);

    test.each<[string, readonly number[], Readonly<Record<string, readonly string[]>>, readonly string[][]]>([
      [
        "it leaves the other",
        [2, 1],
        { 1: ["PAY-1"] },
        [
          ["2", "PAY-1"],
          ["1", "PAY-2"],
        ],
      ],
      [
        "it leaves one of several",
        [2, 1, 3],
        { 1: ["PAY-1"] },
        [
          ["2", "PAY-1"],
          ["1", "PAY-2 PAY-3"],
        ],
      ],
      [
        "it leaves several with one target",
        [2, 1, 2],
        { 1: ["PAY-1", "PAY-3"] },
        [
          ["2", "PAY-1 PAY-3"],
          ["1", "PAY-2"],
        ],
      ],
      [
        "what it leaves is tried among itself",
        [3, 1, 2],
        { 1: ["PAY-1", "PAY-3"], 2: ["PAY-1"] },
        [
          ["3", "PAY-1"],
          ["1", "PAY-2"],
          ["2", "PAY-3"],
        ],
      ],
      ["the own target is not tried again", [1, 1, 2], { 1: ["PAY-1", "PAY-2"] }, [["1", "PAY-1 PAY-2 PAY-3"]]],
    ])("%s", (_, days, leaves, expected) => {
      expect(decided(dates(...days), leaves)).toEqual(expected);
    });

    test("what it leaves goes where another step ends more", () => {
      const [first, ...more] = dates(2, 1, 1, 1);
      const finish: FixStep = { do: "finish", item: ops };
      const both = { ...conflict("PAY-1", []), fix: [...(first?.fix ?? []), proposed(finish)] };
      const ended = decided([both, ...more, conflict("PAY-5", [finish])], { 1: ["PAY-1"] });
      expect(ended).toEqual([
        ["", "PAY-1 PAY-5"],
        ["1", "PAY-2 PAY-3 PAY-4"],
      ]);
    });
  });

  test("of steps that change the same the first is taken", () => {
    const [first, second]: [FixStep, FixStep] = [schedule(led, "2"), schedule(led, "1")];
    const [decision] = decisionsOf([conflict("PAY-1", [first, second]), conflict("PAY-2", [first])], train(), endsAll);
    expect(decision?.steps).toMatchObject([{ to: "2" }]);
  });
});

test("decisions that are equally near stay in the order of their conflicts", () => {
  const conflicts = ["PAY-3", "PAY-1", "PAY-2", "PAY-4"].map((key) =>
    conflict(key, key === "PAY-2" || key === "PAY-4" ? [{ do: "finish", item: led }] : []),
  );
  const told = decisionsOf(conflicts, train(), endsAll).map((one) =>
    one.conflicts.map(({ fingerprint }) => fingerprint),
  );
  expect(told).toEqual([["PAY-3"], ["PAY-1"], ["PAY-2", "PAY-4"]]);
});

describe("a decision is due", () => {
  test.each<[string, number | null, number, boolean]>([
    ["at its own instant, though no iteration is left", day(200), day(200), true],
    ["not an instant before, where none is left", day(200) + 1, day(200), false],
    ["up to the end of the next iteration from the first instant of the present one", day(28) - 1, day(0), true],
    ["not at its end", day(28), day(0), false],
    [
      "from the instant on at which an iteration ends, up to the end of the one after the next",
      day(42) - 1,
      day(14),
      true,
    ],
  ])("%s", (_, dueAt, at, expected) => {
    expect(isDueBy({ dueAt }, train(), at)).toBe(expected);
  });
});

describe("conflicts of a plan share a step", () => {
  // Sprints of a week in iterations of two.
  const sprints = [28, 42, 49, 56].map((starts) =>
    sprint(`${starts}`, { startsAt: day(starts), endsAt: day(starts + 7), boardId: 1 }),
  );
  const inSprint = (key: string, starts: number, dueOn: string | null = null) =>
    item(key, { sprintIds: sprints.filter(({ nativeId }) => nativeId === `${starts}`).map(({ id }) => id), dueOn });

  const viewOf = (items: readonly WorkItem[], links: readonly Link[]) =>
    viewTrain(
      { ...model({ items, links }), sprints: new Map(sprints.map((one) => [one.id, one])) },
      train({ rules: { "same-iteration": "off", "chain-slip": "conflict" } }),
      day(28),
    );

  const decided = ({ conflicts, train: of, plan }: TrainView) => {
    const short = (words: string) => words.replaceAll("jira:j:issue:", "");
    const targetOf = (step: ProposedStep) => ("to" in step ? [step.to] : "on" in step ? [step.on] : []);
    return decisionsOf(conflicts, of, sharedStepsIn(plan)).map(({ steps, conflicts: ended }) => [
      steps.map((step) => short([step.do, "item" in step ? step.item : "", ...targetOf(step)].join(" "))).join(", "),
      ended.map(({ consumer, provider }) => short(`${consumer}>${provider}`)).join(", "),
    ]);
  };

  const chain = [blocks("PAY-4", "PAY-3"), blocks("PAY-4", "PAY-2"), blocks("PAY-2", "PAY-1")];
  const late = (dueOn: string | null) => [
    inSprint("PAY-1", 49),
    inSprint("PAY-2", 28),
    inSprint("PAY-3", 28, date(56)),
    inSprint("PAY-4", 56, dueOn),
  ];
  const both = [blocks("PAY-4", "PAY-1"), blocks("PAY-4", "PAY-2")];

  test.each<[string, readonly WorkItem[], readonly Link[], readonly string[][]]>([
    ["if its move ends them all", late(null), chain, [["move PAY-4 3", "PAY-1>PAY-2, PAY-2>PAY-4, PAY-3>PAY-4"]]],
    [
      "not if its own due date keeps some open in the earlier sprint",
      late(date(57)),
      chain,
      [
        ["decide-scope PAY-2", "PAY-2>PAY-4"],
        ["move PAY-4 4, move PAY-1 5", "PAY-1>PAY-2"],
        ["move PAY-4 3, move PAY-3 5", "PAY-3>PAY-4"],
      ],
    ],
    [
      "if its due date ends them all",
      [inSprint("PAY-1", 49), inSprint("PAY-2", 42), item("PAY-4", { dueOn: date(70) })],
      both,
      [["set-due PAY-4 2027-02-14", "PAY-1>PAY-4, PAY-2>PAY-4"]],
    ],
  ])("%s", (_, items, links, expected) => {
    expect(decided(viewOf(items, links))).toEqual(expected);
  });

  describe("as it is tried on one of them", () => {
    // Of the two sprints of iteration 4 only the later one is too late for `PAY-1`. `PAY-0` is in time.
    const both = [blocks("PAY-0", "PAY-1"), blocks("PAY-4", "PAY-1")];
    const { conflicts, plan } = viewOf([inSprint("PAY-0", 28), inSprint("PAY-1", 42), inSprint("PAY-4", 56)], both);
    const doesEnd = (step: FixStep, change: Partial<Conflict> = {}) =>
      conflicts.map((one) => sharedStepsIn(plan)(proposed(step))({ ...one, ...change }));
    const moved = (to: string, increment = "first"): FixStep => ({ do: "move", item: idOf("PAY-4"), to, increment });

    test.each<[string, boolean, FixStep, Partial<Conflict>]>([
      ["a move before the consumer begins", true, moved("3"), {}],
      ["not a move to where one of the sprints is too late", false, moved("4"), {}],
      ["not a move that changes nothing", false, moved("5", "second"), {}],
      ["not a move to an iteration that the increment lacks", false, moved("3", "second"), {}],
      ["not a step without a place", false, { do: "finish", item: idOf("PAY-4") }, {}],
      ["not a move of an item that is not in the plan", false, { ...moved("3"), item: idOf("PAY-9") } as FixStep, {}],
      ["not of a likely slip, which no place in the plan ends for sure", false, moved("3"), { rule: "probable-slip" }],
      ["not of a conflict without one provider", false, moved("3"), { provider: null }],
    ])("%s", (_, expected, step, change) => {
      expect(doesEnd(step, change)).toEqual([expected]);
    });
  });
});
