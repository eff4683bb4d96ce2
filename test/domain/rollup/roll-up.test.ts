import { describe, expect, test } from "vitest";

import { advanceConflicts } from "../../../src/domain/conflicts/conflict-life.ts";
import { rollUp } from "../../../src/domain/rollup/roll-up.ts";
import { blocks, idOf, item, model, now, train, soundSetup } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";
import type { WorkItemId } from "../../../src/domain/ids.ts";

const recordOf = (id: WorkItemId) => id;

describe("the whole way", () => {
  test("a late provider in the other tracker puts the train off track", () => {
    const facts = model({
      items: [item("PAY-1", { in: 2, points: 3 }), item("acme/api#7", { in: 4, labels: ["Points/5"] })],
      links: [blocks("?acme/api#7", "PAY-1", { origin: "text" })],
    });
    const view = viewTrain(facts, train(), now);
    const conflicts = view.conflicts;
    expect(conflicts).toMatchObject([
      {
        rule: "cross-increment",
        alsoFires: ["late-provider"],
        consumer: idOf("PAY-1"),
        provider: idOf("acme/api#7"),
        fix: [
          { do: "move", item: idOf("acme/api#7"), to: "2", increment: "first", by: "api" },
          { do: "move", item: idOf("PAY-1"), to: "6", increment: "second", by: "pay" },
        ],
        actors: ["api", "pay"],
      },
    ]);
    expect(
      advanceConflicts([], conflicts, {
        train: "payments",
        at: now,
        isOver: () => true,
        isAsBefore: () => false,
        recordOf,
      }),
    ).toMatchObject([{ state: "open" }]);
    expect(rollUp({ view, conflicts, model: facts, setup: soundSetup, unseen: 0 })).toMatchObject({
      increment: "first",
      iteration: "2",
      items: 2,
      verdict: { level: "off-track", reasons: [{ kind: "conflicts-now", count: 1 }] },
      total: { items: 2, points: 8 },
      dependencies: { total: 1, open: 1, crossTracker: 1, crossTeam: 1 },
    });
  });
});
