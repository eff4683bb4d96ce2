import { describe, expect, test } from "vitest";

import type { Conflict } from "../../../src/domain/conflicts/conflict.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import { blocks, date, day, idOf, item, model, now, ref, sprint, train } from "../plan.ts";
import type { ItemChanges } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";

/** Conflicts when PAY-1 waits for LED-1. */
function between(consumer: ItemChanges, provider: ItemChanges, changes: Partial<Train> = {}): readonly Conflict[] {
  const week = (number: string, from: number) =>
    sprint(number, { startsAt: day(from), endsAt: day(from + 7), state: "active" });
  const facts = model({
    items: [item("PAY-1", consumer), item("LED-1", provider)],
    sprints: [week("w3", 14), week("w4", 21), sprint("open", { startsAt: day(14), name: "from" })],
    links: [blocks("LED-1", "PAY-1")],
  });
  return viewTrain(facts, train(changes), now).conflicts;
}

/** The rule that is shown, then those that fire too. */
function fired(...ends: Parameters<typeof between>): string {
  return between(...ends)
    .map(({ rule, alsoFires }) => [rule, ...alsoFires].join(" "))
    .join(" | ");
}

const inSprint = (number: string): ItemChanges => ({ sprintIds: [sprint(number).id] });
const started: ItemChanges = { status: "in-progress" };

describe("iterations", () => {
  test.each<[string, ItemChanges, ItemChanges, string]>([
    ["the provider comes first", { in: 3 }, { in: 2 }, ""],
    ["the provider comes later", { in: 2 }, { in: 3 }, "late-provider"],
    ["the provider comes in a later increment", { in: 2 }, { in: 4 }, "cross-increment late-provider"],
    ["the provider comes in an earlier increment", { in: 4 }, { in: 2 }, ""],
    ["both in one", { in: 2 }, { in: 2 }, "same-iteration"],
    ["the consumer has none", {}, { in: 2 }, ""],
    ["neither has one", {}, {}, ""],
    ["the provider has none", { in: 2 }, {}, "unscheduled-provider"],
    ["neither has one, but the work goes on", started, {}, "unscheduled-provider started-blocked"],
    ["the work goes on before the provider's", { in: 3, ...started }, { in: 2 }, "started-blocked"],
    ["the provider's is over", { in: 3 }, { in: 0 }, "overdue-provider"],
    ["the provider's is over, and so is the consumer's", { in: 0 }, { in: 0 }, "overdue-provider same-iteration"],
  ])("%s", (_, consumer, provider, expected) => {
    expect(fired(consumer, provider)).toBe(expected);
  });
});

describe("dates", () => {
  test.each<[string, ItemChanges, ItemChanges, string]>([
    ["in one iteration, the provider's end comes first", { in: 2, startOn: date(36) }, { in: 2, dueOn: date(35) }, ""],
    ["by one day it does not", { in: 2, startOn: date(36) }, { in: 2, dueOn: date(36) }, "same-iteration"],
    ["a due day alone proves nothing", { in: 2, dueOn: date(40) }, { in: 2, dueOn: date(35) }, "same-iteration"],
    ["in one iteration, wholly after", { in: 2, dueOn: date(32) }, { in: 2, startOn: date(33) }, "late-provider"],
    ["by one day not wholly", { in: 2, dueOn: date(33) }, { in: 2, startOn: date(33) }, "same-iteration"],
    ["two sprints of one iteration, in order", inSprint("w4"), inSprint("w3"), ""],
    ["two sprints of one iteration, the wrong way round", inSprint("w3"), inSprint("w4"), "late-provider"],
    ["an earlier iteration, but its own day is too late", { in: 3 }, { in: 2, dueOn: date(42) }, "late-provider"],
    ["an earlier iteration, its own day just in time", { in: 3 }, { in: 2, dueOn: date(41) }, ""],
    ["without iterations, too late", { startOn: date(30) }, { dueOn: date(30) }, "late-provider"],
    ["without iterations, in time", { startOn: date(31) }, { dueOn: date(30) }, ""],
    ["a consumer without a start has to be met by its end", { dueOn: date(30) }, { dueOn: date(31) }, "late-provider"],
    ["and that is enough", { dueOn: date(30) }, { dueOn: date(30) }, ""],
    ["one with an iteration, one with a day, too late", { in: 2 }, { dueOn: date(28) }, "late-provider"],
    ["one with an iteration, one with a day, in time", { in: 2 }, { dueOn: date(27) }, ""],
    ["a provider that only starts, too late", { startOn: date(30) }, { startOn: date(30) }, "late-provider"],
    ["a provider that only starts, before", { startOn: date(31) }, { startOn: date(30) }, ""],
    ["a box without an end", { in: 2 }, inSprint("open"), ""],
    ["a consumer without dates", {}, { dueOn: date(30) }, ""],
    ["a day is a plan", { dueOn: date(30) }, {}, "unscheduled-provider"],
    ["a provider with a day is scheduled", { in: 2, ...started }, { dueOn: date(20) }, "started-blocked"],
    ["overdue only once the day is over", {}, { dueOn: date(16) }, ""],
    ["overdue as soon as it is", {}, { dueOn: date(15) }, "overdue-provider"],
  ])("%s", (_, consumer, provider, expected) => {
    expect(fired(consumer, provider)).toBe(expected);
  });

  test("overdue at the instant the end is reached", () => {
    const facts = model({
      items: [item("PAY-1"), item("LED-1", { in: 0 })],
      links: [blocks("LED-1", "PAY-1")],
    });
    const rulesAt = (at: number) => viewTrain(facts, train(), at).conflicts.map(({ rule }) => rule);
    expect([rulesAt(day(14) - 1), rulesAt(day(14))]).toEqual([[], ["overdue-provider"]]);
  });
});

describe("what became of the ends", () => {
  test.each<[string, ItemChanges, ItemChanges, string]>([
    ["the provider is done", { in: 2, ...started }, { in: 3, status: "done" }, ""],
    ["the provider is cancelled", { in: 2, ...started }, { in: 3, status: "cancelled" }, "cancelled-provider"],
    ["the provider is gone", { in: 2 }, { in: 3, presence: "gone" }, "cancelled-provider"],
    ["the provider was done, and is gone", { in: 2 }, { status: "done", presence: "gone" }, "cancelled-provider"],
    ["the consumer is done", { in: 2, status: "done" }, { in: 3 }, ""],
    ["the consumer is cancelled", { in: 2, status: "cancelled" }, { in: 3 }, ""],
    ["the consumer is gone", { in: 2, presence: "gone" }, { in: 3 }, ""],
    ["the consumer is a stub", { in: 2, presence: "stub" }, { in: 3 }, ""],
    ["the provider is a stub", { in: 2, ...started }, { in: 3, presence: "stub" }, "unreadable-provider"],
    ["the provider is a stub known to be done", { in: 2 }, { presence: "stub", status: "done" }, ""],
    ["the provider is a cancelled stub", { in: 2 }, { presence: "stub", status: "cancelled" }, "cancelled-provider"],
  ])("%s", (_, consumer, provider, expected) => {
    expect(fired(consumer, provider)).toBe(expected);
  });

  test("a key nobody knows, and an item nobody read", () => {
    const facts = model({
      items: [item("PAY-1", { in: 2 })],
      links: [blocks("?acme/web#1", "PAY-1", { origin: "text" }), blocks("LED-9", "PAY-1")],
    });
    expect(viewTrain(facts, train(), now).conflicts).toMatchObject(
      [idOf("LED-9"), ref("acme/web#1")].map((provider) => ({
        rule: "unreadable-provider",
        severity: "info",
        provider,
        fingerprint: `unreadable-provider:${idOf("PAY-1")}>${provider}`,
        evidence: { provider: null },
        fix: [{ do: "grant-access", provider }],
        actors: ["pay"],
      })),
    );
  });

  /** PAY-1, in iteration 2, waits for something of a project that no team has. */
  function firedForForeign(...others: readonly WorkItem[]): readonly string[] {
    const items = [item("PAY-1", { in: 2 }), ...others];
    const facts = model({ items, links: [blocks("OPS-1", "PAY-1")] });
    return viewTrain(facts, train(), now).conflicts.map(({ rule }) => rule);
  }

  test.each<readonly [string, readonly WorkItem[], readonly string[]]>([
    ["a story that is not planned", [item("OPS-1")], ["unscheduled-provider"]],
    ["an epic, whose parts nobody read", [item("OPS-1", { kind: "epic" })], ["unreadable-provider"]],
    ["an epic that is late by its own due date", [item("OPS-1", { kind: "epic", dueOn: date(60) })], ["late-provider"]],
    ["an epic that is done", [item("OPS-1", { kind: "epic", status: "done" })], []],
    [
      "an epic with a part that somebody read and nobody planned",
      [item("OPS-1", { kind: "epic" }), item("OPS-2", { parentId: idOf("OPS-1") })],
      ["unscheduled-provider"],
    ],
    [
      "an epic whose only part the tracker hides now",
      [item("OPS-1", { kind: "epic" }), item("OPS-2", { parentId: idOf("OPS-1"), in: 1, presence: "stub" })],
      ["unreadable-provider"],
    ],
    ["a sub-task whose parent nobody read", [item("OPS-1", { kind: "subtask" })], ["unreadable-provider"]],
    [
      "a sub-task, planned with its parent",
      [item("OPS-1", { kind: "subtask", parentId: idOf("OPS-2") }), item("OPS-2", { in: 3 })],
      ["late-provider"],
    ],
    [
      "a sub-task that is open though its parent is done",
      [item("OPS-1", { kind: "subtask", parentId: idOf("OPS-2") }), item("OPS-2", { in: 1, status: "done" })],
      ["unscheduled-provider"],
    ],
  ])("of another's project: %s", (_, others, expected) => {
    expect(firedForForeign(...others)).toEqual(expected);
  });

  test("work in progress that waits for an epic without a known plan needs it finished: access ends nothing", () => {
    const facts = model({
      items: [item("PAY-1", { in: 2, status: "in-progress" }), item("OPS-1", { kind: "epic" })],
      links: [blocks("OPS-1", "PAY-1")],
    });
    expect(viewTrain(facts, train(), now).conflicts).toMatchObject([
      {
        rule: "started-blocked",
        alsoFires: ["unreadable-provider"],
        fix: [{ do: "finish", item: idOf("OPS-1"), by: null }],
        actors: ["pay"],
      },
    ]);
  });

  test("a neighbour that waits for the train is looked at, one that waits for a neighbour is not", () => {
    const facts = model({
      items: [item("OPS-1", { in: 2 }), item("PAY-1", { in: 3 }), item("OPS-2", { in: 4 })],
      links: [blocks("PAY-1", "OPS-1"), blocks("OPS-2", "OPS-1")],
    });
    expect(viewTrain(facts, train(), now).conflicts).toMatchObject([
      { consumer: idOf("OPS-1"), provider: idOf("PAY-1"), actors: ["pay"] },
    ]);
  });
});

describe("what an edge shows", () => {
  test.each<[string, Train["rules"], string]>([
    ["by default", {}, "cross-increment late-provider started-blocked"],
    ["without the first", { "cross-increment": "off" }, "late-provider started-blocked"],
    [
      "by severity first",
      { "cross-increment": "info", "late-provider": "risk" },
      "late-provider started-blocked cross-increment",
    ],
    ["all off", { "cross-increment": "off", "late-provider": "off", "started-blocked": "off" }, ""],
  ])("%s", (_, rules, expected) => {
    expect(fired({ in: 2, ...started }, { in: 4 }, { rules })).toBe(expected);
  });

  test("with its severity, fingerprint and evidence", () => {
    const provider: ItemChanges = { in: 3, dueOn: date(50), sourceStatus: "" };
    expect(between({ in: 2, sourceStatus: "Selected" }, provider, { rules: { "late-provider": "risk" } })).toEqual([
      {
        fingerprint: `late-provider:${idOf("PAY-1")}>${idOf("LED-1")}`,
        rule: "late-provider",
        alsoFires: [],
        severity: "risk",
        consumer: idOf("PAY-1"),
        provider: idOf("LED-1"),
        evidence: {
          consumer: {
            status: "Selected",
            iteration: "3",
            increment: "first",
            startsAt: day(28),
            endsAt: day(42),
            datesFrom: "sprint",
          },
          provider: {
            status: "todo",
            iteration: "4",
            increment: "first",
            startsAt: day(42),
            endsAt: day(51),
            datesFrom: "item",
          },
          cycle: [],
          written: [{ origin: "jira-link", words: "Blocks", in: null }],
        },
        fix: [
          { do: "decide-scope", item: idOf("PAY-1"), by: "pay", cautions: [] },
          { do: "decide-scope", item: idOf("LED-1"), by: "led", cautions: [] },
          {
            do: "move",
            item: idOf("PAY-1"),
            to: "5",
            increment: "second",
            by: "pay",
            cautions: [{ kind: "next-increment" }],
          },
        ],
        actors: ["pay", "led"],
        dueAt: day(28),
        waitingBehind: 0,
      },
    ]);
  });

  test("a gone provider says so", () => {
    expect(between({ in: 2 }, { presence: "gone" })).toMatchObject([{ evidence: { provider: { status: "gone" } } }]);
  });
});
