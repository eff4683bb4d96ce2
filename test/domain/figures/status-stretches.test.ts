import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import { doneSince, statusStretches, type Stretch } from "../../../src/domain/figures/status-stretches.ts";
import { modelAt } from "../../support/model-at.ts";
import { statusCategories } from "../../../src/domain/history/status-categories.ts";
import type { HistoryChange, HistoryEvent, StatusValue } from "../../../src/domain/items/history.ts";
import { nothingSaid, readStatus } from "../../../src/domain/items/statuses.ts";
import type { StatusCategory, WorkItem } from "../../../src/domain/items/work-item.ts";
import { lives } from "../history/lives.ts";
import { day, item } from "../plan.ts";
import { withHistoryIn } from "./described-lives.ts";

const end = day(1000);

function stretchesOf(one: WorkItem, events: readonly HistoryEvent[], all: readonly WorkItem[] = [one]) {
  return statusStretches(one, events, {
    categoryOf: atOneGo(statusCategories(all, events)),
    hasHistory: (connection) => withHistoryIn(events).has(connection),
    statusOf: (then) => readStatus(then, nothingSaid).status,
    isOpenUnknown: false,
  });
}

const words = (stretches: readonly Stretch[]) =>
  stretches.map(({ from, status, doubt }) => `${status} from ${(from - day(0)) / 86_400_000}${marks[doubt ?? "none"]}`);

const marks = { unknown: "?", clocks: "!", none: "" } as const;

describe("the statuses of an item over time", () => {
  property.prop([lives, fc.integer({ min: 0, max: 60 })])(
    "are at each instant those of the model then, and all told",
    ({ events, modelUntil }, halves) => {
      const at = day(halves / 2);
      const present = modelUntil(end);
      const then = modelAt(present, events, at).model;
      for (const one of present.items.values()) {
        const of = events.filter(({ itemId }) => itemId === one.id);
        const stretches = stretchesOf(one, of, [...present.items.values()]);
        const found = stretches.findLast(({ from }) => from <= at);
        expect(found?.status).toBe(then.items.get(one.id)?.status);
        expect(stretches.every(({ doubt }) => doubt === null)).toBe(true);
        expect(stretches.at(-1)?.status).toBe(one.status);
      }
    },
  );

  property.prop([lives, fc.array(fc.nat(1000)), fc.gen()])(
    "do not depend on order and repetition of events",
    ({ events, modelUntil }, again, gen) => {
      const repeated = again.flatMap((place) => events[place % Math.max(1, events.length)] ?? []);
      const all = [...events, ...repeated];
      const mixed = gen(() => fc.shuffledSubarray(all, { minLength: all.length }));
      const items = [...modelUntil(end).items.values()];
      const of = (one: WorkItem, some: readonly HistoryEvent[]) =>
        stretchesOf(
          one,
          some.filter(({ itemId }) => itemId === one.id),
          items,
        );
      for (const one of items) expect(of(one, mixed)).toEqual(of(one, events));
    },
  );
});

const status = (from: string | null, to: string): HistoryChange => ({
  field: "status",
  from: from === null ? null : { id: from, name: from, category: null },
  to: { id: to, name: to, category: null },
});
const value = (category: StatusCategory): StatusValue => ({ id: null, name: null, category });
const named = (name: string, category: StatusCategory | null): StatusValue => ({ id: null, name, category });
const label = (name: string, isAdded: boolean): HistoryChange => ({
  field: "labels",
  from: isAdded ? [] : [name],
  to: isAdded ? [name] : [],
});
const closing: HistoryChange = {
  field: "status",
  from: { id: null, name: "Open", category: "todo" },
  to: { id: null, name: "Closed", category: "done" },
};

function events(of: WorkItem, ...changes: readonly (readonly [at: number, change: HistoryChange])[]): HistoryEvent[] {
  return changes.map(([at, change], place) => ({
    id: `${of.id} ${place}`,
    itemId: of.id,
    at: day(at),
    ordinal: 0,
    knownBy: "tracker",
    ...change,
  }));
}

const done = { status: "done", statusId: "Done", statusName: "Done" } as const;
const closedOn = (place: number) => ({ ...done, closedAt: day(place), updatedAt: day(place) });

test("of several categories of a status the last change's holds, in whatever order the changes come", () => {
  const one = item("PAY-1", { ...closedOn(6), createdAt: day(0) });
  const odd = (category: StatusCategory | null): StatusValue => ({ id: "9", name: "Zzyx", category });
  const moves = (from: StatusValue, to: StatusValue): HistoryChange => ({ field: "status", from, to });
  const over: StatusValue = { id: "Done", name: "Done", category: null };
  const changes = events(
    one,
    [1, status("New", "9")],
    [2, moves(odd(null), over)],
    [3, moves(over, odd("todo"))],
    [4, moves(odd("todo"), over)],
    [5, moves(over, odd("in-progress"))],
    [6, moves(odd("in-progress"), over)],
  );
  const lived = [
    "in-progress from 1",
    "done from 2",
    "todo from 3",
    "done from 4",
    "in-progress from 5",
    "done from 6",
  ];
  expect(words(stretchesOf(one, changes))).toEqual(["todo from 0", ...lived]);
  expect(words(stretchesOf(one, changes.toReversed()))).toEqual(["todo from 0", ...lived]);
});

describe("what nothing tells", () => {
  const born = { createdAt: day(0), updatedAt: day(9) };

  test.each<[string, WorkItem, readonly (readonly [number, HistoryChange])[], readonly string[]]>([
    ["a closing alone", item("PAY-1", { ...born, ...closedOn(5) }), [], ["todo from 0?", "done from 5"]],
    ["no closing either", item("PAY-1", { ...born, ...done, closedAt: null }), [], ["todo from 0?"]],
    ["a connection without history", item("PAY-1", { ...born, status: "in-progress" }), [], ["in-progress from 0?"]],
    [
      "a connection without history or a date of the last change",
      item("PAY-1", { ...born, updatedAt: null, status: "in-progress" }),
      [],
      ["in-progress from 0?"],
    ],
    [
      "a change of another field before the creation",
      item("PAY-1", { createdAt: day(5), updatedAt: day(5) }),
      [[2, { field: "points", from: 1, to: 2 }]],
      ["todo from 5"],
    ],
    [
      "a closing before the creation",
      item("PAY-1", { ...closedOn(5), createdAt: day(7), updatedAt: day(8) }),
      [],
      ["done from 7"],
    ],
    [
      "a status without a meaning",
      item("PAY-1", { ...born, ...closedOn(5) }),
      [
        [2, status("New", "Zzyx")],
        [5, status("Zzyx", "Done")],
      ],
      ["todo from 0", "todo from 2?", "done from 5"],
    ],
    [
      "a change at the creation",
      item("PAY-1", { ...born, status: "in-progress", statusId: "In Progress", statusName: "In Progress" }),
      [[0, status("To Do", "In Progress")]],
      ["in-progress from 0"],
    ],
    [
      "several changes at one instant",
      item("PAY-1", { ...born, ...closedOn(5) }),
      [
        [5, status("To Do", "In Progress")],
        [5, status("In Progress", "Done")],
      ],
      ["todo from 0", "done from 5"],
    ],
    [
      "changes that contradict each other, and what was before",
      item("PAY-1", { ...born, ...closedOn(7) }),
      [
        [5, status("In Progress", "Done")],
        [7, status("To Do", "In Progress")],
        [8, status("In Progress", "Done")],
      ],
      ["in-progress from 0!", "todo from 5!", "in-progress from 7", "done from 8"],
    ],
    [
      "changes that contradict each other by their names or categories",
      item("PAY-1", { ...born, ...closedOn(7) }),
      [
        [5, { field: "status", from: null, to: { id: null, name: "In Progress", category: null } }],
        [6, { field: "status", from: { id: "4", name: "Done", category: "done" }, to: value("todo") }],
        [7, { field: "status", from: value("in-progress"), to: value("done") }],
        [8, { field: "status", from: value("done"), to: null }],
        [9, { field: "status", from: null, to: value("done") }],
      ],
      ["todo from 0!", "done from 5!", "in-progress from 6!", "done from 7", "todo from 8?", "done from 9"],
    ],
    [
      "changes that fit by what both of them have",
      item("PAY-1", { ...born, ...closedOn(5) }),
      [
        [2, status("To Do", "In Progress")],
        [3, { field: "status", from: named("In Progress", "in-progress"), to: named("In Progress", null) }],
        [4, { field: "status", from: value("in-progress"), to: { id: "Done", name: null, category: null } }],
      ],
      ["todo from 0", "in-progress from 2", "done from 4"],
    ],
    [
      "labels of GitHub",
      item("acme/api#1", { ...born, status: "done", closedAt: day(5) }),
      [
        [2, label("in progress", true)],
        [4, label("in progress", false)],
        [5, closing],
      ],
      ["todo from 0", "in-progress from 2", "todo from 4", "done from 5"],
    ],
    [
      "a closed issue of GitHub without a label",
      item("acme/api#1", { ...born, status: "done", closedAt: day(5) }),
      [[5, closing]],
      ["todo from 0?", "done from 5"],
    ],
    [
      "a cancelling alone",
      item("PAY-1", { ...born, status: "cancelled", closedAt: day(5), updatedAt: day(5) }),
      [],
      ["todo from 0?", "cancelled from 5"],
    ],
    [
      "a cancelled one",
      item("acme/api#1", { ...born, status: "cancelled", closedAt: day(5) }),
      [[5, { ...closing, to: { id: null, name: "Not planned", category: "cancelled" } }]],
      ["todo from 0?", "cancelled from 5"],
    ],
    [
      "an open one with a pull request",
      item("acme/api#1", { ...born, status: "in-progress" }),
      [[1, label("red", true)]],
      ["in-progress from 0?"],
    ],
    [
      "a resolution that came later",
      item("PAY-1", { ...born, ...closedOn(3), status: "cancelled", resolutionId: "9", resolutionName: "Won't Do" }),
      [
        [3, status("To Do", "Done")],
        [3, { field: "resolution", from: null, to: { id: "1", name: "Done" } }],
        [
          6,
          {
            field: "resolution",
            from: { id: "1", name: "Done" },
            to: { id: "9", name: "Won't Do" },
          },
        ],
      ],
      ["todo from 0", "done from 3", "cancelled from 6"],
    ],
    [
      "a resolution that was another one before",
      item("PAY-1", { ...born, ...closedOn(6), resolutionId: "1", resolutionName: "Done" }),
      [
        [3, status("To Do", "Done")],
        [3, { field: "resolution", from: null, to: { id: "9", name: "Won't Do" } }],
        [6, { field: "resolution", from: { id: "9", name: "Won't Do" }, to: { id: "1", name: "Done" } }],
      ],
      ["todo from 0", "cancelled from 3", "done from 6"],
    ],
  ])("%s", (_, one, changes, expected) => {
    expect(words(stretchesOf(one, events(one, ...changes)))).toEqual(expected);
  });

  test.each([
    ["Done", ["in-progress from 0", "done from 7"]],
    ["Zzyx", ["in-progress from 0!", "done from 7!"]],
    [null, ["in-progress from 0", "done from 7"]],
  ])("a last change to %s, of an item that is done", (name, expected) => {
    const one = item("PAY-1", { ...born, ...closedOn(7) });
    const from: StatusValue = { id: null, name: "In Progress", category: null };
    const change: HistoryChange = { field: "status", from, to: { id: null, name, category: null } };
    expect(words(stretchesOf(one, events(one, [7, change])))).toEqual(expected);
  });

  test("an item without a date of creation was there all the time", () => {
    const one = item("PAY-1", { createdAt: null, updatedAt: null });
    expect(stretchesOf(one, [])).toEqual([{ from: Number.NEGATIVE_INFINITY, status: "todo", doubt: "unknown" }]);
  });
});

test("a time in which an item is done begins with the first of several such statuses", () => {
  const stretch = (from: number, of: Stretch["status"]): Stretch => ({ from, status: of, doubt: null });
  expect(doneSince([stretch(0, "todo"), { ...stretch(3, "done"), doubt: "unknown" }, stretch(4, "done")])).toBe(3);
  expect(doneSince([stretch(0, "done")])).toBe(0);
  expect(doneSince([stretch(0, "done"), stretch(3, "todo")])).toBe(Number.POSITIVE_INFINITY);
});
