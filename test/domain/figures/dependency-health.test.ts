import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { advanceConflicts } from "../../../src/domain/conflicts/conflict-life.ts";
import type { Conflict, ConflictRecord } from "../../../src/domain/conflicts/conflict.ts";
import { dependencyHealth } from "../../../src/domain/figures/dependency-health.ts";
import { flowWindow } from "../../../src/domain/figures/flow-window.ts";
import { longestChain } from "../../../src/domain/figures/open-chain.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import { aConflict, aRecord } from "../../support/builders.ts";
import { viewTrain } from "../../support/look-once.ts";
import { blocks, day, idOf, item, model, now, train, type ModelParts } from "../plan.ts";
import type { WorkItemId } from "../../../src/domain/ids.ts";

const recordOf = (id: WorkItemId) => id;

const until = day(84);
const window = flowWindow(until, "UTC");

function health(parts: ModelParts, records: readonly ConflictRecord[] = [], changedLater: readonly string[] = []) {
  const view = viewTrain(model(parts), train(), until);
  return dependencyHealth({ view, records, changedLater: new Set(changedLater), window });
}

describe("open dependencies", () => {
  test("are counted as in the rollup, and those with an unread end are named", () => {
    const items = [
      item("PAY-1"),
      item("PAY-2", { status: "done" }),
      item("LED-1", { presence: "stub" }),
      item("LED-2"),
    ];
    const links = [
      blocks("LED-1", "PAY-1"),
      blocks("LED-2", "PAY-1"),
      blocks("LED-2", "PAY-2"),
      blocks("?LED-77", "LED-2", { origin: "text", id: "text:1" }),
    ];
    const { conflicts, edges, chain } = health({ items, links });
    const view = viewTrain(model({ items, links }), train(), until);
    expect(conflicts.sample).toBe(view.dependencyFigures.open);
    expect(conflicts.coverage).toEqual({
      of: 3,
      known: 1,
      unreadEnds: {
        total: 2,
        first: [
          { consumer: "LED-2", provider: "key:jira:LED-77" },
          { consumer: "PAY-1", provider: "LED-1" },
        ],
      },
    });
    expect(edges.teams.map(({ team, out, in: into }) => [team, out.total, into.total])).toEqual([
      ["pay", 2, 0],
      ["led", 1, 1],
      ["api", 0, 0],
    ]);
    expect([chain.length, chain.items.first]).toEqual([2, ["PAY-1", "LED-2", "key:jira:LED-77"]]);
  });

  test("give no ratio if there are none", () => {
    const { conflicts, risks, chain, age, lives } = health({ items: [item("PAY-1")] });
    expect([conflicts.ratio, risks.ratio, chain.length, age.p50]).toEqual([null, null, 0, null]);
    expect([lives.knownSince, lives.reopenRate, lives.weeks[11]?.opened]).toEqual([null, null, null]);
  });

  test("of a team are named: those on others, those of others, and those within", () => {
    const items = [item("PAY-1"), item("PAY-2"), item("LED-1")];
    const { edges } = health({ items, links: [blocks("PAY-2", "PAY-1"), blocks("LED-1", "PAY-2")] });
    const across = { total: 1, first: [{ consumer: "PAY-2", provider: "LED-1" }] };
    const none = { total: 0, first: [] };
    expect(edges.teams).toEqual([
      { team: "pay", out: across, in: none, within: { total: 1, first: [{ consumer: "PAY-1", provider: "PAY-2" }] } },
      { team: "led", out: none, in: across, within: none },
      { team: "api", out: none, in: none, within: none },
    ]);
  });

  test("of which only an info tells have no conflict whose age could be known", () => {
    const items = [item("PAY-1", { in: 6 }), item("PAY-2", { in: 6 }), item("LED-1", { in: 7 })];
    const unread = ["?LED-77", "?LED-78"].map((end) => blocks(end, "PAY-2", { origin: "text", id: `text:${end}` }));
    const { age } = health({ items, links: [blocks("LED-1", "PAY-1"), ...unread] });
    expect(age.coverage).toEqual({ of: 1, known: 0 });
  });

  test("count conflicts and risks apart", () => {
    const items = [
      item("PAY-1", { in: 6 }),
      item("PAY-2", { in: 6 }),
      item("LED-1", { in: 7 }),
      item("LED-2", { in: 6 }),
    ];
    const links = [blocks("LED-1", "PAY-1"), blocks("LED-2", "PAY-2")];
    const { conflicts, risks } = health({ items, links });
    expect([conflicts.ratio, risks.ratio]).toEqual([0.5, 0.5]);
    expect(conflicts.items.first).toMatchObject([{ consumer: "PAY-1", provider: "LED-1" }]);
    expect(risks.items.first).toMatchObject([{ consumer: "PAY-2", provider: "LED-2" }]);
  });
});

describe("records", () => {
  const record = (name: string, change: Partial<ConflictRecord> = {}, of: Partial<Conflict> = {}) =>
    aRecord(aConflict({ fingerprint: name, consumer: idOf(`PAY-${name}`), ...of }), {
      firstSeenAt: day(80),
      stateSince: day(80),
      ...change,
    });

  test("that are infos, not visible or ended have no age", () => {
    const { age, lives } = health({}, [
      record("1", { firstSeenAt: day(74) }),
      record("2", {}, { severity: "info" }),
      record("3", { unseenSince: day(81) }),
      record("4", { state: "resolved", stateSince: day(82) }),
      record("6", { firstSeenAt: day(79) }),
      record("5", { firstSeenAt: day(79) }, { severity: "risk", provider: null }),
    ]);
    expect([age.p50, age.p85, age.sample]).toEqual([5, 10, 3]);
    expect(age.items.first).toMatchObject([
      { fingerprint: "1", days: 10 },
      { fingerprint: "5", provider: null, days: 5 },
      { fingerprint: "6", days: 5 },
    ]);
    expect([lives.sample, lives.resolved, lives.reopenRate]).toEqual([5, 1, 0]);
  });

  test("that changed after the report tell only when they began", () => {
    const records = [record("1", { state: "resolved", stateSince: day(81), reopenings: 2 }), record("2")];
    const { lives } = health({}, records, ["1"]);
    expect([lives.resolved, lives.reopened, lives.changedLater, lives.weeks[11]?.opened]).toEqual([0, 0, 1, 2]);
    expect(health({}, records).lives).toMatchObject({ resolved: 3, reopened: 2, reopenRate: 0.67, changedLater: 0 });
  });

  test("have counts from the week in which Signalbox saw the first one", () => {
    const { weeks } = health({}, [record("1", { firstSeenAt: day(14), stateSince: day(14) })]).lives;
    expect(weeks.slice(0, 3).map(({ opened }) => opened)).toEqual([null, 1, 0]);
  });

  test("of an item that another connection reads now go on", () => {
    const copy = { ...item("PAY-1"), id: "jira:k:issue:PAY-1", connection: "k" } as const;
    const sites = ["j", "k"].map((connection) => ({ system: "jira", connection, sites: ["acme.example"] }) as const);
    const was = record("2", { state: "resolved", stateSince: day(82) }, { consumer: copy.id });
    const { lives } = health({ items: [item("PAY-1"), copy], sites }, [was, record("1")]);
    expect([lives.weeks[11]?.opened, lives.resolved]).toEqual([1, 0]);
  });

  /** What is found when PAY-1 waits for LED-1, planned in an iteration. */
  const found = (provider: number, rules: Train["rules"] = {}) =>
    viewTrain(
      model({
        items: [item("PAY-1", { in: 2 }), item("LED-1", { in: provider })],
        links: [blocks("LED-1", "PAY-1")],
      }),
      train({ rules }),
      now,
    ).conflicts;
  const [none, late, same] = [found(1), found(3), found(2)];

  test.each<
    [string, (readonly Conflict[])[], { readonly resolved: number; readonly reopened: number; readonly opened: number }]
  >([
    ["one that stands", [late], { opened: 1, resolved: 0, reopened: 0 }],
    ["one that was resolved", [late, none], { opened: 1, resolved: 1, reopened: 0 }],
    ["one that was reopened", [late, none, late], { opened: 1, resolved: 1, reopened: 1 }],
    ["one that another rule took over", [late, same], { opened: 1, resolved: 0, reopened: 0 }],
    ["one that was taken over and then resolved", [late, same, none], { opened: 1, resolved: 1, reopened: 0 }],
    ["one of another rule, after the first ended", [late, none, same], { opened: 2, resolved: 1, reopened: 0 }],
    ["two, one after the other", [late, none, same, none], { opened: 2, resolved: 2, reopened: 0 }],
    ["one that came back after another", [late, none, same, none, late], { opened: 2, resolved: 2, reopened: 1 }],
    ["one that came back to its first rule", [late, same, late], { opened: 1, resolved: 0, reopened: 0 }],
  ])("of %s", (_, passes, expected) => {
    let records: readonly ConflictRecord[] = [];
    for (const [place, conflicts] of passes.entries())
      records = advanceConflicts(records, conflicts, {
        train: "payments",
        at: day(78 + place),
        isOver: () => true,
        isAsBefore: () => false,
        recordOf,
      });
    const { lives } = health({}, records);
    const opened = lives.weeks.reduce((sum, week) => sum + (week.opened ?? 0), 0);
    expect({ opened, resolved: lives.resolved, reopened: lives.reopened }).toEqual(expected);
    expect(lives.knownSince).toBe(day(78));
    expect(lives.weeks[9]).toEqual({ from: day(63), until: day(70), opened: null, resolved: null });
  });
});

describe("the longest chain", () => {
  const id = fc.constantFrom("a", "b", "c", "d", "e", "f");
  const arrows = fc.array(fc.tuple(id, id), { maxLength: 12 });

  /** By trying all chains, of arrows without circles. */
  function longest(all: readonly (readonly [string, string])[], from: string): number {
    const next = all.filter(([consumer]) => consumer === from).map(([, provider]) => longest(all, provider) + 1);
    return Math.max(0, ...next);
  }

  property.prop([arrows, fc.gen()])("of arrows without circles is that of a full search", (all, gen) => {
    const downward = all.filter(([a, b]) => a < b);
    const chain = longestChain(downward);
    const most = Math.max(0, ...downward.map(([a]) => longest(downward, a)));
    expect(Math.max(0, chain.length - 1)).toBe(most);
    const pairs = chain.slice(1).map((provider, place) => `${chain[place]} ${provider}`);
    expect(downward.map((arrow) => arrow.join(" "))).toEqual(expect.arrayContaining(pairs));
    const mixed = gen(() => fc.shuffledSubarray([...downward], { minLength: downward.length }));
    expect(longestChain(mixed)).toEqual(chain);
  });

  test.each<[string, readonly (readonly [string, string])[], readonly string[]]>([
    ["nothing", [], []],
    ["an item that waits for itself", [["a", "a"]], []],
    [
      "a circle alone",
      [
        ["a", "b"],
        ["b", "a"],
      ],
      [],
    ],
    [
      "a circle in the middle",
      [
        ["a", "b"],
        ["b", "c"],
        ["c", "b"],
        ["c", "d"],
      ],
      ["a", "b", "d"],
    ],
    [
      "two of one length",
      [
        ["b", "x"],
        ["a", "x"],
        ["a", "w"],
      ],
      ["a", "w"],
    ],
    [
      "a repeated arrow",
      [
        ["a", "b"],
        ["a", "b"],
        ["b", "c"],
      ],
      ["a", "b", "c"],
    ],
  ])("of %s", (_, all, expected) => {
    expect(longestChain(all)).toEqual(expected);
  });

  test("may be very long", () => {
    const all = Array.from({ length: 10_000 }, (_, place) => [`${place}`, `${place + 1}`] as const);
    expect(longestChain(all)).toHaveLength(10_001);
  });
});
