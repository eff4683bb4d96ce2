import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { fingerprintsNamed, shortIds, type ConflictAnswer } from "../../../src/domain/conflicts/answer.ts";
import { advanceConflicts } from "../../../src/domain/conflicts/conflict-life.ts";
import type { Conflict, ConflictRecord } from "../../../src/domain/conflicts/conflict.ts";
import { answeredRecords, openRecords, unseenRecords } from "../../../src/reporting/evaluate.ts";
import { aConflict, aRecord, jiraId } from "../../support/builders.ts";
import type { WorkItemId } from "../../../src/domain/ids.ts";
import { answerWords } from "../../../src/reporting/answer-words.ts";
import { evaluate } from "../../support/look-once.ts";
import { blocks, item, model, train } from "../plan.ts";

const recordOf = (id: WorkItemId) => id;

const acknowledged: ConflictAnswer = { kind: "acknowledged", at: 5, by: "ann", note: null };
const snoozed: ConflictAnswer = { kind: "snoozed", at: 5, by: "ann", until: 20 };
const risk = aConflict({ severity: "risk" });
const grave = aConflict();

/** The answer to a conflict that people answered at 5, after an evaluation at 10 or 20 that finds these. */
function after(answer: ConflictAnswer, found: readonly Conflict[], { at = 10, isOver = true, was = risk } = {}) {
  const before = aRecord(was, { firstSeenAt: 1, stateSince: 1, answer });
  const records = advanceConflicts([before], found, {
    train: "payments",
    at,
    isOver: () => isOver,
    isAsBefore: () => false,
    recordOf,
  });
  return records.map((record) => [record.conflict.rule, record.state, record.answer?.kind ?? null]);
}

describe("an answer", () => {
  const overdue = aConflict({ rule: "overdue-provider", fingerprint: "overdue-provider:1", severity: "risk" });
  test.each<[string, Parameters<typeof after>, ReturnType<typeof after>]>([
    ["holds while nothing changes", [acknowledged, [risk]], [["late-provider", "open", "acknowledged"]]],
    [
      "holds while the plan changes",
      [acknowledged, [{ ...risk, dueAt: 9 }]],
      [["late-provider", "open", "acknowledged"]],
    ],
    ["ends when the conflict worsens", [acknowledged, [grave]], [["late-provider", "open", null]]],
    [
      "holds when the conflict eases",
      [acknowledged, [risk], { was: grave }],
      [["late-provider", "open", "acknowledged"]],
    ],
    ["ends with the conflict", [acknowledged, []], [["late-provider", "resolved", null]]],
    [
      "holds while the conflict is not visible",
      [acknowledged, [], { isOver: false }],
      [["late-provider", "open", "acknowledged"]],
    ],
    [
      "passes to the rule that takes the dependency over",
      [acknowledged, [overdue]],
      [
        ["late-provider", "resolved", null],
        ["overdue-provider", "open", "acknowledged"],
      ],
    ],
    [
      "ends when a graver rule takes the dependency over",
      [acknowledged, [{ ...overdue, severity: "conflict" }]],
      [
        ["late-provider", "resolved", null],
        ["overdue-provider", "open", null],
      ],
    ],
    ["snoozed, holds before its day", [snoozed, [risk], { at: 19 }], [["late-provider", "open", "snoozed"]]],
    ["snoozed, is over as its day begins", [snoozed, [risk], { at: 20 }], [["late-provider", "open", null]]],
    ["snoozed, ends when the conflict worsens", [snoozed, [grave]], [["late-provider", "open", null]]],
    [
      "snoozed, is over on its day although nothing is visible",
      [snoozed, [], { at: 20, isOver: false }],
      [["late-provider", "open", null]],
    ],
  ])("%s", (_, given, expected) => {
    expect(after(...given)).toEqual(expected);
  });

  test("changes no record while it holds", () => {
    const record = aRecord(risk, { answer: acknowledged });
    const [same] = advanceConflicts([record], [risk], {
      train: "payments",
      at: 10,
      isOver: () => true,
      isAsBefore: () => false,
      recordOf,
    });
    expect(same).toBe(record);
  });

  test("does not come back with a conflict that reopens", () => {
    const ended = aRecord(risk, { state: "resolved", answer: null });
    const [again] = advanceConflicts([ended], [risk], {
      train: "payments",
      at: 10,
      isOver: () => true,
      isAsBefore: () => false,
      recordOf,
    });
    expect(again).toMatchObject({ state: "open", reopenings: 1, answer: null });
  });
});

describe("a snooze until 28 Mar 2027, given in UTC, after the train's time zone changed", () => {
  const facts = model({
    items: [item("PAY-1", { in: 7 }), item("LED-1", { in: 8 })],
    links: [blocks("LED-1", "PAY-1")],
  });
  const lookAt = (at: number, timeZone: string, previous: readonly ConflictRecord[] = []) =>
    evaluate({ model: facts, train: train({ timeZone }), previous, past: null, at }).records;
  const given = Date.UTC(2027, 0, 20);
  const answer = { kind: "snoozed", at: given, by: "ann", until: Date.UTC(2027, 2, 28), day: "2027-03-28" } as const;

  test.each([
    ["America/New_York", "2027-03-28T04:00:00Z"],
    ["Pacific/Auckland", "2027-03-27T11:00:00Z"],
    ["Asia/Kolkata", "2027-03-27T18:30:00Z"],
    // Without the first hour of that day.
    ["Asia/Beirut", "2027-03-27T22:00:00Z"],
    ["UTC", "2027-03-28T00:00:00Z"],
  ])("%s: names the same day, and is over as it begins, at %s", (timeZone, begins) => {
    const previous = lookAt(given, "UTC").map((record) => ({ ...record, answer }));
    const [held] = lookAt(Date.parse(begins) - 1, timeZone, previous);
    expect(held?.answer && answerWords(held.answer, timeZone)).toBe("Snoozed by ann until 28 Mar 2027");
    expect(lookAt(Date.parse(begins), timeZone, previous)[0]?.answer).toBeNull();
  });
});

type Event = "nothing" | "risk" | "conflict" | "hidden" | "acknowledge" | "snooze" | "remind";
const event = fc.constantFrom<Event>("nothing", "risk", "conflict", "hidden", "acknowledge", "snooze", "remind");

/** Plays the events, one at each instant from 1. A snooze lasts for three of them. */
function played(events: readonly Event[]): readonly ConflictRecord[] {
  let records: readonly ConflictRecord[] = [];
  const say = (answer: ConflictAnswer | null) => {
    records = records.map((record) => (record.state === "open" ? { ...record, answer } : record));
  };
  for (const [index, now] of events.entries()) {
    const at = index + 1;
    if (now === "acknowledge") say({ kind: "acknowledged", at, by: "ann", note: null });
    else if (now === "snooze") say({ kind: "snoozed", at, by: "ann", until: at + 3 });
    else if (now === "remind") say(null);
    else {
      const found = now === "nothing" || now === "hidden" ? [] : [aConflict({ severity: now })];
      records = advanceConflicts(records, found, {
        train: "payments",
        at,
        isOver: () => now === "nothing",
        isAsBefore: () => false,
        recordOf,
      });
    }
  }
  return records;
}

/** Whether people's last words hold, read off the list of events alone. */
function holds(events: readonly Event[]): boolean {
  const said = events.findLastIndex((one) => one === "acknowledge" || one === "snooze" || one === "remind");
  const words = events[said];
  if (words === undefined || words === "remind") return false;
  const severities = events.map((one) => (one === "risk" ? 1 : one === "conflict" ? 2 : one === "nothing" ? 0 : null));
  const before = severities.slice(0, said).findLast((one) => one !== null) ?? 0;
  const since = [before, ...severities.slice(said).filter((one) => one !== null)];
  if (since.some((one, place) => one === 0 || one > (since[place - 1] ?? one))) return false;
  const looked = events.findLastIndex((one) => !["acknowledge", "snooze", "remind"].includes(one));
  return words === "acknowledge" || looked < said + 3;
}

describe("whatever happens to a conflict", () => {
  property.prop([fc.array(event, { maxLength: 12 })])("people's last words hold until it worsens or ends", (events) => {
    expect(played(events).some(({ answer }) => answer !== null)).toBe(holds(events));
  });

  property.prop([fc.array(event, { maxLength: 12 })])("an open one is in exactly one list of the rollup", (events) => {
    const records = played(events);
    const lists = [openRecords({ records }), answeredRecords({ records }), unseenRecords({ records })].flat();
    expect(lists).toEqual(records.filter(({ state }) => state === "open"));
  });

  property.prop([fc.array(event, { maxLength: 12 })])("one that just worsened is news", (events) => {
    const records = played([...events, "risk", "conflict"]);
    const isKnown = openRecords({ records }).map(({ fingerprint }) => fingerprint);
    expect(isKnown).toEqual([aConflict().fingerprint]);
  });
});

describe("ids for commands", () => {
  const many = Array.from({ length: 9000 }, (_, number) => `late-provider:${jiraId(`${number}`)}>${jiraId("1")}`);

  test("are six digits, or as many as tell all of them apart", () => {
    expect(["a", "b"].map(shortIds(["a", "b"])).map(({ length }) => length)).toEqual([6, 6]);
    expect(shortIds([])("a")).toHaveLength(6);
    const ids = many.map(shortIds(many));
    expect(new Set(ids).size).toBe(many.length);
    const [{ length } = ""] = ids;
    expect(ids.filter((id) => id.length !== length)).toEqual([]);
    expect(new Set(ids.map((id) => id.slice(0, -1))).size).toBeLessThan(many.length);
  });

  test("name one conflict by the beginning of its id or by its fingerprint", () => {
    const [first = ""] = many;
    const id = shortIds(many)(first);
    expect(fingerprintsNamed(id, many)).toEqual([first]);
    expect(fingerprintsNamed(id.toUpperCase(), many)).toEqual([first]);
    expect(fingerprintsNamed(first, many)).toEqual([first]);
    expect(fingerprintsNamed("", many)).toEqual([]);
    expect(fingerprintsNamed(id.slice(0, 1), many).length).toBeGreaterThan(1);
  });
});
