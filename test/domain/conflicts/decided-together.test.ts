import { describe, expect, test } from "vitest";
import type { FixStep } from "../../../src/domain/conflicts/conflict.ts";
import { decisionsOf, isDueBy } from "../../../src/domain/conflicts/decisions.ts";
import { aConflict, proposed } from "../../support/builders.ts";
import { day, idOf, train } from "../plan.ts";

const [pay, led, ops] = [idOf("PAY-1"), idOf("LED-1"), idOf("OPS-1")];

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
  decisionsOf([conflict("PAY-1", one), conflict("PAY-2", other)], train()).map(({ conflicts }) => conflicts.length);

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
    const told = decisionsOf([cycle, conflict("PAY-2", [step]), conflict("PAY-3", [step])], train());
    expect(told.map(({ conflicts }) => conflicts.map(({ fingerprint }) => fingerprint))).toEqual([
      ["PAY-1"],
      ["PAY-2", "PAY-3"],
    ]);
  });

  test("of several dates the furthest that way", () => {
    const dates = ["2026-12-03", "2026-12-01", "2026-12-02"].map((on): FixStep => ({ do: "set-due", item: led, on }));
    const conflicts = dates.map((step, place) => conflict(`PAY-${place + 1}`, [step]));
    expect(decisionsOf(conflicts, train()).map(({ steps }) => steps)).toMatchObject([[{ on: "2026-12-01" }]]);
  });

  test("of steps that change the same the first is taken", () => {
    const [first, second]: [FixStep, FixStep] = [schedule(led, "2"), schedule(led, "1")];
    const [decision] = decisionsOf([conflict("PAY-1", [first, second]), conflict("PAY-2", [first])], train());
    expect(decision?.steps).toMatchObject([{ to: "2" }]);
  });
});

test("decisions that are equally near stay in the order of their conflicts", () => {
  const conflicts = ["PAY-3", "PAY-1", "PAY-2", "PAY-4"].map((key) =>
    conflict(key, key === "PAY-2" || key === "PAY-4" ? [{ do: "finish", item: led }] : []),
  );
  const told = decisionsOf(conflicts, train()).map((one) => one.conflicts.map(({ fingerprint }) => fingerprint));
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
