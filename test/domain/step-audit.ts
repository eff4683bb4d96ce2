import { isDeepStrictEqual } from "node:util";
import { conflictSeverities } from "../../src/domain/conflicts/conflict.ts";
import type { Conflict, FixStep } from "../../src/domain/conflicts/conflict.ts";
import type { Model } from "../../src/domain/model/model.ts";
import type { Train } from "../../src/domain/model/train.ts";
import { modelsAfter } from "./apply-step.ts";
import { TrainState } from "../../src/domain/model/train-state.ts";
import { atOneGo } from "../../src/domain/tracking/in-steps.ts";
import { viewTrain } from "../support/look-once.ts";

/** What became of the steps that were proposed. */
export type Audit = {
  conflicts: number;
  steps: number;
  byKind: Partial<Record<FixStep["do"], number>>;
  /** Conflicts that are left to a decision. */
  decideScope: number;
  /** Steps after which their conflict still stands, or another. */
  withoutEffect: string[];
  openedOrWorsened: string[];
  /** Steps that the tracker does not let anybody take. */
  impossible: string[];
  /** Models in which somebody who reads them for the first time finds other conflicts. */
  misread: Model[];
};

export function emptyAudit(): Audit {
  return {
    conflicts: 0,
    steps: 0,
    byKind: {},
    decideScope: 0,
    withoutEffect: [],
    openedOrWorsened: [],
    impossible: [],
    misread: [],
  };
}

/** Takes each proposed step by itself in the trackers' facts, and reads everything again, as a service that keeps what it knows. */
export function auditSteps(audit: Audit, { facts, train, at }: { facts: Model; train: Train; at: number }): void {
  const state = new TrainState(train, facts);
  const conflictsIn = (model: Model) => [...atOneGo(state.follow(model, at)).conflicts];
  const before = conflictsIn(facts);
  let [last, found] = [facts, before];
  for (const conflict of before) {
    audit.conflicts += 1;
    if (conflict.fix.some((step) => step.do === "decide-scope")) audit.decideScope += 1;
    for (const step of conflict.fix) {
      audit.byKind[step.do] = (audit.byKind[step.do] ?? 0) + 1;
      if (isImpossible(step, facts)) audit.impossible.push(`${conflict.fingerprint}: ${JSON.stringify(step)}`);
      for (const changed of modelsAfter({ facts, train }, step, conflict) ?? []) {
        const after = conflictsIn(changed);
        [last, found] = [changed, after];
        const says = `${conflict.fingerprint}: ${JSON.stringify(step)}`;
        if (after.some((one) => isAbout(one, conflict))) audit.withoutEffect.push(says);
        if (after.some((one) => isWorse(one, before))) audit.openedOrWorsened.push(says);
      }
      audit.steps += 1;
    }
  }
  if (!isDeepStrictEqual(found, [...viewTrain(last, train, at).conflicts])) audit.misread.push(last);
}

/** Jira puts no epic and no sub-task into a sprint, and an issue on GitHub has no due date. */
function isImpossible(step: FixStep, facts: Model): boolean {
  const item = "item" in step ? facts.items.get(step.item) : undefined;
  if (step.do === "set-due") return item?.system === "github";
  if (step.do !== "move" && step.do !== "schedule") return false;
  return item?.system === "jira" && (item.kind === "epic" || item.kind === "subtask");
}

/** The same cycle, whatever is left of it; or any rule on the same dependency. */
function isAbout(one: Conflict, conflict: Conflict): boolean {
  if (conflict.rule === "cycle") {
    return one.rule === "cycle" && one.evidence.cycle.some((id) => conflict.evidence.cycle.includes(id));
  }
  return one.rule !== "cycle" && one.consumer === conflict.consumer && one.provider === conflict.provider;
}

/** A rule that did not fire there before, or graver than before; a cycle of other items. */
function isWorse(one: Conflict, before: readonly Conflict[]): boolean {
  if (one.rule === "cycle") return before.every(({ fingerprint }) => fingerprint !== one.fingerprint);
  const same = before.find((other) => isAbout(other, one));
  if (same === undefined) return true;
  const known = new Set([same.rule, ...same.alsoFires]);
  const graver = conflictSeverities.indexOf(one.severity) < conflictSeverities.indexOf(same.severity);
  return graver || [one.rule, ...one.alsoFires].some((rule) => !known.has(rule));
}
