import { describe, expect, test } from "vitest";
import { dayMs } from "../../../src/domain/forecast/finishes.ts";
import { slipOutlook, warningRecord, type LearnedSlips } from "../../../src/domain/forecast/slip-outlook.ts";
import { columns } from "../../../src/domain/forecast/sprint-stay.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import type { PlannedItem } from "../../../src/domain/model/planned-item.ts";
import type { Sprint } from "../../../src/domain/schedule/sprint.ts";
import { atOneGo } from "../../../src/domain/tracking/in-steps.ts";
import { pastItems, running, slipQuestion, sprintIdOf, sprintOf, today, usual } from "./made-up-sprints.ts";

function outlookOf(items: readonly WorkItem[], plan: Partial<PlannedItem> = {}, sprints: readonly Sprint[] = []) {
  return atOneGo(slipOutlook(slipQuestion(items, plan, sprints)));
}

function learnedOf(...asked: Parameters<typeof outlookOf>): LearnedSlips {
  const outlook = outlookOf(...asked);
  if (outlook.kind !== "learned") throw new Error(`nothing was learned: ${JSON.stringify(outlook)}`);
  return outlook;
}

const past = pastItems({ sprints: 28, each: 8 }, usual);
const keysOf = ({ items }: LearnedSlips) => items.map(({ item }) => item.key);

describe("what the past of sprints tells", () => {
  const learned = learnedOf([...past, running("1")]);

  test("is shown: the coefficients, their sample and how probabilities came out", () => {
    expect(learned.ended).toBe(28 * 8);
    expect(learned.coefficients.map(({ column }) => column)).toEqual(columns);
    expect([1, 10, 100]).toContain(learned.ridge);
    const { n, rate, brier, baseBrier, calibrationError, auc } = learned.scores ?? {};
    expect(n).toBeGreaterThan(80);
    expect(rate).toBeGreaterThan(0.2);
    expect(rate).toBeLessThan(0.4);
    for (const score of [brier, baseBrier, auc, calibrationError]) {
      expect(score).toBeGreaterThan(0);
      expect(score).toBeLessThan(1);
    }
  });

  test("makes an item likely to slip that is open when the others are done", () => {
    expect(learned.items).toEqual([
      {
        item: {
          id: "jira:acme:issue:1",
          key: "PAY-1",
          title: "Title of PAY-1",
          url: "https://acme.example/browse/PAY-1",
        },
        team: "checkout",
        sprint: sprintIdOf(0),
        endsAt: today + dayMs,
        probability: expect.any(Number),
      },
    ]);
    expect(learned.items[0]?.probability).toBeGreaterThan(0.9);
  });

  test("tells how long slips last, and how often warnings were right", () => {
    expect(learned.openAfter).toHaveLength(29);
    expect(learned.openAfter.slice(0, 10).every((share) => share === 1)).toBe(true);
    expect(learned.openAfter[10]).toBeLessThan(0.05);
    const [all, own] = learned.records;
    expect([all?.team, own?.team]).toEqual(["", "checkout"]);
    expect(all?.times).toBeGreaterThan(20);
    expect(all?.held).toBe(all?.times);
    expect(warningRecord(learned, "checkout")).toMatchObject({ said: 0.7, of: "team", times: own?.times });
    expect(warningRecord(learned, "api")).toMatchObject({ said: 0.7, of: "all teams", times: all?.times });
  });

  test("is the same whatever the order of items, and on another day of the fortnight", () => {
    expect(learnedOf([running("1"), ...past.toReversed()])).toEqual(learned);
    const { view, sprints } = slipQuestion([...past, running("1")]);
    const tomorrow = atOneGo(slipOutlook({ view, sprints, now: today + dayMs / 2 }));
    expect(tomorrow).toMatchObject({ ended: learned.ended, coefficients: learned.coefficients });
  });
});

describe("likely slips", () => {
  test("are open items of teams in running sprints, those that end first at the top", () => {
    const long = sprintOf(0, { id: sprintIdOf(99), endsAt: today + 2 * dayMs });
    const items = [
      running("3", { sprintIds: [long.id] }),
      running("2"),
      running("1"),
      running("4", { status: "done", closedAt: today + 1 }),
      running("5", { sprintIds: [sprintIdOf(1)] }),
      running("6", { sprintIds: [] }),
      running("7", { presence: "gone" }),
    ];
    expect(keysOf(learnedOf([...past, ...items], {}, [long]))).toEqual(["PAY-1", "PAY-2", "PAY-3"]);
  });

  test("are not those of a sprint that has just begun", () => {
    const fresh = sprintOf(0, { id: sprintIdOf(99), startsAt: today - dayMs, endsAt: today + 13 * dayMs });
    expect(keysOf(learnedOf([...past, running("1", { sprintIds: [fresh.id] })], {}, [fresh]))).toEqual([]);
  });

  test("are not those of a sprint that began before anything was learned", () => {
    const years = sprintOf(0, { id: sprintIdOf(99), startsAt: today - 900 * dayMs });
    const old = running("1", { sprintIds: [years.id], createdAt: today - 900 * dayMs });
    expect(keysOf(learnedOf([...past, old], {}, [years]))).toEqual([]);
  });

  test("of an item in two running sprints, the last to end decides", () => {
    const fresh = sprintOf(0, { id: sprintIdOf(99), startsAt: today - dayMs, endsAt: today + 13 * dayMs });
    const both = running("1", { sprintIds: [fresh.id, sprintIdOf(0)] });
    expect(keysOf(learnedOf([...past, both], {}, [fresh]))).toEqual([]);
  });

  test("are none where most items are closed at the end: still open does not mean late", () => {
    const atEnd = pastItems({ sprints: 28, each: 8 }, (luck) => ({
      slips: luck < 0.2,
      closed: luck < 0.2 ? 5 : 1,
    }));
    expect(keysOf(learnedOf([...atEnd, running("1")]))).toEqual([]);
  });
});

describe("with little past", () => {
  test("there are no probabilities, with the number of stays that are needed", () => {
    expect(outlookOf(past.slice(-80))).toEqual({ kind: "too-few-ended", ended: 80, needed: 100 });
    expect(outlookOf(past, { team: null })).toEqual({ kind: "too-few-ended", ended: 0, needed: 100 });
  });

  test("there is no score until a predicted stay has ended", () => {
    const { scores, records, items } = learnedOf(pastItems({ sprints: 2, each: 120 }, usual).slice(0, 120));
    expect([scores, records, items]).toEqual([null, [{ team: "", held: 0, times: 0 }], []]);
  });

  test("there is no ranking if nothing slips", () => {
    const fine = pastItems({ sprints: 28, each: 8 }, () => ({ slips: false, closed: 0.5 }));
    expect(learnedOf(fine).scores).toMatchObject({ rate: 0, auc: null });
  });

  test("there is no ranking if everything slips", () => {
    const bad = pastItems({ sprints: 28, each: 8 }, () => ({ slips: true, closed: 3 }));
    expect(learnedOf(bad).scores).toMatchObject({ rate: 1, auc: null });
  });
});
