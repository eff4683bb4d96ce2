import { describe, expect, test } from "vitest";
import { rollUp } from "../../../src/domain/rollup/roll-up.ts";
import { planGaps } from "../../../src/domain/setup/plan-gaps.ts";
import { setupOf } from "../../../src/domain/setup/setup.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import { blocks, box, date, day, githubTeam, item, jiraTeam, model, now, soundSetup, sprint, train } from "../plan.ts";
import type { ModelParts } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";

function verdictAt(parts: ModelParts, at = now) {
  const facts = model(parts);
  const view = viewTrain(facts, train(), at);
  return rollUp({ view, conflicts: view.conflicts, model: facts, setup: soundSetup, unseen: 0 }).verdict;
}

const reason = (kind: string) => ({ kind, count: 1 });

describe("a plan that nothing can be held against", () => {
  test.each<readonly [string, ModelParts, number, string, readonly string[]]>([
    ["one item of this iteration is enough", { items: [item("PAY-1", { in: 1 }), item("PAY-2")] }, now, "on-track", []],
    ["so is finished work", { items: [item("PAY-1", { in: 1, status: "done" })] }, now, "on-track", []],
    ["and dates of its own", { items: [item("PAY-1", { dueOn: date(20) })] }, now, "on-track", []],
    ["nothing has a place", { items: [item("PAY-1"), item("PAY-2")] }, now, "unknown", ["nothing-planned"]],
    [
      "only cancelled work has one",
      { items: [item("PAY-1", { in: 1, status: "cancelled" }), item("PAY-2")] },
      now,
      "unknown",
      ["nothing-planned"],
    ],
    ["only another increment has work", { items: [item("PAY-1", { in: 5 })] }, now, "at-risk", ["empty-increment"]],
    ["unless work goes on", { items: [item("PAY-1", { in: 5, status: "in-progress" })] }, now, "on-track", []],
    ["before the first increment, planned", { items: [item("PAY-1", { in: 0 })] }, day(-9), "on-track", []],
    [
      "before the first increment, which is empty",
      { items: [item("PAY-1", { in: 5 })] },
      day(-9),
      "at-risk",
      ["empty-increment"],
    ],
    [
      "after the last increment",
      { items: [item("PAY-1", { in: 7, status: "done" })] },
      day(120),
      "unknown",
      ["calendar-over"],
    ],
  ])("%s", (_, parts, at, level, reasons) => {
    expect(verdictAt(parts, at)).toEqual({ level, reasons: reasons.map((kind) => reason(kind)) });
  });

  test("what is overdue stays worse than what cannot be judged", () => {
    const parts = { items: [item("PAY-1", { in: 7 }), item("LED-1", { in: 6 })], links: [blocks("LED-1", "PAY-1")] };
    expect(verdictAt(parts, day(120))).toMatchObject({
      level: "off-track",
      reasons: [reason("conflicts-now"), reason("calendar-over")],
    });
  });

  test("a train without increments is held against dates", () => {
    const view = viewTrain(model({ items: [item("PAY-1", { dueOn: date(3) })] }), train({ increments: [] }), now);
    expect(planGaps(view)).toEqual({ isUnplanned: false, isIncrementEmpty: false, isOver: false });
  });
});

describe("near by time where there is no iteration", () => {
  const gap = { ...box(2), nativeId: "gap", id: sprint("gap").id, startsAt: day(-9), endsAt: day(-2) };

  test("work that is due before the next iteration ends", () => {
    const parts = {
      items: [item("PAY-1", { dueOn: date(18) }), item("LED-1", { in: 2 })],
      links: [blocks("LED-1", "PAY-1")],
    };
    expect(verdictAt(parts)).toMatchObject({ level: "off-track", reasons: [reason("conflicts-now")] });
  });

  test("not work that is due later", () => {
    const parts = {
      items: [item("PAY-1", { dueOn: date(50) }), item("LED-1", { in: 7 })],
      links: [blocks("LED-1", "PAY-1")],
    };
    expect(verdictAt(parts)).toEqual({ level: "at-risk", reasons: [reason("conflicts-later")] });
  });

  test("a running sprint that no iteration holds", () => {
    const items = [item("PAY-1", { sprintIds: [gap.id] }), item("LED-1", { in: 1 })];
    const parts = { items, sprints: [gap, box(1)], links: [blocks("LED-1", "PAY-1")] };
    expect(verdictAt(parts, day(-5))).toMatchObject({ level: "off-track", reasons: [reason("conflicts-now")] });
  });
});

describe("a team without a plan", () => {
  const undated = sprint("9", { name: "Soon", boardId: 1 });
  const faults = (parts: ModelParts, changes: Partial<Train> = { teams: [jiraTeam("pay")] }) => {
    const facts = model(parts);
    return setupOf(viewTrain(facts, train(changes), now)).faults;
  };
  const fault = { kind: "team-without-plan", team: "PAY", box: "sprint" };

  test.each<readonly [string, ModelParts, readonly object[]]>([
    ["plans", { items: [item("PAY-1", { in: 2 }), item("PAY-2")] }, []],
    ["has done what it planned", { items: [item("PAY-1", { in: 0, status: "done" }), item("PAY-2")] }, []],
    ["has nothing open", { items: [item("PAY-1", { status: "done" })] }, []],
    ["has never planned", { items: [item("PAY-1"), item("PAY-2")] }, [{ ...fault, open: 2, boxes: [] }]],
    [
      "plans in what has no dates",
      {
        items: [item("PAY-1", { sprintIds: [undated.id] }), item("PAY-2", { in: 0, status: "done" })],
        sprints: [undated, box(0)],
      },
      [{ ...fault, open: 1, boxes: ["Soon"] }],
    ],
  ])("%s", (_, parts, expected) => {
    expect(faults(parts)).toEqual(expected);
  });

  test("is at most at risk, beside others that plan", () => {
    const facts = model({ items: [item("PAY-1", { in: 1 }), item("LED-1")] });
    const view = viewTrain(facts, train({ teams: [jiraTeam("pay"), jiraTeam("led")] }), now);
    const { verdict } = rollUp({ view, conflicts: [], model: facts, setup: setupOf(view), unseen: 0 });
    expect(verdict).toEqual({ level: "at-risk", reasons: [{ kind: "teams-unplanned", count: 1 }] });
  });

  test("a repository without milestones says so itself", () => {
    expect(
      faults({ items: [item("acme/api#1", { labels: ["points/1"] })] }, { teams: [githubTeam("api")] }),
    ).toMatchObject([{ kind: "repository-without-milestones" }]);
  });
});
