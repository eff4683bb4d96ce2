import { describe, expect, test } from "vitest";
import type { Conflict } from "../../../src/domain/conflicts/conflict.ts";
import { betweenRecords, problemIn, problemsIn, type RecordOf } from "../../../src/domain/conflicts/same-problem.ts";
import { aConflict } from "../../support/builders.ts";
import { idOf, ref } from "../plan.ts";

const [a, b, c] = [idOf("PAY-1"), idOf("PAY-2"), idOf("PAY-3")];
/** The record of `PAY-1` by another connection, whose id comes last. */
const z = idOf("PAY-9");
const asRead: RecordOf = (id) => id;
const moved: RecordOf = (id) => {
  if (id.startsWith("key:")) throw new TypeError("the key of an unknown item has no record");
  return id === a ? z : id;
};

const edge = (change: Partial<Conflict> = {}) => aConflict({ consumer: a, provider: b, ...change });
const circle = (consumer: typeof a, ...others: readonly (typeof a)[]) =>
  aConflict({
    rule: "cycle",
    consumer,
    provider: null,
    evidence: { ...aConflict().evidence, provider: null, cycle: [consumer, ...others] },
  });
/** Of conflicts before the move, and one after it. */
const [problem, problemNow] = [problemIn(moved), problemIn(asRead)];

describe("one problem", () => {
  test.each<[string, Conflict, Conflict]>([
    ["is an edge, whichever rule shows it", edge({ rule: "overdue-provider" }), edge({ consumer: z })],
    [
      "is an edge to a record that another connection reads",
      edge({ consumer: b, provider: a }),
      edge({ consumer: b, provider: z }),
    ],
    ["is an edge to an unknown item", edge({ provider: ref("OPS-1") }), edge({ consumer: z, provider: ref("OPS-1") })],
    ["is an edge without a provider", edge({ provider: null }), edge({ consumer: z, provider: null })],
    ["is a circle, wherever another connection lets it begin", circle(a, b, c), circle(b, c, z)],
  ])("%s", (_, before, now) => {
    expect(problem(before)).toBe(problemNow(now));
  });

  test.each<[string, Conflict, Conflict]>([
    ["an edge the other way", edge(), edge({ consumer: b, provider: a })],
    ["an edge to another provider", edge(), edge({ provider: c })],
    ["a circle and one of its edges", circle(a, b), edge()],
    ["a circle that goes on elsewhere", circle(a, b, c), circle(a, c, b)],
  ])("are not %s", (_, one, other) => {
    expect(problem(one)).not.toBe(problem(other));
  });
});

test("readers of a circle see its dependencies too, those of a conflict only its own", () => {
  const [from, to] = [edge({ consumer: b, provider: c }), edge({ consumer: c, provider: a })];
  expect(problemsIn(moved)(circle(a, b, c)).toSorted()).toEqual(
    [circle(a, b, c), edge(), from, to].map((one) => problem(one)).toSorted(),
  );
  expect(problemsIn(moved)(edge())).toEqual([problem(edge())]);
});

describe("a conflict is between the records that count now", () => {
  test.each<[string, Conflict, Conflict]>([
    ["at both ends", edge({ provider: a }), edge({ consumer: z, provider: z })],
    ["beside an unknown item", edge({ provider: ref("OPS-1") }), edge({ consumer: z, provider: ref("OPS-1") })],
    ["in its circle", circle(a, b), circle(z, b)],
  ])("%s", (_, before, now) => {
    expect(betweenRecords(before, moved)).toEqual(now);
  });

  test("in its chain", () => {
    const { evidence } = edge();
    const chained = (items: readonly (typeof a)[]) => ({ ...evidence, chain: { items, end: evidence.consumer } });
    expect(betweenRecords(edge({ consumer: b, evidence: chained([b, a]) }), moved)).toEqual(
      edge({ consumer: b, evidence: chained([b, z]) }),
    );
  });
});
