import { describe, expect, test } from "vitest";
import { isBlind } from "../../../src/domain/setup/setup-fault.ts";
import { setupOf } from "../../../src/domain/setup/setup.ts";
import type { Sprint } from "../../../src/domain/schedule/sprint.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import { DAY, day, githubTeam, item, iteration, jiraTeam, model, now, sprint, train } from "../plan.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import { viewTrain } from "../../support/look-once.ts";

/** What the set-up says of timeboxes: `PAY: Now, calendar-mismatch with first iteration 2`. */
function said(items: readonly WorkItem[], sprints: readonly Sprint[], of: Train = train()): readonly string[] {
  const view = viewTrain(model({ items, sprints }), of, now);
  return setupOf(view).faults.flatMap((fault) => {
    if (fault.kind === "calendar-mismatch")
      return `${fault.team}: ${fault.name} ${fault.isNamed ? "is named for" : "reaches out of"} ${fault.iteration}`;
    return fault.kind === "timebox-without-iteration" ? `${fault.team}: ${fault.name} has no iteration` : [];
  });
}

const from = (start: number, end: number, changes: Partial<Sprint> = {}) =>
  sprint("900", { name: "Now", state: "active", startsAt: day(start), endsAt: day(end), ...changes });
const planned = item("PAY-9", { in: 1 });
const inside = (box: Sprint, changes: Partial<WorkItem> = {}) => item("PAY-1", { sprintIds: [box.id], ...changes });

/** Past sprints of the team, each with a finished item. The number is their length in days. */
function past(length: number): { readonly items: readonly WorkItem[]; readonly sprints: readonly Sprint[] } {
  const sprints = [1, 2, 3].map((number) =>
    sprint(`80${number}`, { state: "closed", startsAt: day(-length * number), endsAt: day(length - length * number) }),
  );
  const items = sprints.map(({ id }, index) => item(`PAY-80${index}`, { status: "done", sprintIds: [id] }));
  return { items, sprints };
}

const outOf2 = ["PAY: Now reaches out of first iteration 2"];
const without = ["PAY: Now has no iteration"];

/* Iteration 2 lasts from day 14 to day 28, and now is day 16. */
describe("the running sprint of a team", () => {
  test.each<readonly [string, Sprint, number, readonly string[]]>([
    ["has the iteration's dates", from(14, 28), 14, []],
    ["runs from Monday at nine to Friday", from(14, 28, { startsAt: day(14.375), endsAt: day(25.75) }), 14, []],
    ["begins three days before it", from(11, 25), 14, []],
    ["begins four days before it", from(10, 24), 14, outOf2],
    ["ends four days after it", from(18, 32), 14, outOf2],
    ["was extended by five days", from(14, 33), 14, outOf2],
    ["runs on after a past iteration", from(0, 18), 14, ["PAY: Now reaches out of first iteration 1"]],
    ["was begun a week late", from(21, 28), 14, []],
    ["was cut short for a break", from(14, 20), 14, []],
    ["lasts a week, like all sprints of the team", from(24, 31), 7, []],
    ["lasts three weeks, like all sprints of the team", from(14, 35), 21, []],
    ["lasts four weeks, like all sprints of the team", from(14, 42), 28, []],
    ["lies across the iterations", from(10, 60), 14, without],
    ["has no dates", from(0, 0, { startsAt: null, endsAt: null }), 14, without],
    ["has only a start", from(14, 28, { endsAt: null }), 14, without],
    ["has no dates, and has not begun", from(0, 0, { startsAt: null, endsAt: null, state: "future" }), 14, []],
    ["begins as the calendar ends", from(112, 150), 14, []],
    ["ends as the calendar begins", from(-20, 0), 14, []],
    ["lies after the calendar", from(900, 914, { state: "future" }), 14, []],
    ["lies before the calendar", from(-28, -14), 14, []],
    ["ended with a past iteration, but is open", from(-4, 10), 14, []],
    ["is closed", from(10, 24, { state: "closed" }), 14, []],
    ["is a version, while the team plans in sprints", from(10, 24, { kind: "version" }), 14, []],
  ])("%s", (_, box, usual, expected) => {
    const { items, sprints } = past(usual);
    expect(said([planned, inside(box), ...items], [...sprints, box])).toEqual(expected);
  });

  test("without open work is not looked at", () => {
    const box = from(10, 24);
    expect(said([planned, inside(box, { status: "done" })], [box])).toEqual([]);
    expect(said([planned, inside(box, { presence: "gone" })], [box])).toEqual([]);
  });

  test("is the measure of its length if there is no other", () => {
    const extended = from(14, 33);
    expect(said([inside(extended)], [extended])).toEqual([]);
    const shifted = from(10, 24);
    expect(said([inside(shifted)], [shifted])).toEqual(outOf2);
  });
});

test("the fault has the dates of both", () => {
  const box = from(10, 24);
  const view = viewTrain(model({ items: [planned, inside(box)], sprints: [box] }), train(), now);
  const found = setupOf(view).faults.filter(({ kind }) => kind === "calendar-mismatch");
  expect(found).toEqual([
    {
      kind: "calendar-mismatch",
      team: "PAY",
      box: "sprint",
      name: "Now",
      dates: { startsAt: day(10), endsAt: day(24) },
      iteration: "first iteration 2",
      calendar: { startsAt: day(14), endsAt: day(28) },
      isNamed: false,
    },
  ]);
  expect(found.map((fault) => isBlind(fault))).toEqual([false]);
});

describe("teams", () => {
  test("with two sprints at once: each is looked at by itself", () => {
    const other = from(10, 24, { id: "jira:j:sprint:901", nativeId: "901" });
    expect(
      said([planned, inside(from(14, 28)), item("PAY-2", { sprintIds: [other.id] })], [from(14, 28), other]),
    ).toEqual(outOf2);
  });

  test("with two wrong sprints have a fault for each, in the order of the tracker", () => {
    const [first, second] = [from(10, 24, { name: "A" }), from(10, 24, { name: "B", nativeId: "901" })];
    const later = { ...second, id: "jira:j:sprint:901" as const };
    const items = [item("PAY-1", { sprintIds: [later.id] }), item("PAY-2", { sprintIds: [first.id] })];
    expect(said(items, [later, first])).toEqual([
      "PAY: A reaches out of first iteration 2",
      "PAY: B reaches out of first iteration 2",
    ]);
    const apart = [item("PAY-1", { sprintIds: [first.id] }), item("LED-1", { sprintIds: [later.id] })];
    expect(said(apart, [later, first])).toEqual([
      "PAY: A reaches out of first iteration 2",
      "LED: B reaches out of first iteration 2",
    ]);
  });

  test("that share a sprint are named together, once", () => {
    const box = from(10, 24);
    expect(said([inside(box), item("LED-1", { sprintIds: [box.id] })], [box])).toEqual([
      "PAY and LED: Now reaches out of first iteration 2",
    ]);
  });

  test("without sprints, with dates of the items, have none to correct", () => {
    expect(said([item("PAY-1", { startOn: "2027-01-18", dueOn: "2027-01-22" })], [])).toEqual([]);
  });

  test("without any plan: that fault names the timeboxes, and no other does", () => {
    const box = from(0, 0, { startsAt: null, endsAt: null });
    const { faults } = setupOf(viewTrain(model({ items: [inside(box)], sprints: [box] }), train(), now));
    expect(faults.flatMap((fault) => ("boxes" in fault ? fault.boxes : []))).toEqual(["Now"]);
    expect(said([inside(box)], [box])).toEqual([]);
  });

  test.each([
    ["on a day of an iteration", 20],
    ["after the calendar", 900],
    ["in a break of the calendar", 58],
  ])("that plan in milestones due %s have none to correct", (_, due) => {
    const box = sprint("900", { system: "github", state: "active", endsAt: day(due) });
    expect(said([item("acme/api#1", { sprintIds: [box.id] })], [box], withBreak)).toEqual([]);
  });

  test("that plan in a sprint within a break of the calendar have none to correct", () => {
    const box = from(57, 68);
    expect(said([planned, inside(box)], [box], withBreak)).toEqual([]);
  });

  test("that plan in iterations of a GitHub project are looked at as those with sprints are", () => {
    const box = sprint("900", { system: "github", kind: "iteration", name: "Now", startsAt: day(10), endsAt: day(24) });
    const of = train({ teams: [jiraTeam("pay"), githubTeam("api", { iterations: "iteration" })] });
    expect(said([item("acme/api#1", { sprintIds: [box.id] })], [box], of)).toEqual([
      "API: Now reaches out of first iteration 2",
    ]);
  });
});

/** A fortnight between the increments. */
const withBreak = train({
  increments: train().increments.map((increment, place) =>
    place === 0
      ? increment
      : {
          ...increment,
          startsAt: increment.startsAt + 14 * DAY,
          endsAt: increment.endsAt + 14 * DAY,
          iterations: increment.iterations.map((one) => ({
            ...one,
            startsAt: one.startsAt + 14 * DAY,
            endsAt: one.endsAt + 14 * DAY,
          })),
        },
  ),
});

/** The train in a zone that is this number of hours behind UTC. */
function behind(timeZone: string, hours: number): Train {
  const here = <T extends { readonly startsAt: number; readonly endsAt: number }>(one: T): T => ({
    ...one,
    startsAt: one.startsAt + hours * 3_600_000,
    endsAt: one.endsAt + hours * 3_600_000,
  });
  const increments = train().increments.map((one) => ({ ...here(one), iterations: one.iterations.map(here) }));
  return train({ timeZone, increments, teams: [githubTeam("api", { iterations: "iteration" })] });
}

describe.each([
  ["America/New_York", 5],
  ["Asia/Tokyo", -9],
] as const)("an iteration of a GitHub project in %s", (timeZone, hours) => {
  const of = behind(timeZone, hours);
  const lasting = (start: number) =>
    sprint("900", { system: "github", kind: "iteration", startsAt: day(start), endsAt: day(start + 14) });
  const faults = (start: number) => {
    const box = lasting(start);
    const view = viewTrain(model({ items: [item("acme/api#1", { sprintIds: [box.id] })], sprints: [box] }), of, now);
    return setupOf(view).faults.flatMap((fault) => (fault.kind === "calendar-mismatch" ? fault.dates : []));
  };

  test.each([11, 17])("may be three days off: from day %i", (start) => {
    expect(faults(start)).toEqual([]);
  });

  test.each([10, 18])("that is four days off has the train's own days: from day %i", (start) => {
    const at = day(start) + hours * 3_600_000;
    expect(faults(start)).toEqual([{ startsAt: at, endsAt: at + 14 * DAY }]);
  });
});

/** Iterations with the names of sprints. */
function calendar(...names: readonly (string | null)[]): Train {
  const iterations = names.map((sprintName, ordinal) => iteration(ordinal, { sprintName }));
  return train({ increments: [{ key: "first", startsAt: day(0), endsAt: day(14 * names.length), iterations }] });
}

const namedFor3 = ["PAY: It 3 is named for first iteration 3"];

describe("a sprint with the name of an iteration", () => {
  const all = calendar("It 1$", "It 2$", "It 3$");
  test.each<readonly [string, Train, Partial<Sprint>, readonly string[]]>([
    ["and its dates", all, { startsAt: day(28), endsAt: day(42) }, []],
    ["and those of another one", all, { startsAt: day(14), endsAt: day(28) }, namedFor3],
    ["and those of one without a name", calendar(null, null, "It 3$"), { startsAt: day(14), endsAt: day(28) }, []],
    ["and those of one that the name fits too", calendar("It", "It", "It"), { startsAt: day(14), endsAt: day(28) }, []],
    ["and dates after the calendar", all, { startsAt: day(300), endsAt: day(314) }, namedFor3],
    ["and two days of shift", all, { startsAt: day(30), endsAt: day(44) }, []],
    ["and no dates", all, { startsAt: null, endsAt: null }, []],
    ["and a due date two days after it", all, { startsAt: null, endsAt: day(44) }, []],
    ["and a due date long before it", all, { startsAt: null, endsAt: day(20) }, namedFor3],
  ])("%s", (_, of, dates, expected) => {
    const box = sprint("900", { name: "It 3", ...dates });
    expect(said([planned, inside(box)], [box], of)).toEqual(expected);
  });

  test("and those of another one is named whatever the team's usual length", () => {
    const box = sprint("900", { name: "It 3", startsAt: day(14), endsAt: day(21) });
    expect(said([inside(box)], [box], all)).toEqual(namedFor3);
  });
});
