import { describe, expect, test } from "vitest";

import type { Link, WorkItem } from "../../../src/domain/items/work-item.ts";
import { blocks, date, day, idOf, item, jiraTeam, model, now, sprint, train } from "../plan.ts";
import type { ItemChanges } from "../plan.ts";
import { words } from "../step-words.ts";
import { viewTrain } from "../../support/look-once.ts";

const epic = (key: string, changes: ItemChanges = {}) => item(key, { kind: "epic", ...changes });
const below = (parent: string, key: string, changes: ItemChanges = {}) =>
  item(key, { parentId: idOf(parent), ...changes });
const step = (parent: string, key: string, changes: ItemChanges = {}) =>
  below(parent, key, { kind: "subtask", ...changes });

function planned(key: string, items: readonly WorkItem[]) {
  return viewTrain(model({ items }), train(), now).items.get(idOf(key));
}

/** The days between which an item is planned, and the iteration that this is called by. */
function place(key: string, items: readonly WorkItem[]) {
  const { startsAt = null, endsAt = null, iteration = null, datesFrom } = planned(key, items) ?? {};
  const dayOf = (at: number | null) => (at === null ? null : (at - day(0)) / 86_400_000);
  return [dayOf(startsAt), dayOf(endsAt), iteration?.key ?? null, datesFrom];
}

describe("an item without a box is planned by its open parts", () => {
  test.each<[string, readonly WorkItem[], readonly unknown[]]>([
    ["one", [below("PAY-1", "PAY-2", { in: 2 })], [28, 42, "3", "parts"]],
    [
      "from the first to the last",
      [below("PAY-1", "PAY-2", { in: 1 }), below("PAY-1", "LED-1", { in: 2 })],
      [14, 42, "2", "parts"],
    ],
    [
      "whoever has them",
      [below("PAY-1", "acme/api#1", { in: 2 }), below("PAY-1", "OPS-1", { in: 2 })],
      [28, 42, "3", "parts"],
    ],
    [
      "not by those that are done",
      [below("PAY-1", "PAY-2", { in: 0, status: "done" }), below("PAY-1", "PAY-3", { in: 2 })],
      [28, 42, "3", "parts"],
    ],
    [
      "by those that are done where none is open",
      [below("PAY-1", "PAY-2", { in: 0, status: "done" })],
      [0, 14, "1", "parts"],
    ],
    [
      "not by cancelled ones, or those that are gone",
      [below("PAY-1", "PAY-2", { in: 2, status: "cancelled" }), below("PAY-1", "PAY-3", { in: 2, presence: "gone" })],
      [null, null, null, null],
    ],
    ["not by what nobody read", [below("PAY-1", "PAY-2", { in: 2, presence: "stub" })], [null, null, null, null]],
    [
      "as far as they are planned",
      [below("PAY-1", "PAY-2", { in: 2 }), below("PAY-1", "PAY-3")],
      [28, 42, "3", "parts"],
    ],
    [
      "by days, which make no iteration",
      [below("PAY-1", "PAY-2", { dueOn: date(30), startOn: date(29) })],
      [29, 31, null, "parts"],
    ],
    [
      "through any depth",
      [
        below("PAY-1", "PAY-2", { kind: "epic" }),
        below("PAY-2", "PAY-3", { kind: "epic" }),
        below("PAY-3", "LED-1", { in: 3 }),
      ],
      [42, 56, "4", "parts"],
    ],
    ["not by sub-tasks, which follow it", [step("PAY-1", "PAY-2")], [null, null, null, null]],
    ["but by their own dates", [step("PAY-1", "PAY-2", { dueOn: date(30) })], [null, 31, null, "parts"]],
  ])("%s", (_, parts, expected) => {
    expect(place("PAY-1", [epic("PAY-1"), ...parts])).toEqual(expected);
  });

  test("its own box and its own dates win", () => {
    const part = below("PAY-1", "PAY-2", { in: 2 });
    expect(place("PAY-1", [epic("PAY-1", { in: 1 }), part])).toEqual([14, 28, "2", "sprint"]);
    expect(place("PAY-1", [epic("PAY-1", { dueOn: date(60) }), part])).toEqual([28, 61, "3", "item"]);
    expect(place("acme/api#1", [item("acme/api#1", { in: 1 }), below("acme/api#1", "acme/api#2", { in: 2 })])[1]).toBe(
      28,
    );
  });

  test("what is left in a closed box is in none", () => {
    const closed = sprint("old", { state: "closed", startsAt: day(0), endsAt: day(14) });
    const items = [epic("PAY-1", { sprintIds: [closed.id] }), below("PAY-1", "PAY-2", { in: 2 })];
    const view = viewTrain(model({ items, sprints: [closed] }), train(), now);
    expect(view.items.get(idOf("PAY-1"))?.iteration?.key).toBe("3");
  });

  test("in the iteration of its part, also if a milestone is due on the first day of it", () => {
    const due = sprint("first-day", { system: "github", endsAt: day(29) });
    const items = [epic("PAY-1"), below("PAY-1", "acme/api#1", { sprintIds: [due.id] })];
    const { items: all } = viewTrain(model({ items, sprints: [due] }), train(), now);
    expect([idOf("acme/api#1"), idOf("PAY-1")].map((id) => all.get(id)?.iteration?.key)).toEqual(["3", "3"]);
  });

  test("finished work stays where it was", () => {
    const items = [epic("PAY-1", { status: "done" }), below("PAY-1", "PAY-2", { in: 2 })];
    expect(place("PAY-1", items)).toEqual([null, null, null, null]);
  });

  test("in a circle nobody is anybody's parent", () => {
    const items = [
      below("PAY-2", "PAY-1", { kind: "epic" }),
      below("PAY-1", "PAY-2", { kind: "epic" }),
      below("PAY-3", "PAY-3"),
      below("PAY-1", "PAY-4", { in: 2 }),
    ];
    expect(place("PAY-1", items)[2]).toBe("3");
    expect(place("PAY-2", items)[3]).toBeNull();
    expect(place("PAY-3", items)[3]).toBeNull();
  });

  test("which parts decide, and how much below it is not planned", () => {
    const items = [
      epic("PAY-1"),
      below("PAY-1", "PAY-2", { in: 1 }),
      below("PAY-1", "PAY-3", { kind: "epic" }),
      below("PAY-3", "LED-1", { in: 3 }),
      below("PAY-3", "LED-2"),
      below("PAY-1", "PAY-5", { kind: "epic" }),
      below("PAY-5", "PAY-6"),
      below("PAY-5", "PAY-7"),
    ];
    expect(planned("PAY-1", items)?.through).toMatchObject({
      from: "parts",
      first: idOf("PAY-2"),
      last: idOf("LED-1"),
      unplanned: 3,
      next: idOf("PAY-6"),
      end: { counted: { startsAt: day(42), endsAt: day(56) } },
    });
  });

  test("ten thousand parts, and parts of parts, are looked at once each", () => {
    const parts = Array.from({ length: 10_000 }, (_, n) =>
      below(n < 10 ? "PAY-1" : `PAY-${2 + (n % 10)}`, `PAY-${n + 2}`, { in: 1 + (n % 2) }),
    );
    expect(
      place("PAY-1", [epic("PAY-1"), ...parts.map((part, n) => (n < 10 ? { ...part, sprintIds: [] } : part))]),
    ).toEqual([14, 42, "2", "parts"]);
  });
});

describe("a sub-task", () => {
  test("is planned by its parent, whatever Jira lists for it", () => {
    const story = item("PAY-1", { in: 2 });
    expect(place("PAY-2", [story, step("PAY-1", "PAY-2")])).toEqual([28, 42, "3", "parent"]);
    expect(place("PAY-2", [story, step("PAY-1", "PAY-2", { in: 0 })])).toEqual([28, 42, "3", "parent"]);
    expect(place("PAY-2", [story, step("PAY-1", "PAY-2", { dueOn: date(30) })])).toEqual([28, 31, "3", "item"]);
  });

  test("stays where its tracker lists it where the parent has no plan, is over or was not read", () => {
    const listed = step("PAY-1", "PAY-2", { in: 1 });
    for (const story of [
      item("PAY-1"),
      item("PAY-1", { in: 2, status: "done" }),
      item("PAY-1", { in: 2, presence: "stub" }),
    ]) {
      expect(place("PAY-2", [story, listed])).toEqual([14, 28, "2", "sprint"]);
    }
  });

  test("follows a parent that is planned by its parts", () => {
    const items = [epic("PAY-1"), below("PAY-1", "PAY-3", { in: 2 }), step("PAY-1", "PAY-2")];
    expect(place("PAY-2", items)).toEqual([28, 42, "3", "parent"]);
  });
});

describe("a fix is something people can do in that tracker", () => {
  /** PAY-1 waits for LED-1, among other work. */
  function fixes(consumer: WorkItem, ...others: readonly WorkItem[]) {
    const facts = model({ items: [consumer, ...others], links: [blocks("LED-1", "PAY-1")] });
    return viewTrain(facts, train(), now).conflicts.map((conflict) => [conflict.rule, ...words(facts, conflict)]);
  }
  const running = "running-iteration";

  test("nothing, where all parts of an epic come first", () => {
    expect(fixes(item("PAY-1", { in: 3 }), epic("LED-1"), below("LED-1", "LED-2", { in: 2 }))).toEqual([]);
  });

  test("the part that ends last is moved, not the epic", () => {
    const parts = [below("LED-1", "LED-2", { in: 1 }), below("LED-1", "LED-3", { in: 3 })];
    expect(fixes(item("PAY-1", { in: 3 }), epic("LED-1"), ...parts)).toEqual([
      ["same-iteration", "move LED-3 to 3 (led)", "move PAY-1 to 5 (pay): next-increment"],
    ]);
  });

  test("in whatever team or tracker it is", () => {
    expect(fixes(item("PAY-1", { in: 3 }), epic("LED-1"), below("LED-1", "acme/api#2", { in: 3 }))).toEqual([
      ["same-iteration", "move acme/api#2 to 3 (api)", `move PAY-1 to 5 (pay): next-increment`],
    ]);
  });

  test("where two parts are too late, no single step helps", () => {
    const parts = [below("LED-1", "LED-2", { in: 3 }), below("LED-1", "LED-3", { in: 3 })];
    expect(fixes(item("PAY-1", { in: 2 }), epic("LED-1"), ...parts)).toEqual([
      [
        "late-provider",
        "decide-scope PAY-1 (pay)",
        "decide-scope LED-1 (led)",
        "move PAY-1 to 5 (pay): next-increment",
      ],
    ]);
  });

  test("of an epic of which nothing is planned a part is", () => {
    expect(fixes(item("PAY-1", { in: 3 }), epic("LED-1"), below("LED-1", "LED-2"), below("LED-1", "LED-3"))).toEqual([
      ["unscheduled-provider", "schedule LED-2 to 3 (led)"],
    ]);
  });

  test("an epic without parts gets a due date, or a version where its team plans in those", () => {
    const facts = model({ items: [item("PAY-1", { in: 3 }), epic("LED-1")], links: [blocks("LED-1", "PAY-1")] });
    const inVersions = train({ teams: [jiraTeam("pay"), jiraTeam("led", { iterations: "version" })] });
    const said = [train(), inVersions].map((on) => viewTrain(facts, on, now).conflicts.map((one) => words(facts, one)));
    expect(said).toEqual([[[`LED-1 due ${date(41)} (led)`]], [["schedule LED-1 to 3 (led)"]]]);
  });

  test("of a sub-task the parent is moved or planned", () => {
    const late = [item("LED-2", { in: 3 }), step("LED-2", "LED-1")];
    expect(fixes(item("PAY-1", { in: 2 }), ...late)[0]).toContain(`move LED-2 to 2 (led): ${running}`);
    const unplanned = [item("LED-2"), step("LED-2", "LED-1")];
    expect(fixes(item("PAY-1", { in: 3 }), ...unplanned)).toEqual([
      ["unscheduled-provider", "schedule LED-2 to 3 (led)"],
    ]);
  });

  test("a sub-task whose parent is over gets a due date", () => {
    const left = [item("LED-2", { status: "done" }), step("LED-2", "LED-1")];
    expect(fixes(item("PAY-1", { in: 3 }), ...left)).toEqual([["unscheduled-provider", `LED-1 due ${date(41)} (led)`]]);
  });

  test("of an epic that waits the part that begins first is moved", () => {
    const parts = [below("PAY-1", "PAY-2", { in: 2 }), below("PAY-1", "PAY-3", { in: 3 })];
    expect(fixes(epic("PAY-1"), item("LED-1", { in: 2 }), ...parts)[0]).toContain("move PAY-2 to 4 (pay)");
  });

  test("an issue on GitHub goes into a milestone, and gets no due date", () => {
    const facts = model({
      items: [item("PAY-1", { in: 3 }), item("acme/api#1", { kind: "epic" })],
      links: [blocks("acme/api#1", "PAY-1")],
    });
    expect(viewTrain(facts, train(), now).conflicts.map((one) => words(facts, one))).toEqual([
      ["schedule acme/api#1 to 3 (api)"],
    ]);
  });

  test.each([
    ["late", 50, ["late-provider", `LED-2 due ${date(41)} (led)`, "move PAY-1 to 5 (pay): next-increment"]],
    ["overdue", 10, ["overdue-provider", "finish LED-1 (led)", `LED-2 due ${date(41)} (led)`]],
  ])("of an epic that is %s by a due date of its last part, that date changes", (_, due, expected) => {
    expect(fixes(item("PAY-1", { in: 3 }), epic("LED-1"), below("LED-1", "LED-2", { dueOn: date(due) }))).toEqual([
      expected,
    ]);
  });

  test("an epic whose parts are all done has to be finished once they are over", () => {
    expect(fixes(item("PAY-1", { in: 3 }), epic("LED-1"), below("LED-1", "LED-2", { in: 0, status: "done" }))).toEqual([
      ["overdue-provider", "finish LED-1 (led)"],
    ]);
  });
});

test("a step on a part is tried on what waits for its parent too", () => {
  const items = [item("PAY-1", { in: 1 }), epic("LED-1"), below("LED-1", "LED-2", { in: 1 }), item("PAY-2", { in: 2 })];
  const stepsFor = (...links: readonly Link[]) => {
    const facts = model({ items, links: [blocks("PAY-1", "LED-2"), ...links] });
    return viewTrain(facts, train(), now).conflicts.map((one) => words(facts, one));
  };
  expect(stepsFor()).toEqual([["move LED-2 to 3 (led)"]]);
  expect(stepsFor(blocks("LED-1", "PAY-2"))).toEqual([["finish PAY-1 (pay)"]]);
});
