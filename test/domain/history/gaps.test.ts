import { describe, expect, it, test } from "vitest";
import type { HistoryChange, HistoryEvent, StatusValue } from "../../../src/domain/items/history.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import { modelAt } from "../../support/model-at.ts";
import type { Sprint } from "../../../src/domain/schedule/sprint.ts";
import { day, idOf, item, model, sprint, type ItemChanges } from "../plan.ts";

const at = day(10);

function event(key: string, when: number, change: HistoryChange, id = `${key} ${when}`): HistoryEvent {
  return { id, itemId: idOf(key), at: when, ordinal: 0, knownBy: "tracker", ...change };
}

/** Shows only that the trackers give a history. */
const elsewhere = ["PAY-99", "acme/api#99"].map((key) => event(key, day(1), { field: "labels", from: [], to: ["x"] }));

function then(key: string, changes: ItemChanges, events: readonly HistoryEvent[], boxes: readonly Sprint[] = []) {
  const known = item(key, { createdAt: day(0), updatedAt: day(20), ...changes });
  const found = modelAt(model({ items: [known, item("PAY-50", { updatedAt: day(20) })], sprints: boxes }), events, at);
  const was = found.model.items.get(known.id);
  if (was === undefined) throw new TypeError("the item is not there");
  return { was, gaps: found.gaps.get(known.id) ?? [] };
}

const closedLater: Partial<WorkItem> = { status: "done", statusId: "3", statusName: "Done", closedAt: day(12) };
const status = (from: StatusValue | null, to: StatusValue | null): HistoryChange => ({ field: "status", from, to });
const done: StatusValue = { id: "3", name: "Done", category: "done" };

describe("without a history", () => {
  it.each([
    ["an item that was closed later is open", closedLater, "todo", ["untold"]],
    ["an item that had been closed is closed", { ...closedLater, closedAt: day(9) }, "done", ["untold"]],
    ["an item whose closing has no instant is open", { status: "done" }, "todo", ["untold", "closing"]],
    ["an item in progress is in progress", { status: "in-progress" }, "in-progress", ["untold"]],
    ["an item that has not changed since is as today", { status: "done", updatedAt: at }, "done", []],
  ] as const)("%s", (_, changes, expected, gaps) => {
    const found = then("PAY-1", changes, []);
    expect({ status: found.was.status, gaps: found.gaps }).toEqual({ status: expected, gaps });
  });

  test("an item is in a sprint from the sprint's start, and in a version as today", () => {
    const boxes = [
      sprint("begun", { startsAt: at }),
      sprint("later", { startsAt: at + 1 }),
      sprint("undated"),
      sprint("7", { kind: "version", startsAt: at + 1 }),
    ];
    const { was, gaps } = then("PAY-1", { sprintIds: boxes.map(({ id }) => id) }, [], boxes);
    expect(was.sprintIds).toEqual(boxes.filter(({ nativeId }) => nativeId !== "later").map(({ id }) => id));
    expect(gaps).toEqual(["untold"]);
  });

  test("of one item only, it is in its sprints as today: it may have been planned there when it was created", () => {
    const later = sprint("later", { startsAt: at + 1 });
    const { was, gaps } = then("PAY-1", { sprintIds: [later.id] }, elsewhere, [later]);
    expect({ sprintIds: was.sprintIds, gaps }).toEqual({ sprintIds: [later.id], gaps: [] });
  });

  test("of one item that was closed later, nothing but its dates counts", () => {
    expect(then("PAY-1", closedLater, elsewhere).gaps).toEqual(["untold"]);
  });
});

describe("a status", () => {
  const unknown: StatusValue = { id: "77", name: "Zzz", category: null };

  it.each([
    ["of which only the category's items tell", closedLater, status({ ...done, category: null }, done), "done", []],
    [
      "whose words tell",
      closedLater,
      status({ id: null, name: "In Progress", category: null }, done),
      "in-progress",
      [],
    ],
    [
      "that only says that work waits",
      closedLater,
      status({ id: "8", name: "On Hold", category: null }, done),
      "todo",
      [],
    ],
    ["that nothing tells", closedLater, status(unknown, done), "todo", ["status-words"]],
    ...["To Do", "Open", "Reopened", "Backlog", "Selected for Development"].map(
      (name) =>
        [
          `in the words of Jira's templates: ${name}`,
          closedLater,
          status({ id: "8", name, category: null }, done),
          "todo",
          [],
        ] as const,
    ),
    ["without words", closedLater, status({ id: "77", name: null, category: null }, done), "todo", ["status-words"]],
    ["that the entry leaves out", closedLater, status(null, done), "todo", ["status"]],
  ] as const)("%s", (_, changes, change, expected, gaps) => {
    const found = then("PAY-1", changes, [event("PAY-1", day(12), change)]);
    expect({ status: found.was.status, gaps: found.gaps }).toEqual({ status: expected, gaps });
  });

  test("without a known meaning is over if it had a resolution", () => {
    const change = status(unknown, done);
    const found = then("PAY-1", { ...closedLater, resolutionId: "1", resolutionName: "Fixed" }, [
      event("PAY-1", day(12), change),
    ]);
    expect({ ...found.was, gaps: found.gaps }).toMatchObject({ status: "done", sourceStatus: "Zzz (Fixed)", gaps: [] });
  });

  test("before its resolution was taken away was cancelled", () => {
    const change: HistoryChange = {
      field: "resolution",
      from: { id: "2", name: "Won't Do" },
      to: { id: "1", name: "Fixed" },
    };
    const { was } = then("PAY-1", { ...closedLater, closedAt: day(5), resolutionName: "Fixed" }, [
      event("PAY-1", day(12), change),
    ]);
    expect(was).toMatchObject({
      status: "cancelled",
      resolutionId: "2",
      closedAt: day(5),
      sourceStatus: "Done (Won't Do)",
    });
  });

  test("of a cancelled item is done under another resolution", () => {
    const change: HistoryChange = {
      field: "resolution",
      from: { id: "1", name: "Fixed" },
      to: { id: "2", name: "Won't Do" },
    };
    const cancelled = { ...closedLater, status: "cancelled", closedAt: day(5), resolutionName: "Won't Do" } as const;
    expect(then("PAY-1", cancelled, [event("PAY-1", day(12), change)]).was.status).toBe("done");
  });

  test("is cancelled where the resolution was, and the closing is the last change before", () => {
    const events = [
      event("PAY-1", day(8), status({ id: "1", name: "To Do", category: "todo" }, done)),
      event("PAY-1", day(12), status(done, { id: "1", name: "To Do", category: "todo" })),
      event("PAY-1", day(12), { field: "resolution", from: { id: "2", name: "Won't Do" }, to: null }, "r"),
    ];
    const { was } = then("PAY-1", { status: "todo" }, events);
    expect(was).toMatchObject({
      status: "cancelled",
      closedAt: day(8),
      statusName: "Done",
      resolutionName: "Won't Do",
    });
  });

  test("that its history tells to be over counts, although the closing date is later", () => {
    const { was, gaps } = then("PAY-1", closedLater, [event("PAY-1", day(8), status(null, done))]);
    expect({ status: was.status, closedAt: was.closedAt, gaps }).toEqual({
      status: "done",
      closedAt: day(8),
      gaps: [],
    });
  });

  test("is to do if only another field of a closed item has a history", () => {
    const labelled = event("PAY-1", day(3), { field: "labels", from: [], to: ["x"] });
    const { was, gaps } = then("PAY-1", closedLater, [labelled]);
    expect({ status: was.status, gaps }).toEqual({ status: "todo", gaps: ["status"] });
  });
});

describe("an issue of GitHub", () => {
  const open: StatusValue = { id: null, name: "Open", category: "todo" };
  const closed: StatusValue = { id: null, name: "Closed (not planned)", category: "cancelled" };
  const label = (from: string[], to: string[]): HistoryChange => ({ field: "labels", from, to });
  const begun = { status: "in-progress", sourceStatus: "Open (in progress)", labels: ["in progress"] } as const;
  const byPull = { status: "in-progress", sourceStatus: "Open (pull request)" } as const;

  it.each([
    ["that was closed then", {}, status(closed, open), "cancelled", "Closed (not planned)", []],
    ["whose closing has no words", {}, status({ ...closed, name: null }, open), "cancelled", "Closed", []],
    ["that was closed later", { status: "done", closedAt: day(12) }, status(open, closed), "todo", "Open", []],
    [
      "that is closed since",
      { status: "done", sourceStatus: "Closed", closedAt: day(5) },
      label(["x"], []),
      "done",
      "Closed",
      [],
    ],
    ["whose label of work in progress came later", begun, label([], ["in progress"]), "todo", "Open", []],
    ["whose label of work in progress went", {}, label(["doing"], []), "in-progress", "Open (doing)", []],
    ["with a pull request", byPull, label(["x"], []), "in-progress", "Open (pull request)", ["progress"]],
    ["whose status the entry leaves out", {}, status(null, open), "todo", "Open", []],
  ] as const)("%s", (_, changes, change, expected, words, gaps) => {
    const found = then("acme/api#1", changes, [event("acme/api#1", day(12), change)]);
    expect([found.was.status, found.was.sourceStatus, found.gaps]).toEqual([expected, words, gaps]);
  });

  test("that did not change keeps its words", () => {
    const { was, gaps } = then(
      "acme/api#1",
      { ...byPull, updatedAt: at },
      elsewhere.concat(event("PAY-1", day(11), label([], ["x"]))),
    );
    expect([was.status, gaps]).toEqual(["in-progress", []]);
  });

  test("that was transferred keeps its key, and is in its former repository", () => {
    const from = { container: "acme/old", key: null };
    const { was } = then("acme/api#1", {}, [event("acme/api#1", day(12), { field: "container", from, to: null })]);
    expect([was.container, was.key]).toEqual(["acme/old", "acme/api#1"]);
  });
});

describe("other fields", () => {
  it.each([
    ["own dates", { startOn: "2027-01-05" }, null, ["own-dates"]],
    ["a due date", { dueOn: "2027-01-05" }, null, ["own-dates"]],
    ["no date of creation", { createdAt: null }, null, ["creation"]],
    ["a deletion at an unknown time", { presence: "gone", updatedAt: day(9) }, null, ["deletion"]],
    ["a deletion of an item without dates", { presence: "gone", updatedAt: null }, null, ["deletion"]],
    ["a timebox without id", {}, { field: "timeboxes", from: [{ id: null, name: "Lost" }], to: [] }, ["timebox"]],
    [
      "a timebox without id that came later",
      {},
      { field: "timeboxes", from: [], to: [{ id: null, name: "Lost" }] },
      [],
    ],
    [
      "a timebox that is gone",
      {},
      { field: "timeboxes", from: [{ id: "jira:j:sprint:404", name: "Gone" }], to: [] },
      ["timebox"],
    ],
    ["a parent that no item has the key of", {}, { field: "parent", from: "key:jira:XYZ-1", to: null }, ["parent"]],
    ["no parent", {}, { field: "parent", from: null, to: "key:jira:XYZ-1" }, []],
    ["an unknown former project", {}, { field: "container", from: null, to: null }, []],
  ] as const)("%s", (_, changes, change, gaps) => {
    const events = change === null ? elsewhere : [event("PAY-1", day(12), change)];
    expect(then("PAY-1", changes, [...events, ...elsewhere]).gaps).toEqual(gaps);
  });

  test("an item that changed since and is deleted today was there", () => {
    expect(then("PAY-1", { presence: "gone" }, elsewhere).was.presence).toBe("present");
  });

  test("a stub stays as it is", () => {
    const { was, gaps } = then("PAY-1", { presence: "stub", status: "done", closedAt: day(12) }, []);
    expect([was.presence, was.status, gaps]).toEqual(["stub", "done", []]);
  });

  test("an item with an earlier change existed, whatever its date of creation says", () => {
    const early = event("PAY-1", day(9), status(null, { id: "1", name: "To Do", category: "todo" }));
    expect(then("PAY-1", { createdAt: day(11) }, [early]).was.key).toBe("PAY-1");
  });

  test("a parent that did not exist yet is none", () => {
    const items = [
      item("PAY-1", { createdAt: day(0), parentId: idOf("PAY-2") }),
      item("PAY-2", { createdAt: day(11) }),
    ];
    expect([...modelAt(model({ items }), [], at).model.items.values()]).toEqual([{ ...items[0], parentId: null }]);
  });

  test("a parent is found by a former key that only the names know", () => {
    const names = [
      { system: "jira", connection: "j", kind: "item", nativeId: "PAY-2", name: "OLD-2", isCurrent: false },
    ] as const;
    const facts = model({ items: [item("PAY-1"), item("PAY-2")], names });
    const moved = event("PAY-1", day(12), { field: "parent", from: "key:jira:OLD-2", to: null });
    expect(modelAt(facts, [moved], at).model.items.get(idOf("PAY-1"))?.parentId).toBe(idOf("PAY-2"));
  });
});

test.each([
  ["a closed sprint that ended", { state: "closed", startsAt: day(1), completedAt: at }, "closed"],
  ["a closed sprint that ended by plan", { state: "closed", startsAt: day(1), endsAt: at }, "closed"],
  ["a closed sprint without dates", { state: "closed" }, "closed"],
  ["a closed sprint that was running", { state: "closed", startsAt: at, completedAt: at + 1 }, "active"],
  ["a closed sprint that had not begun", { state: "closed", startsAt: at + 1, completedAt: day(20) }, "future"],
  ["a running sprint that had not begun", { state: "active", startsAt: at + 1 }, "future"],
  ["an open version without a start", { state: "active" }, "active"],
  ["a sprint that never began", { state: "future", startsAt: day(1) }, "future"],
] as const)("%s was %s", (_, changes, expected) => {
  const one = sprint("x", changes);
  const facts = model({ items: [item("PAY-1", { createdAt: day(11) })], sprints: [one] });
  expect(modelAt(facts, [], at).model.sprints.get(one.id)).toEqual({ ...one, state: expected });
});
