import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import type { Conflict, FixStep, StepCaution } from "../../../src/domain/conflicts/conflict.ts";
import { decisionsOf, isDueBy } from "../../../src/domain/conflicts/decisions.ts";
import { aConflict, proposed } from "../../support/builders.ts";
import { day, idOf, ref, train } from "../plan.ts";

const move = (key: string, to: number): FixStep => ({
  do: "move",
  item: idOf(key),
  to: `${to}`,
  increment: to > 4 ? "second" : "first",
});

/** As if the furthest target ended all. */
const endsAll = () => () => true;

/** `consumer` needs `provider`; its steps by the team of the item's key. */
function conflict(consumer: string, provider: string, steps: readonly FixStep[], change: Partial<Conflict> = {}) {
  return aConflict({
    fingerprint: `${consumer}>${provider}`,
    consumer: idOf(consumer),
    provider: idOf(provider),
    fix: steps.map((step) => proposed(step, { by: "item" in step && step.item === idOf(consumer) ? "pay" : "led" })),
    actors: ["led", "pay"],
    ...change,
  });
}

function told(conflicts: readonly Conflict[]) {
  return decisionsOf(conflicts, train(), endsAll).map(({ steps, conflicts, teams, dueAt }) => ({
    steps: steps.map(({ by: _by, cautions: _cautions, ...step }) => step),
    ends: conflicts.map(({ fingerprint }) => fingerprint),
    teams,
    dueAt,
  }));
}

describe("decisions", () => {
  test("are one for each conflict, with all its steps and teams, the nearest first", () => {
    const conflicts = [
      conflict("PAY-1", "LED-1", [move("LED-1", 2), move("PAY-1", 4)]),
      conflict("PAY-2", "LED-2", [move("LED-2", 2)], { dueAt: day(28), actors: ["led"] }),
      conflict("PAY-3", "LED-3", [], { dueAt: day(14), actors: ["pay", "pay"] }),
    ];
    expect(told(conflicts)).toEqual([
      { steps: [], ends: ["PAY-3>LED-3"], teams: ["pay"], dueAt: day(14) },
      { steps: [move("LED-2", 2)], ends: ["PAY-2>LED-2"], teams: ["led"], dueAt: day(28) },
      { steps: [move("LED-1", 2), move("PAY-1", 4)], ends: ["PAY-1>LED-1"], teams: ["led", "pay"], dueAt: null },
    ]);
  });

  test("are one for all that one provider ends by coming earlier: as early as the earliest needs it", () => {
    const conflicts = [
      conflict("PAY-1", "LED-1", [move("LED-1", 3)], { dueAt: day(42) }),
      conflict("PAY-2", "LED-1", [move("LED-1", 2), move("PAY-2", 5)], { dueAt: day(28) }),
      conflict("PAY-3", "LED-1", [move("LED-1", 3)]),
    ];
    expect(told(conflicts)).toEqual([
      {
        steps: [move("LED-1", 2)],
        ends: ["PAY-1>LED-1", "PAY-2>LED-1", "PAY-3>LED-1"],
        teams: ["led"],
        dueAt: day(28),
      },
    ]);
  });

  test("are one for all that the first part of one consumer ends by coming later", () => {
    const plan = { status: "To Do", iteration: null, increment: null, startsAt: null, endsAt: null, datesFrom: null };
    const through = { item: idOf("PAY-9"), from: "parts", unplanned: 0 } as const;
    const evidence = { consumer: { ...plan, through }, provider: plan, cycle: [], written: [] };
    const conflicts = [
      conflict("PAY-1", "LED-1", [move("PAY-9", 4)], { evidence }),
      conflict("PAY-1", "LED-2", [move("PAY-9", 6)], { evidence }),
    ];
    expect(told(conflicts).map(({ steps }) => steps)).toEqual([[move("PAY-9", 6)]]);
  });

  test("are one for all that the first part of one consumer's parent ends by coming later", () => {
    const plan = { status: "To Do", iteration: null, increment: null, startsAt: null, endsAt: null, datesFrom: null };
    const through = { item: idOf("PAY-8"), from: "parent", part: idOf("PAY-9"), unplanned: 0 } as const;
    const evidence = { consumer: { ...plan, through }, provider: plan, cycle: [], written: [] };
    const conflicts = [
      conflict("PAY-1", "LED-1", [move("PAY-9", 4)], { evidence }),
      conflict("PAY-1", "LED-2", [move("PAY-9", 6)], { evidence }),
    ];
    expect(told(conflicts).map(({ steps }) => steps)).toEqual([[move("PAY-9", 6)]]);
  });

  test("are one for all that one consumer ends by coming later: as late as the latest provider allows", () => {
    const conflicts = [
      conflict("PAY-1", "LED-1", [move("LED-1", 1), move("PAY-1", 4)]),
      conflict("PAY-1", "LED-2", [move("LED-2", 1), move("PAY-1", 6)]),
      conflict("PAY-1", "LED-3", [move("PAY-1", 5)]),
    ];
    expect(told(conflicts)).toMatchObject([{ steps: [move("PAY-1", 6)], teams: ["pay"], dueAt: null }]);
  });

  test("do not put an item both earlier and later", () => {
    const conflicts = [
      conflict("PAY-1", "LED-1", [move("LED-1", 2)]),
      conflict("LED-1", "PAY-9", [move("LED-1", 5)], { actors: ["led"] }),
    ];
    expect(told(conflicts)).toHaveLength(2);
  });

  test("take first what ends most, and end no conflict twice", () => {
    const conflicts = [
      conflict("PAY-1", "LED-1", [move("PAY-1", 4), move("LED-1", 2)]),
      conflict("PAY-1", "LED-2", [move("PAY-1", 4)]),
      conflict("PAY-2", "LED-1", [move("LED-1", 2)]),
      conflict("PAY-3", "LED-1", [move("LED-1", 2)]),
    ];
    expect(told(conflicts).map(({ ends }) => ends)).toEqual([
      ["PAY-1>LED-1", "PAY-2>LED-1", "PAY-3>LED-1"],
      ["PAY-1>LED-2"],
    ]);
  });

  test("do not share a step that has more against it than the smallest one", () => {
    const against: StepCaution = { kind: "running-iteration" };
    const late = (key: string) => {
      const own = conflict(key, "LED-1", [move(key, 4), move("LED-1", 2)]);
      return { ...own, fix: own.fix.map((step, place) => ({ ...step, cautions: place === 0 ? [] : [against] })) };
    };
    expect(told([late("PAY-1"), late("PAY-2")])).toHaveLength(2);
    const both = [late("PAY-1"), late("PAY-2")].map((one) => ({ ...one, fix: one.fix.slice(1) }));
    expect(decisionsOf(both, train(), endsAll)).toMatchObject([{ steps: [{ cautions: [against] }] }]);
  });

  test.each<[string, FixStep, FixStep, FixStep]>([
    [
      "plans it",
      { do: "schedule", item: idOf("LED-1"), to: "3", increment: "first" },
      { do: "schedule", item: idOf("LED-1"), to: "2", increment: "first" },
      { do: "schedule", item: idOf("LED-1"), to: "2", increment: "first" },
    ],
    [
      "plans it without saying where",
      { do: "schedule", item: idOf("LED-1"), to: null, increment: null },
      { do: "schedule", item: idOf("LED-1"), to: null, increment: null },
      { do: "schedule", item: idOf("LED-1"), to: null, increment: null },
    ],
    [
      "gives it a due date",
      { do: "set-due", item: idOf("LED-1"), on: "2027-02-01" },
      { do: "set-due", item: idOf("LED-1"), on: "2027-01-20" },
      { do: "set-due", item: idOf("LED-1"), on: "2027-01-20" },
    ],
    [
      "finishes it",
      { do: "finish", item: idOf("LED-1") },
      { do: "finish", item: idOf("LED-1") },
      { do: "finish", item: idOf("LED-1") },
    ],
    [
      "makes it readable",
      { do: "grant-access", provider: ref("LED-1") },
      { do: "grant-access", provider: ref("LED-1") },
      { do: "grant-access", provider: ref("LED-1") },
    ],
  ])("share what %s", (_, one, other, expected) => {
    const conflicts = [conflict("PAY-1", "LED-1", [one]), conflict("PAY-2", "LED-1", [other])];
    expect(told(conflicts).map(({ steps }) => steps)).toEqual([[expected]]);
  });

  test("share no link, since each dependency has its own", () => {
    const drop = (consumer: string): FixStep => ({
      do: "drop-link",
      consumer: idOf(consumer),
      provider: idOf("LED-1"),
      written: [],
    });
    const conflicts = [conflict("PAY-1", "LED-1", [drop("PAY-1")]), conflict("PAY-2", "LED-1", [drop("PAY-2")])];
    expect(told(conflicts)).toHaveLength(2);
  });

  test("leave it to each team to replace what its own items wait for", () => {
    const replace = { do: "replace", item: idOf("LED-1") } as const;
    const conflicts = [
      conflict("PAY-1", "LED-1", [], { fix: [proposed(replace, { by: "pay" })] }),
      conflict("acme/api#1", "LED-1", [], { fix: [proposed(replace, { by: "api" })], actors: ["api"] }),
      conflict("PAY-2", "LED-1", [], { fix: [proposed(replace, { by: "pay" })] }),
    ];
    expect(told(conflicts)).toMatchObject([
      { ends: ["PAY-1>LED-1", "PAY-2>LED-1"], teams: ["pay"] },
      { ends: ["acme/api#1>LED-1"], teams: ["api"] },
    ]);
  });

  test("name those who own the ends where no team of the train can take the shared step", () => {
    const conflicts = ["PAY-1", "PAY-2"].map((key) =>
      conflict(key, "OPS-1", [], { fix: [proposed({ do: "finish", item: idOf("OPS-1") })], actors: ["pay"] }),
    );
    expect(told(conflicts)).toMatchObject([{ teams: ["pay"] }]);
  });
});

describe("what is due", () => {
  const due = (dueAt: number | null, at: number) => isDueBy({ dueAt }, train(), at);

  test.each<[string, number | null, number, boolean]>([
    ["what bites already", day(3), day(16), true],
    ["what bites this very instant", day(16), day(16), true],
    ["the next iteration", day(28), day(16), true],
    ["its last day", day(41), day(16), true],
    ["the one after", day(42), day(16), false],
    ["no boundary", null, day(16), false],
    ["before the train starts, the first iteration", day(13), day(-3), true],
    ["before the train starts, the second one", day(14), day(-3), false],
    ["after the last iteration, what is late", day(111), day(120), true],
    ["after the last iteration, a date to come", day(121), day(120), false],
  ])("%s", (_, dueAt, at, expected) => {
    expect(due(dueAt, at)).toBe(expected);
  });
});

/** As it is put in words: again and again the step that ends most of what is left, of equal ones the first met. */
function endsInWords(wanted: readonly (readonly string[])[]): readonly (readonly number[])[] {
  let left = wanted.map((items, place) => ({ items, place }));
  const shared: (readonly number[])[] = [];
  for (;;) {
    const endedBy = (item: string) => left.filter(({ items }) => items.includes(item)).map(({ place }) => place);
    const all = left.flatMap(({ items }) => items.map(endedBy));
    const best = all.find(({ length }) => length === Math.max(...all.map((ends) => ends.length)));
    if (best === undefined || best.length < 2) break;
    shared.push(best);
    left = left.filter(({ place }) => !best.includes(place));
  }
  return [...shared, ...left.map(({ place }) => [place])].toSorted(([a = 0], [b = 0]) => a - b);
}

const fewItems = fc.uniqueArray(fc.constantFrom("LED-1", "LED-2", "LED-3", "LED-4", "LED-5"), { maxLength: 4 });

property.prop([fc.array(fewItems, { maxLength: 14 })])("end by each step as much as they can", (wanted) => {
  const conflicts = wanted.map((items, place) =>
    conflict(
      `PAY-${place}`,
      "LED-1",
      items.map((key) => ({ do: "finish", item: idOf(key) })),
    ),
  );
  const ends = decisionsOf(conflicts, train(), endsAll).map((one) =>
    one.conflicts.map((each) => conflicts.indexOf(each)),
  );
  expect(ends).toEqual(endsInWords(wanted));
});
