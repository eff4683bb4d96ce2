import { setupOf } from "../../../src/domain/setup/setup.ts";
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect } from "vitest";

import { advanceConflicts } from "../../../src/domain/conflicts/conflict-life.ts";
import { rollUp } from "../../../src/domain/rollup/roll-up.ts";
import type { Model } from "../../../src/domain/model/model.ts";
import { models, shuffled } from "../arbitrary.ts";
import { now, train } from "../plan.ts";
import { viewTrain } from "../../support/look-once.ts";
import type { WorkItemId } from "../../../src/domain/ids.ts";

const recordOf = (id: WorkItemId) => id;

/** Everything analysis says, lists and all: order counts. */
function analysed(facts: Model) {
  const view = viewTrain(facts, train(), now);
  const conflicts = view.conflicts;
  return {
    items: [...view.items],
    dependencies: view.dependencies,
    warnings: view.warnings,
    conflicts,
    rollup: rollUp({ view, conflicts, model: facts, setup: setupOf(view), unseen: 0 }),
  };
}

const twice = models.chain((facts) => fc.record({ facts: fc.constant(facts), other: shuffled(facts) }));

describe("analysis", () => {
  property.prop([twice])("does not depend on the order of the facts", ({ facts, other }) => {
    expect(analysed(other)).toEqual(analysed(facts));
  });

  property.prop([models])("keeps its books straight", (facts) => {
    const { items, dependencies, conflicts, rollup } = analysed(facts);
    const present = items.filter(([, { item, role }]) => item.presence === "present" && role !== "outside");
    const { owned, neighbours, unassigned } = rollup.dataQuality;
    expect(rollup.items).toBe(present.length);
    expect(owned + neighbours + unassigned).toBe(present.length);
    expect(rollup.total.items + rollup.total.cancelled + rollup.uncounted).toBe(owned);
    expect(rollup.inIncrement.items).toBeLessThanOrEqual(rollup.total.items);
    for (const figure of ["items", "done", "inProgress", "cancelled"] as const) {
      const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
      expect(sum(rollup.iterations.map(({ progress }) => progress[figure]))).toBe(rollup.total[figure]);
      expect(sum(rollup.teams.map(({ total }) => total[figure]))).toBe(rollup.total[figure]);
    }
    expect(new Set(conflicts.map(({ fingerprint }) => fingerprint)).size).toBe(conflicts.length);
    const { conflict, risk, info } = rollup.conflicts;
    expect(conflict + risk + info).toBe(conflicts.length);
    expect(rollup.dependencies.total).toBe(dependencies.length);
    for (const { actors } of conflicts) expect(actors.length).toBeGreaterThan(0);
  });

  property.prop([fc.array(models, { maxLength: 4 })])(
    "the life of conflicts only depends on what was seen",
    (history) => {
      const seen = history.map((facts) => viewTrain(facts, train(), now).conflicts);
      const [isOver, isAsBefore] = [() => true, () => false];
      const live = (mix: boolean) => {
        let records: ReturnType<typeof advanceConflicts> = [];
        for (const [pass, conflicts] of seen.entries()) {
          const previous = mix ? records.toReversed() : records;
          records = advanceConflicts(previous, mix ? conflicts.toReversed() : conflicts, {
            train: "t",
            at: pass,
            isOver,
            isAsBefore,
            recordOf,
          });
          expect(
            advanceConflicts(records, conflicts, { train: "t", at: pass + 0.5, isOver, isAsBefore, recordOf }),
          ).toEqual(records);
        }
        return records;
      };
      const records = live(false);
      expect(live(true)).toEqual(records);
      const open = records.filter(({ state }) => state === "open").map(({ fingerprint }) => fingerprint);
      const last = (seen.at(-1) ?? []).map(({ fingerprint }) => fingerprint);
      expect(open).toEqual(last.toSorted());
    },
  );
});
