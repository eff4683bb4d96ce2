import { describe, expect, test } from "vitest";

import { rollUp } from "../../../src/domain/rollup/roll-up.ts";
import type { Train } from "../../../src/domain/model/train.ts";
import type { WorkItem } from "../../../src/domain/items/work-item.ts";
import { date, day, item, model, now, soundSetup, train, type ItemChanges } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";

const epic = (changes: ItemChanges = {}) => item("PAY-1", { kind: "epic", ...changes });
const part = (key: string, changes: ItemChanges = {}) => item(key, { parentId: epic().id, ...changes });

function rollupOf(items: readonly WorkItem[], rules: Train["rules"] = {}) {
  const facts = model({ items });
  const view = viewTrain(facts, train({ rules }), now);
  return rollUp({ view, conflicts: view.conflicts, model: facts, setup: soundSetup, unseen: 0 });
}

/** Keys of the named items, and how many there are. */
function outside(...of: Parameters<typeof rollupOf>): string {
  const found = rollupOf(...of).openFeatures.find(({ item: { key } }) => key === "PAY-1")?.outside;
  return found === undefined ? "" : `${found.first.map(({ key }) => key).join(" ")} (${found.count})`;
}

/** The last day of the second iteration. */
const due = { dueOn: date(27) };

describe("work outside the span of its feature", () => {
  test.each<readonly [string, readonly WorkItem[], string]>([
    ["ends with it", [epic(due), part("PAY-2", { in: 1 })], ""],
    ["ends after it", [epic(due), part("PAY-2", { in: 2 })], "PAY-2 (1)"],
    ["ends after it by a day of its own", [epic(due), part("PAY-2", { dueOn: date(28) })], "PAY-2 (1)"],
    ["is of another tracker", [epic(due), part("acme/api#1", { in: 2 })], "acme/api#1 (1)"],
    ["is done", [epic(due), part("PAY-2", { in: 2, status: "done" }), part("PAY-3")], ""],
    ["has no plan", [epic(due), part("PAY-2")], ""],
    ["is below a feature that it plans itself", [epic(), part("PAY-2", { in: 2 })], ""],
    ["is below a feature without an end", [epic({ startOn: date(10) }), part("PAY-2", { dueOn: date(90) })], ""],
    [
      "is further below",
      [epic(due), part("PAY-2", { kind: "epic" }), item("LED-3", { in: 3, parentId: item("PAY-2").id })],
      "LED-3 (1)",
    ],
    [
      "is much, the last first",
      [
        epic(due),
        part("PAY-2", { in: 2 }),
        part("PAY-4", { in: 3 }),
        part("PAY-3", { in: 3 }),
        part("PAY-5", { in: 5 }),
      ],
      "PAY-5 PAY-3 PAY-4 (4)",
    ],
  ])("%s", (_, items, expected) => {
    expect(outside(items)).toBe(expected);
  });

  test("has the feature's own end, in its timebox as well", () => {
    const whole = item("acme/api#9", { in: 1 });
    const { openFeatures } = rollupOf([whole, item("PAY-2", { in: 2, parentId: whole.id })]);
    expect(openFeatures).toMatchObject([{ outside: { endsAt: day(28), count: 1, first: [{ key: "PAY-2" }] } }]);
  });

  test("of a feature that follows its parent", () => {
    const story = item("PAY-2", { in: 1, kind: "story" });
    const step = item("PAY-3", { kind: "subtask", parentId: story.id });
    const { openFeatures } = rollupOf([story, step, item("PAY-4", { in: 3, parentId: step.id })]);
    expect(openFeatures.find(({ item: { key } }) => key === "PAY-3")).not.toHaveProperty("outside");
  });
});

describe("in the verdict", () => {
  const items = [epic(due), part("PAY-2", { in: 2 })];
  const reasons = [{ kind: "parent-span", count: 1 }];
  test.each<readonly [string, Train["rules"], object, string]>([
    ["counts nowhere by default", {}, { level: "on-track", reasons: [] }, "PAY-2 (1)"],
    ["counts as a risk", { "parent-span": "risk" }, { level: "at-risk", reasons }, "PAY-2 (1)"],
    ["counts as one as a conflict too", { "parent-span": "conflict" }, { level: "at-risk", reasons }, "PAY-2 (1)"],
    ["is not looked for", { "parent-span": "off" }, { level: "on-track", reasons: [] }, ""],
  ])("%s", (_, rules, verdict, names) => {
    expect(rollupOf(items, rules).verdict).toEqual(verdict);
    expect(outside(items, rules)).toBe(names);
  });
});
