import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, it, test } from "vitest";
import {
  begunPeriods,
  isReadSince,
  ofTeam,
  scopeChange,
  scopeFigures,
  type Amount,
} from "../../../src/domain/history/commitment.ts";
import { periodsOf, scopeIn, type Period } from "../../../src/domain/history/scope.ts";
import type { Model, StreamState } from "../../../src/domain/model/model.ts";
import { models } from "../arbitrary.ts";
import { day, idOf, item, iteration, model, train, type ItemChanges } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";

const on = train();
const [increment, first, second] = periodsOf(on, "first");
const at = day(16);

function view(facts: Model, when = at) {
  return viewTrain(facts, on, when);
}

function committed(facts: Model, period: Period) {
  return { ...period, items: scopeIn(view(facts, period.startsAt), period) };
}

function changed(before: ItemChanges, after: ItemChanges | null, { period = first, when = at } = {}) {
  if (period === undefined) throw new TypeError("no period");
  const still = item("LED-1", { in: 0, points: 3 });
  const then = model({ items: [item("PAY-1", before), still] });
  const now = model({ items: after === null ? [still] : [item("PAY-1", after), still] });
  const { kept, ...rest } = scopeChange(committed(then, period), view(now, when));
  const ids = (some: readonly { readonly id: string }[]) => some.map(({ id }) => id);
  const isOf = (id: string) => id === idOf("PAY-1");
  const fates = Object.entries(rest).filter(([, some]) => ids(some).some(isOf));
  return [...fates.map(([fate]) => fate), ...(kept.some(({ is }) => isOf(is.id)) ? ["kept"] : [])];
}

describe("an item of an iteration", () => {
  it.each([
    ["that stays", { in: 0 }, { in: 0 }, ["kept"]],
    ["that is done there", { in: 0 }, { in: 0, status: "done" }, ["kept"]],
    ["that came", {}, { in: 0 }, ["added"]],
    ["that was cancelled", { in: 0 }, { in: 0, status: "cancelled" }, ["removed"]],
    ["that was deleted", { in: 0 }, { in: 0, presence: "gone" }, ["removed"]],
    ["that is not in the model any more", { in: 0 }, null, ["removed"]],
    ["that was planned earlier", { in: 1 }, { in: 0 }, ["removed"]],
    ["that went to a later iteration", { in: 0 }, { in: 2 }, ["carriedOver"]],
    ["that is done in another iteration", { in: 0 }, { in: 2, status: "done" }, ["finishedElsewhere"]],
    ["that is done without an iteration", { in: 0 }, { status: "done" }, ["finishedElsewhere"]],
    ["that never was there", { in: 2 }, { in: 3 }, []],
  ] as const)("%s", (_, before, after, fates) => {
    const period = "in" in before && before.in === 1 ? second : first;
    expect(changed(before, after, period === undefined ? {} : { period })).toEqual(fates);
  });

  test("that went to the backlog was removed while the period ran, and is carried over once it has ended", () => {
    expect(changed({ in: 0 }, {}, { when: day(13) })).toEqual(["removed"]);
    expect(changed({ in: 0 }, {}, { when: day(14) })).toEqual(["carriedOver"]);
  });

  test("that its parts count instead of was removed, whether it is done or open", () => {
    const before = model({ items: [item("PAY-1", { in: 0 })] });
    for (const status of ["done", "todo"] as const) {
      const part = item("PAY-2", { in: 0, parentId: idOf("PAY-1") });
      const now = model({ items: [item("PAY-1", { in: 0, status }), part] });
      if (first === undefined) throw new TypeError("no period");
      const { removed, added } = scopeChange(committed(before, first), view(now));
      expect([removed.map(({ id }) => id), added.map(({ id }) => id)]).toEqual([[idOf("PAY-1")], [idOf("PAY-2")]]);
    }
  });
});

test("of a team that has another key now, the items count for the team that owns them", () => {
  if (first === undefined) throw new TypeError("no period");
  const facts = model({ items: [item("PAY-1", { in: 0 }), item("LED-1", { in: 0 })] });
  const { items, ...period } = committed(facts, first);
  const before = items.map((one) => (one.id === idOf("LED-1") ? { ...one, team: "books" } : one));
  const { kept } = ofTeam(scopeChange({ ...period, items: before }, view(facts)), "led");
  expect(kept.map(({ was }) => [was.id, was.team])).toEqual([[idOf("LED-1"), "led"]]);
});

test("figures are those of the worked example", () => {
  const before = model({
    items: [
      item("PAY-1", { in: 0, points: 3 }),
      item("PAY-2", { in: 0, points: 5 }),
      item("PAY-3", { in: 0, points: 2 }),
      item("PAY-4", { in: 0, points: 1 }),
      item("PAY-5", { in: 0, points: 8 }),
    ],
  });
  const now = model({
    items: [
      item("PAY-1", { in: 0, points: 3, status: "done" }),
      item("PAY-2", { in: 0, points: 8 }),
      item("PAY-3", { in: 0, points: 2, status: "cancelled" }),
      item("PAY-4", { in: 2, points: 1 }),
      item("PAY-5", { in: 2, points: 8, status: "done" }),
      item("LED-6", { in: 0, points: 4 }),
    ],
  });
  if (first === undefined) throw new TypeError("no period");
  const change = scopeChange(committed(before, first), view(now));
  expect(scopeFigures(change)).toEqual({
    committed: { items: 5, points: 19 },
    done: { items: 1, points: 3 },
    added: { items: 1, points: 4 },
    removed: { items: 1, points: 2 },
    carriedOver: { items: 1, points: 1 },
    finishedElsewhere: { items: 1, points: 8 },
    reEstimated: { items: 1, points: 3 },
    present: { items: 3, points: 15 },
  });
  expect(scopeFigures(ofTeam(change, "led"))).toMatchObject({ committed: { items: 0 }, added: { items: 1 } });
});

describe("a scope", () => {
  property.prop([models, models, fc.integer({ min: 0, max: 120 })])(
    "is what was committed, added and estimated anew, without what left",
    (before, now, days) => {
      for (const period of [increment, first, second]) {
        if (period === undefined) throw new TypeError("no period");
        const present = view(now, day(days));
        const change = scopeChange(committed(before, period), present);
        const figures = scopeFigures(change);
        const of = (pick: (amount: Amount) => number) => {
          const { committed: c, added, reEstimated, removed, carriedOver, finishedElsewhere } = figures;
          return (
            pick(c) + pick(added) + pick(reEstimated) - pick(removed) - pick(carriedOver) - pick(finishedElsewhere)
          );
        };
        expect(of(({ points }) => points)).toBeCloseTo(figures.present.points, 6);
        expect(of(({ items }) => items) - figures.reEstimated.items).toBe(figures.present.items);
        expect(figures.present.items).toBe(scopeIn(present, period).length);
        const teams = on.teams.map(({ key }) => scopeFigures(ofTeam(change, key)).committed.items);
        expect(teams.reduce((sum, count) => sum + count, 0)).toBe(figures.committed.items);
      }
    },
  );
});

test("begun are the present increment and those of its iterations whose start has come", () => {
  const names = (when: number) => begunPeriods(on, when).map(({ increment: one, iteration: key }) => [one, key]);
  expect(names(day(0) - 1)).toEqual([]);
  expect(names(day(0))).toEqual([
    ["first", null],
    ["first", "1"],
  ]);
  expect(names(day(56)).map(([, key]) => key)).toEqual([null, iteration(4).key]);
});

test("the scope of an increment is that of its iterations", () => {
  const facts = model({ items: [item("PAY-1", { in: 0 }), item("PAY-2", { in: 3 }), item("PAY-3", { in: 4 })] });
  if (increment === undefined) throw new TypeError("no period");
  expect(scopeIn(view(facts), increment)).toEqual([
    { id: idOf("PAY-1"), team: "pay", points: null, isDone: false },
    { id: idOf("PAY-2"), team: "pay", points: null, isDone: false },
  ]);
});

const stream = (connection: string, completedAt: number | null, isFailing = false): StreamState => ({
  connection,
  stream: `issues ${completedAt}`,
  watermark: null,
  completedAt,
  rejected: 0,
  token: null,
  failure: isFailing ? { code: "forbidden", text: "", at: 0 } : null,
});

test.each([
  ["each stream of each connection was", [stream("j", 5), stream("g", 6)], true],
  ["one was not lately", [stream("j", 4), stream("g", 6)], false],
  ["one never was", [stream("j", null), stream("j", 5), stream("g", 6)], false],
  ["a connection has no stream", [stream("j", 5)], false],
  ["a part cannot be read", [stream("j", 5), stream("j", null, true), stream("g", 6)], true],
  ["nothing of a connection can be read", [stream("j", 5, true), stream("g", 6)], false],
] as const)("whether everything was read since: %s", (_, streams, expected) => {
  expect(isReadSince(on, streams, 5)).toBe(expected);
});
