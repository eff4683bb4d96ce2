import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { GroupFigures } from "../../../src/domain/figures/delivery-figures.ts";
import { summaryOf } from "../../../src/domain/figures/delivery-summary.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import type { HistoryEvent } from "../../../src/domain/items/history.ts";
import { box, day, idOf, item, model, train, type ItemChanges } from "../plan.ts";
import { delivered, later, readAt } from "./delivered.ts";

const feature = (key: string, businessValue: number | null, change: ItemChanges = {}) =>
  item(key, { sourceKind: "Feature", in: 0, createdAt: day(-9), updatedAt: day(-8), businessValue, ...change });

const done = (on: number) => ({ status: "done", closedAt: day(on), updatedAt: day(on) }) as const;

/** It was to do until a day. */
function finished({ id }: WorkItem, on: number): HistoryEvent {
  const from = { id: "1", name: "To Do", category: "todo" } as const;
  const to = { id: "9", name: "Done", category: "done" } as const;
  return { id: `${id} done`, itemId: id, at: day(on), ordinal: 0, knownBy: "tracker", field: "status", from, to };
}

function figuresAt(at: number, items: readonly WorkItem[], events: readonly HistoryEvent[] = []) {
  return delivered({ model: readAt(model({ items }), later), events }, at);
}

function valueOf({ periods }: GroupFigures, iteration: string | null = null) {
  const one = periods.find(({ period }) => period.increment === "first" && period.iteration === iteration);
  if (one === undefined || "because" in one.figures) throw new TypeError("no figures");
  return one.figures.businessValue;
}

describe("predictability by business value", () => {
  const items = [
    feature("PAY-1", 8, done(10)),
    feature("PAY-2", 5),
    feature("PAY-3", null),
    feature("PAY-4", 3, done(-3)),
    feature("PAY-5", 20, { in: 4 }),
    feature("LED-1", 7, { status: "cancelled", closedAt: day(9), updatedAt: day(9) }),
    item("PAY-6", { in: 0, createdAt: day(-9), updatedAt: day(-8) }),
  ];

  test("is that of the items that were open in the increment when it began, and of each team's", () => {
    const { all, teams } = figuresAt(day(20), items);
    expect(valueOf(all)).toEqual({
      part: 8,
      whole: 20,
      ratio: 0.4,
      done: [idOf("PAY-1")],
      notDone: [idOf("LED-1"), idOf("PAY-2")],
      coverage: { of: 4, known: 3 },
    });
    expect(teams.map((team) => valueOf(team)?.whole)).toEqual([13, 7, undefined]);
  });

  test("counts a feature that its stories plan, and what a stored commitment does not name", () => {
    const epic = feature("PAY-1", 8, { sprintIds: [], kind: "epic" });
    const story = item("PAY-2", { in: 0, parentId: epic.id, createdAt: day(-9), updatedAt: day(-8) });
    const stored = {
      train: "payments",
      increment: "first",
      iteration: null,
      startsAt: day(0),
      endsAt: day(56),
      frozenAt: day(0),
      fromHistory: false,
      unknown: [],
      items: [{ id: story.id, team: "pay", points: null, isDone: false }],
    };
    const facts = readAt(model({ items: [epic, story] }), later);
    const { all } = delivered({ model: facts, events: [], stored: [stored] }, day(20));
    expect(valueOf(all)).toMatchObject({ part: 0, whole: 8, notDone: [epic.id] });
  });

  test("is none without a value above 0, of an iteration, and of an item that came later", () => {
    expect(valueOf(figuresAt(day(20), [feature("PAY-1", null), feature("PAY-2", 0)]).all)).toBeNull();
    expect(valueOf(figuresAt(day(20), items).all, "1")).toBeNull();
    expect(valueOf(figuresAt(day(20), [feature("PAY-1", 8, { createdAt: day(3) })]).all)).toBeNull();
  });

  test("counts what is done at the end, wherever it is planned by then, and nothing that was deleted", () => {
    const moved = feature("PAY-1", 8, { in: 4, ...done(10) });
    const events: readonly HistoryEvent[] = [
      {
        id: "moved",
        itemId: moved.id,
        at: day(5),
        ordinal: 0,
        knownBy: "tracker",
        field: "timeboxes",
        from: [{ id: box(0).id, name: null }],
        to: [{ id: box(4).id, name: null }],
      },
      finished(moved, 10),
    ];
    expect(valueOf(figuresAt(day(20), [moved, feature("PAY-2", 2)], events).all)).toMatchObject({ part: 8, whole: 10 });
    const gone = feature("PAY-1", 8, { ...done(10), presence: "gone" });
    expect(valueOf(figuresAt(day(20), [gone, feature("PAY-2", 2)], [finished(gone, 10)]).all)).toMatchObject({
      part: 0,
      whole: 10,
    });
  });

  test("is on the page for each increment that it shows", () => {
    const present = summaryOf(figuresAt(day(20), items), train());
    expect(present.businessValues).toEqual([
      { increment: "first", isRunning: true, part: 8, whole: 20, ratio: 0.4, of: 4, known: 3 },
    ]);
    const after = summaryOf(figuresAt(day(60), items), train());
    expect(after.businessValues.map(({ increment, isRunning }) => [increment, isRunning])).toEqual([
      ["first", false],
      ["second", true],
    ]);
    const unread = delivered({ model: readAt(model({ items }), day(-1)), events: [] }, day(20));
    expect(summaryOf(unread, train()).businessValues).toEqual([]);
  });
});

test("the example of docs/figures.md", () => {
  const page = readFileSync(new URL("../../../docs/figures.md", import.meta.url), "utf8");
  const section = page.split(/^### /mu).find((text) => text.startsWith("Business value\n")) ?? "";
  const rows = section
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .slice(1)
    .map((line) => line.split("|").map((cell) => cell.trim()));
  const lives = rows.map(([, key = "", value = "", start = "", end = ""]) => {
    const ends = end === "done" ? done(start === "done" ? -3 : 10) : {};
    return feature(key, value === "" ? null : Number(value), { in: start === "not planned" ? 4 : 0, ...ends });
  });
  const value = valueOf(figuresAt(day(20), lives).all);
  const [, words = ""] = /^Example\. (.+)$/mu.exec(section.slice(section.indexOf("| "))) ?? [];
  expect(rows).toHaveLength(5);
  expect(words).toBe(
    `Committed: 8 + 5 = ${value?.whole}. Done of it: ${value?.part}. ${value?.part} / ${value?.whole} = ${value?.ratio}; ${value?.coverage.known} of ${value?.coverage.of} committed items have a value.`,
  );
});
