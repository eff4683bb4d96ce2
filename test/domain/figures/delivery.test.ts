import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { deliveryTimes } from "../../../src/domain/figures/delivery-times.ts";
import { earliest } from "../../../src/domain/figures/delivery.ts";
import type { Amount } from "../../../src/domain/history/commitment.ts";
import { periodsOf, scopeIn, type Period } from "../../../src/domain/history/scope.ts";
import { keyRef } from "../../../src/domain/ids.ts";
import type { HistoryEvent } from "../../../src/domain/items/history.ts";
import { rollUp } from "../../../src/domain/rollup/roll-up.ts";
import { lives, type Lives } from "../history/lives.ts";
import { blocks, day, idOf, item, jiraTeam, model, now, soundSetup, train } from "../plan.ts";
import { delivered, figuresOf, firstPeriod, later, readAt, stateAt, type Described } from "./delivered.ts";

const described = ({ events, modelUntil }: Lives): Described => ({ model: readAt(modelUntil(later), later), events });
const instant = fc.integer({ min: 0, max: 140 }).map((halves) => day(halves / 2));

describe("figures along any history", () => {
  property.prop([lives, instant], { numRuns: 25 })(
    "the burn-up of each day is the scope of the state at its end",
    (life, at) => {
      const all = described(life);
      const times = deliveryTimes(train(), at);
      const { burnUp } = delivered(all, at).all;
      const [whole] = periodsOf(train(), times.increment);
      if (whole === undefined) throw new TypeError("no period");
      const expected = times.days.map(({ day: name, at: end }) => {
        const scope = scopeIn(stateAt(all, end), whole);
        return [name, scope.length, scope.filter(({ isDone }) => isDone).length];
      });
      expect(burnUp.days.map(({ day: name, scope, done }) => [name, scope.items, done.items])).toEqual(expected);
      for (const { scope, done, remaining } of burnUp.days)
        expect(remaining).toEqual({ items: scope.items - done.items, points: scope.points - done.points });
    },
  );

  property.prop([lives, instant])("the last day is the rollup's scope", (life, at) => {
    const all = described(life);
    const view = stateAt(all, at);
    const { inIncrement } = rollUp({ view, conflicts: [], model: all.model, setup: soundSetup, unseen: 0 });
    expect(delivered(all, at).all.burnUp.days.at(-1)).toMatchObject({
      scope: { items: inIncrement.items, points: inIncrement.points },
      done: { items: inIncrement.done, points: inIncrement.pointsDone },
    });
  });

  property.prop([lives, instant])("predictability is what the two states say, item by item", (life, at) => {
    const all = described(life);
    for (const { period, until, ...rest } of delivered(all, at).all.periods) {
      const { predictability } = figuresOf({ period, until, ...rest });
      expect(until).toBe(Math.min(period.endsAt, at));
      const open = scopeIn(stateAt(all, period.startsAt), period).filter(({ isDone }) => !isDone);
      const { items } = stateAt(all, until);
      const done = open.filter(({ id }) => items.get(id)?.item.status === "done");
      expect(predictability.done).toEqual(done.map(({ id }) => id));
      expect([...predictability.done, ...predictability.notDone].toSorted()).toEqual(open.map(({ id }) => id));
      const share = { part: done.length, whole: open.length };
      if (open.length > 0) expect(predictability.items).toMatchObject(share);
      else expect(predictability.items).toEqual({ because: "nothing-committed" });
    }
  });

  property.prop([lives, instant])("the scope's parts add up, and the teams' to the train's", (life, at) => {
    const { all, teams } = delivered(described(life), at);
    for (const [place, one] of all.periods.entries()) {
      const { amounts } = figuresOf(one).scopeChange;
      const sum = (pick: (amount: Amount) => number) =>
        pick(amounts.committed) +
        pick(amounts.added) -
        pick(amounts.removed) -
        pick(amounts.carriedOver) -
        pick(amounts.finishedElsewhere);
      expect(sum(({ items }) => items)).toBe(amounts.present.items);
      expect(sum(({ points }) => points) + amounts.reEstimated.points).toBe(amounts.present.points);
      const committed = teams.map(({ periods }) => {
        const own = periods[place];
        return own === undefined ? 0 : figuresOf(own).scopeChange.amounts.committed.items;
      });
      expect(committed.reduce((total, count) => total + count, 0)).toBe(amounts.committed.items);
    }
  });

  property.prop([lives, instant])("a velocity is what was done in each iteration as it ended", (life, at) => {
    const all = described(life);
    for (const { team, velocity } of delivered(all, at).teams) {
      for (const { increment, iteration, done, ids } of velocity.iterations) {
        const period = periodsOf(train(), increment).find((one) => one.iteration === iteration);
        if (period === undefined) throw new TypeError("no period");
        const work = scopeIn(stateAt(all, period.endsAt), period).filter((one) => one.team === team && one.isDone);
        expect(ids).toEqual(work.map(({ id }) => id));
        expect(done.items).toBe(work.length);
      }
    }
  });

  property.prop([lives, instant, fc.array(fc.nat(1000)), fc.gen()])(
    "do not depend on order and repetition of events, nor on anything later",
    (life, at, again, gen) => {
      const all = described(life);
      const expected = delivered(all, at);
      const twice = [...all.events, ...again.flatMap((place) => all.events[place] ?? [])];
      const events = gen(() => fc.shuffledSubarray(twice, { minLength: twice.length }));
      expect(delivered({ ...all, events }, at)).toEqual(expected);
      const then: Described = {
        model: readAt(life.modelUntil(at), later),
        events: all.events.filter((one) => one.at <= at),
      };
      const { at: _, ...figures } = delivered(then, at);
      expect({ at, ...figures }).toEqual(expected);
    },
  );
});

const made = (ordinal: number, change: Parameters<typeof item>[1] = {}) =>
  ({ in: ordinal, createdAt: day(-9), updatedAt: day(-9), ...change }) as const;

describe("a train's figures", () => {
  test("count points only of the teams that estimate, and say the unit of each", () => {
    const items = [
      item("PAY-1", made(0, { points: 3 })),
      item("PAY-2", made(1, { points: 5 })),
      item("LED-1", made(0, { points: null })),
    ];
    const { all, teams } = delivered({ model: readAt(model({ items }), later), events: [] }, now);
    expect([all.unit, ...teams.map(({ unit }) => unit)]).toEqual(["points", "points", "items", "items"]);
    const shares = [all, ...teams].map(({ periods }) => figuresOf(firstPeriod(periods, null)).predictability);
    expect(shares.map(({ items: { ...share } }) => share)).toEqual([
      { part: 0, whole: 3, ratio: 0 },
      { part: 0, whole: 2, ratio: 0 },
      { part: 0, whole: 1, ratio: 0 },
      { because: "nothing-committed" },
    ]);
    expect(shares.map(({ points: { ...share } }) => share)).toEqual([
      { part: 0, whole: 8, ratio: 0 },
      { part: 0, whole: 8, ratio: 0 },
      { because: "no-points" },
      { because: "no-points" },
    ]);
    expect(teams.map(({ velocity }) => velocity.points)).toEqual([
      { n: 1, mean: 0, min: 0, max: 0, standardDeviation: null },
      { because: "no-points" },
      { because: "no-points" },
    ]);
  });

  test("count items where no team estimates", () => {
    const facts = readAt(model({ items: [item("LED-1", made(0, { points: null }))] }), later);
    const { unit, periods } = delivered({ model: facts, events: [] }, now).all;
    const { items, points } = figuresOf(firstPeriod(periods, null)).predictability;
    expect([unit, items, points]).toEqual(["items", { part: 0, whole: 1, ratio: 0 }, { because: "no-points" }]);
  });

  test("have no share of nothing, and say of what", () => {
    const items = [item("PAY-1", made(0, { points: null })), item("PAY-2", made(1, { points: 5 }))];
    const { all, teams } = delivered({ model: readAt(model({ items }), later), events: [] }, now);
    const api = teams.find(({ team }) => team === "api");
    const [first, none] = [all, api].map((of) => figuresOf(firstPeriod(of?.periods ?? [], "1")).scopeChange);
    expect(first?.items).toEqual({ change: 0, creep: 0, net: 0 });
    expect([first?.points, none?.items]).toEqual([{ because: "nothing-estimated" }, { because: "nothing-committed" }]);
  });

  test("take the stored commitment rather than history", () => {
    const facts = readAt(model({ items: [item("PAY-1", made(0)), item("PAY-2", made(0))] }), later);
    const [period] = periodsOf(train(), "first");
    const items = [{ id: idOf("PAY-1"), team: "pay", points: 2, isDone: false }];
    const own = { train: "payments", frozenAt: 0, fromHistory: false, unknown: [], items };
    const stored = [{ ...(period as Period), ...own }];
    const { periods } = delivered({ model: facts, events: [], stored }, now).all;
    expect(figuresOf(firstPeriod(periods, null))).toMatchObject({
      fromHistory: false,
      scopeChange: { amounts: { committed: { items: 1, points: 2 }, added: { items: 1 } }, coverage: { of: 2 } },
    });
    expect(figuresOf(firstPeriod(periods, "1"))).toMatchObject({
      fromHistory: true,
      scopeChange: { amounts: { committed: { items: 2 } } },
    });
  });

  test("are none of a period since whose end, or start, not everything was read", () => {
    const facts = model({ items: [item("PAY-1", made(0)), item("PAY-2", made(1))] });
    const { all, teams } = delivered({ model: readAt(facts, day(14) - 1), events: [] }, now);
    expect(all.periods.map(({ period, figures }) => [period.iteration, "because" in figures])).toEqual([
      [null, false],
      ["1", true],
      ["2", true],
    ]);
    expect(firstPeriod(all.periods, "1").figures).toEqual({ because: "not-read" });
    expect(teams[0]?.velocity).toMatchObject({ notRead: 1, iterations: [], items: { because: "no-iteration-ended" } });
  });

  test("have nothing to look at before the calendar, or without one", () => {
    const facts = readAt(model({ items: [item("PAY-1", made(0))] }), later);
    for (const [on, at] of [
      [train(), day(-1)],
      [train({ increments: [] }), now],
    ] as const) {
      const { all, teams } = delivered({ model: facts, events: [], on }, at);
      expect([all.periods, all.burnUp.days]).toEqual([[], []]);
      expect(teams[0]?.velocity.items).toEqual({ because: "no-iteration-ended" });
      expect(earliest(on, at)).toBe(at);
    }
    expect(earliest(train(), now)).toBe(day(0));
  });

  test("count a deleted item as not done, and one of another team for the team that committed it", () => {
    const gone = item("PAY-1", made(0, { presence: "gone", status: "done" }));
    const facts = model({
      items: [gone, item("PAY-2", made(0, { status: "done", closedAt: day(3), updatedAt: day(3) }))],
    });
    const [, period] = periodsOf(train(), "first");
    const items = ["PAY-1", "PAY-2"].map((key) => ({ id: idOf(key), team: "led", points: null, isDone: false }));
    const own = { train: "payments", frozenAt: 0, fromHistory: false, unknown: [], items };
    const stored = [{ ...(period as Period), ...own }];
    const { teams } = delivered({ model: readAt(facts, later), events: [], stored }, now);
    const led = teams.find(({ team }) => team === "led");
    const { predictability } = figuresOf(firstPeriod(led?.periods ?? [], "1"));
    expect([predictability.done, predictability.notDone]).toEqual([[idOf("PAY-2")], [idOf("PAY-1")]]);
  });

  test("know that a team worked before the last five iterations", () => {
    const items = [
      item("PAY-1", made(0, { status: "done", closedAt: day(3), updatedAt: day(3) })),
      item("LED-1", made(7)),
      item("LED-2", made(0, { status: "cancelled" })),
      // In the first of the five today, but created after its end.
      item("LED-3", made(1, { createdAt: day(86), updatedAt: day(86) })),
    ];
    const { teams } = delivered({ model: readAt(model({ items }), later), events: [] }, day(90));
    expect(teams.map(({ velocity }) => [velocity.iterations.length, velocity.before])).toEqual([
      [5, 0],
      [0, 5],
      [0, 5],
    ]);
  });

  test("say what nothing tells: teams' queries, unreadable changes, and items whose history has gaps", () => {
    const on = train({ teams: [jiraTeam("pay", { jql: "project = PAY" })] });
    const changed = item("PAY-1", made(1, { updatedAt: day(50) }));
    const memberships = [{ connection: "j", query: "project = PAY", itemIds: new Set([changed.id]) }];
    const facts = { ...readAt(model({ items: [changed] }), later), memberships };
    const { unknown, all } = delivered({ model: facts, events: [], on, unreadable: 2 }, now);
    expect(unknown).toEqual([
      { kind: "queries", count: 1 },
      { kind: "unreadable-events", count: 2 },
    ]);
    expect(all.burnUp.coverage).toEqual({
      of: 1,
      known: 0,
      missing: [{ kind: "untold", items: [changed.id] }],
      withoutEstimate: 1,
    });
    expect(delivered({ model: readAt(model({ items: [] }), later), events: [] }, now).unknown).toEqual([]);
  });

  test("say of a day what history does not tell of it, though the item counted on the day before", () => {
    const own = { itemId: idOf("PAY-1"), ordinal: 0, knownBy: "tracker", field: "parent" } as const;
    const parent = keyRef("jira", "XYZ-1");
    const events: readonly HistoryEvent[] = [
      { ...own, id: "1", at: day(2), from: null, to: parent },
      { ...own, id: "2", at: day(4), from: parent, to: null },
    ];
    const changed = item("PAY-1", made(1, { points: 3, updatedAt: day(4) }));
    const facts = readAt(model({ items: [changed] }), later);
    const { all, teams } = delivered({ model: facts, events }, now);
    const missing = [{ kind: "parent", items: [idOf("PAY-1")] }];
    for (const { burnUp } of [all, ...teams.slice(0, 1)])
      expect(burnUp.coverage).toEqual({ of: 1, known: 0, missing, withoutEstimate: 0 });
  });

  test("are the same at a day's beginning, whatever happened later that day, and whatever waits for what", () => {
    const before = [item("PAY-1", made(1)), item("PAY-2", made(1)), item("LED-1", made(1))];
    const after = before.map((one) => ({ ...one, status: "done" as const, closedAt: now, updatedAt: now }));
    const links = [blocks("PAY-1", "LED-1")];
    const facts = (items: typeof before, some: typeof links) => ({
      model: readAt(model({ items, links: some }), later),
      events: [],
    });
    const figures = delivered(facts(before, []), day(16));
    const { items: done } = figuresOf(firstPeriod(figures.all.periods, "2")).predictability;
    expect(done).toEqual({ part: 0, whole: 3, ratio: 0 });
    const seen = delivered(facts(after, links), day(16));
    expect(figuresOf(firstPeriod(seen.all.periods, "2")).predictability.items).toEqual(done);
  });
});
