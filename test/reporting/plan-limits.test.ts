import { describe, expect, test } from "vitest";
import type { DoneWrite } from "../../src/ports/publication-ledger.ts";
import { recentWrites, withinCap, withinRewrites } from "../../src/reporting/plan-limits.ts";
import { emptyPlan, wakeAt, type Plan, type PlannedWrite } from "../../src/reporting/planned-writes.ts";
import { anItem, noon } from "../support/builders.ts";
import { aDraft } from "../support/drafts.ts";

const minute = 60_000;

function planned(marker: string, action: PlannedWrite["action"] = "create"): PlannedWrite {
  return {
    action,
    marker,
    train: "payments",
    connection: "acme",
    place: { kind: "comment", item: anItem() },
    text: aDraft(),
    publication: null,
  };
}

const planOf = (...writes: readonly PlannedWrite[]): Plan => ({ ...emptyPlan, writes });
const markers = ({ writes }: Plan) => writes.map(({ marker }) => marker);

/** Minutes before noon at which something was written, the oldest first; how many may be; when it is written next. */
const rewrites: readonly (readonly [ago: readonly number[], perHour: number, untilMinutes: number | null])[] = [
  [[], 1, null],
  [[59], 1, 1],
  [[59], 2, null],
  [[59, 30], 2, 1],
  [[59, 30], 1, 30],
  [[59, 58, 30, 2], 3, 2],
  [[10, 10, 10], 3, 50],
];

describe("the limit of rewrites", () => {
  test("counts writes of the last hour, and none of a clock that was a day ahead", async () => {
    const done = [-59, 1, 24 * 60].map((minutes): DoneWrite => {
      return { marker: "a", kind: "comment", action: "update", at: noon + minutes * minute };
    });
    const asked: number[] = [];
    const writesDone = async (_: string, since: number) => {
      asked.push(since);
      return done;
    };
    expect(await recentWrites({ writesDone }, "payments", noon)).toEqual(done.slice(0, 2));
    expect(asked).toEqual([noon - 60 * minute]);
  });

  test.each(rewrites)("written %j minutes ago, %i an hour: waits %j minutes", (ago, perHour, untilMinutes) => {
    const recent = ago.map((minutes): DoneWrite => {
      return { marker: "a", kind: "comment", action: "update", at: noon - minutes * minute };
    });
    const draft = planned("a", "resolve");
    const plan = withinRewrites(planOf(draft, planned("b")), { recent, perHour });
    const until = untilMinutes === null ? null : noon + untilMinutes * minute;
    const waiting =
      until === null
        ? []
        : [{ marker: "a", connection: "acme", where: "PAY-1", because: "rewritten-too-often", until, draft }];
    expect(plan.waiting).toEqual(waiting);
    expect(markers(plan)).toEqual(until === null ? ["a", "b"] : ["b"]);
  });
});

/** Minutes before noon at which comments were created, the cap, how many of three are created, when the others may be. */
const caps: readonly (readonly [number[], number, number, (number | null)[]])[] = [
  [[], 3, 3, []],
  [[], 2, 2, [60]],
  [[], 1, 1, [60, null]],
  [[], 0, 0, [null, null, null]],
  [[50], 3, 2, [10]],
  [[50, 20], 3, 1, [10, 40]],
  [[50, 20, 10], 3, 0, [10, 40, 50]],
  [[50, 20, 10], 2, 0, [40, 50, null]],
  [[55, 50, 20, 10], 4, 0, [5, 10, 40]],
];

describe("the cap of new comments", () => {
  test.each(caps)("created %j minutes ago, %i an hour: %i now, the others after %j minutes", (ago, cap, now, after) => {
    const created = ago.map((minutes) => noon - minutes * minute);
    const others = planned("change", "update");
    const plan = withinCap(planOf(planned("a"), others, planned("b"), planned("c")), { created, cap, at: noon });
    expect(plan.writes.filter(({ action }) => action === "create")).toHaveLength(now);
    expect(markers(plan)).toContain("change");
    const instants = after.map((minutes) => (minutes === null ? null : noon + minutes * minute));
    expect(plan.waiting.map(({ until }) => until)).toEqual(instants);
    expect(plan.waiting.every(({ because }) => because === "cap")).toBe(true);
    expect(wakeAt(plan.waiting)).toBe(instants[0] ?? null);
  });
});
