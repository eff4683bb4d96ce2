import { describe, expect, test } from "vitest";
import { conflictsIn, type PlacedConflict } from "../../bench/past-conflicts.ts";
import { verdictOf } from "../../bench/past-verdicts.ts";
import { ruleRecords, ruleTable } from "../../bench/rule-records.ts";
import type { Past } from "../../bench/past.ts";
import type { WorkItemId } from "../../src/domain/ids.ts";
import type { Link, WorkItem } from "../../src/domain/items/work-item.ts";
import type { Sprint } from "../../src/domain/schedule/sprint.ts";
import { aTrain, anItem, checkout, iterations, jiraId } from "../support/builders.ts";
import { idOf, sprintsFrom } from "./past-sprints.ts";

const dayMs = 86_400_000;
/** The beginning of iteration 1 of the builders' train. */
const start = iterations(1)[0]?.startsAt ?? 0;
const day = (days: number) => start + days * dayMs;
const end = day(69);

/** Sprint n is iteration n + 1. */
const sprint = sprintsFrom(start);

/** Item 1 waits for item 2. */
function pastOf(consumer: Partial<WorkItem>, provider: Partial<WorkItem>, other: Partial<WorkItem> = {}): Past {
  const items = [
    anItem({ nativeId: "1", createdAt: day(-30), ...consumer }),
    anItem({ nativeId: "2", createdAt: day(-30), ...provider }),
    anItem({ nativeId: "3", createdAt: day(-30), sprintIds: [idOf(0)], ...other }),
  ];
  const sprints = new Map(
    [...Array.from({ length: 4 }, (_, place) => sprint(place)), short].map((box) => [box.id, box]),
  );
  return { train: aTrain({ teams: [checkout] }), items, sprints, links: [blocks("2", "1")], skipped: 0 };
}

/** Runs from day 4 to 11. */
const short: Sprint = {
  ...sprint(0),
  id: idOf(9),
  nativeId: "9",
  startsAt: day(4),
  endsAt: day(11),
  completedAt: day(12),
};

function blocks(source: string, target: string): Link {
  const ends: { source: WorkItemId; target: WorkItemId } = { source: jiraId(source), target: jiraId(target) };
  return { id: `${source} ${target}`, origin: "jira-link", typeId: "1", typeName: "Blocks", ...ends };
}

const shown = (past: Past, to = end) =>
  conflictsIn(past, to).map((one) => `day ${(one.openedAt - start) / dayMs}: ${one.rule}, ${verdictOf(one, to)}`);

describe("conflicts of an export's past", () => {
  test.each([
    [
      "a consumer begins while its provider has no plan",
      { sprintIds: [idOf(0)], closedAt: day(40), status: "done" },
      { closedAt: day(30), status: "done" },
      ["day 0: unscheduled-provider, late"],
    ],
    [
      "people plan the provider as the consumer's sprint is over",
      { sprintIds: [idOf(0), idOf(1)], closedAt: day(25), status: "done" },
      { sprintIds: [idOf(1)], closedAt: day(20), status: "done" },
      ["day 0: unscheduled-provider, late", "day 14: same-iteration, in-time"],
    ],
    [
      "people plan the provider within the consumer's sprint",
      { sprintIds: [idOf(0)], closedAt: day(13), status: "done" },
      { sprintIds: [short.id], closedAt: day(10), status: "done" },
      ["day 0: unscheduled-provider, replanned", "day 4: same-iteration, in-time"],
    ],
    [
      "both are in one sprint, and the provider outlasts it",
      { sprintIds: [idOf(0)], closedAt: day(15), status: "done" },
      { sprintIds: [idOf(0)], closedAt: day(18), status: "done" },
      ["day 0: same-iteration, late", "day 14: overdue-provider, late"],
    ],
    [
      "the provider was cancelled",
      { sprintIds: [idOf(1)], closedAt: day(20), status: "done" },
      { closedAt: day(3), status: "cancelled" },
      ["day 3: cancelled-provider, without"],
    ],
    [
      "the link begins with the younger item",
      { sprintIds: [idOf(0)], closedAt: day(9), status: "done" },
      { createdAt: day(5.5) },
      ["day 6: unscheduled-provider, without"],
    ],
    ["the consumer is closed before its sprint", { sprintIds: [idOf(0)], closedAt: day(-3), status: "done" }, {}, []],
    ["nothing is planned", {}, {}, []],
  ] satisfies [string, Partial<WorkItem>, Partial<WorkItem>, string[]][])(
    "%s",
    (_name, consumer, provider, expected) => {
      expect(shown(pastOf(consumer, provider))).toEqual(expected);
    },
  );

  test.each([
    ["its parent", { kind: "subtask", parentId: jiraId("3") }, {}],
    ["its part", { kind: "epic" }, { parentId: jiraId("2") }],
  ] satisfies [string, Partial<WorkItem>, Partial<WorkItem>][])(
    "know a provider's plan by %s, which no dependency names",
    (_name, provider, other) => {
      const past = pastOf({ sprintIds: [idOf(0)], closedAt: day(9), status: "done" }, provider, other);
      expect(shown(past)).toEqual(["day 0: same-iteration, without"]);
    },
  );

  test("say the team, the iteration and the date of the consumer", () => {
    const past = pastOf({ sprintIds: [idOf(1)] }, {});
    expect(conflictsIn(past, end)).toMatchObject([
      { team: "checkout", iteration: "2026.4 2", openedAt: day(14), neededBy: day(28) },
    ]);
  });

  test("know nothing of what comes later", () => {
    const instant = day(21);
    const past = pastOf(
      { sprintIds: [idOf(0), idOf(1), idOf(2)], closedAt: day(40), status: "done" },
      { sprintIds: [idOf(1)], closedAt: day(33), status: "done" },
    );
    // What the tracker showed at that instant.
    const known = past.items.map((item): WorkItem => ({
      ...item,
      sprintIds: item.sprintIds.slice(0, 2),
      status: "todo",
      closedAt: null,
    }));
    const running: Sprint = { ...sprint(1), state: "active", completedAt: null };
    const sprints = [sprint(0), running];
    const cut = { ...past, items: known, sprints: new Map(sprints.map((box) => [box.id, box])) };
    const opened = (conflicts: readonly PlacedConflict[]) =>
      conflicts
        .filter(({ openedAt }) => openedAt <= instant)
        .map(({ rule, openedAt, neededBy, team }) => ({ rule, openedAt, neededBy, team }));
    const expected = opened(conflictsIn(cut, instant));
    expect(expected.map(({ rule }) => rule)).toEqual(["unscheduled-provider", "same-iteration"]);
    expect(opened(conflictsIn(past, end))).toEqual(expected);
  });
});

describe("a rule's record", () => {
  const open = { status: "todo", closedAt: null } as const;
  const one: PlacedConflict = {
    rule: "late-provider",
    openedAt: day(0),
    neededBy: day(10),
    left: null,
    consumer: open,
    provider: open,
    team: "checkout",
    iteration: "1",
  };
  const inTime = { status: "done", closedAt: day(2) } as const;
  const wrong = { ...one, provider: inTime };
  const conflicts = [
    one,
    { ...one, openedAt: day(4) },
    wrong,
    { ...wrong, iteration: "2" },
    { ...one, neededBy: null },
  ];
  const train = aTrain({ rules: { "started-blocked": "off", cycle: "info" } });
  const records = ruleRecords(conflicts, { train, end, teamIterations: 4 });

  test("counts what came, and days of warning of true ones", () => {
    expect(records.find(({ rule }) => rule === "late-provider")).toEqual({
      rule: "late-provider",
      severity: "conflict",
      comments: 5,
      true: 2,
      false: 2,
      undecided: 1,
      verdicts: { late: 2, replanned: 0, "in-time": 2, without: 0, dropped: 0 },
      withoutDate: 1,
      warningDaysMedian: 8,
      falsePerTeamIteration: 0.5,
      mostFalse: 1,
    });
  });

  test("is there for each rule of the train, by severity, also for one that found nothing", () => {
    expect(
      records.map(({ rule, severity, comments, warningDaysMedian }) => [rule, severity, comments, warningDaysMedian]),
    ).toEqual([
      ["cancelled-provider", "conflict", 0, null],
      ["overdue-provider", "conflict", 0, null],
      ["cross-increment", "conflict", 0, null],
      ["late-provider", "conflict", 5, 8],
      ["unscheduled-provider", "conflict", 0, null],
      ["chain-slip", "risk", 0, null],
      ["same-iteration", "risk", 0, null],
      ["cross-train", "risk", 0, null],
      ["cycle", "info", 0, null],
      ["unreadable-provider", "info", 0, null],
    ]);
  });

  test("is a line of the table", () => {
    const lines = ruleTable(records).map((line) => line.trim().split(/ {2,}/u));
    expect(lines[0]).toEqual([
      "rule",
      "comments",
      "late",
      "replanned",
      "in-time",
      "without",
      "dropped",
      "undecided",
      "no date",
      "warned d",
      "false/t+i",
      "most false",
    ]);
    expect(lines[4]).toEqual(["late-provider", "5", "2", "0", "2", "0", "0", "1", "1", "8", "0.5", "1"]);
    expect(lines[7]).toEqual(["same-iteration (risk)", "0", "0", "0", "0", "0", "0", "0", "0", "-", "0", "0"]);
  });
});
