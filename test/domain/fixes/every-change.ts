import type { Conflict } from "../../../src/domain/conflicts/conflict.ts";
import { conflictSeverities } from "../../../src/domain/conflicts/conflict.ts";
import { activeRules } from "../../../src/domain/conflicts/rules/all-rules.ts";
import { movabilityIn } from "../../../src/domain/fixes/move.ts";
import type { WorkItemId } from "../../../src/domain/ids.ts";
import type { Model } from "../../../src/domain/model/model.ts";
import type { TrainView } from "../../../src/domain/model/train-plan.ts";
import { iterationsOf, type Iteration, type Train } from "../../../src/domain/model/train.ts";
import { modelsAfter } from "../apply-step.ts";

/* Finds fixes without the search: by trying everything, each with a look at the whole changed model. */

export type Change = { readonly item: WorkItemId; readonly to: Iteration };
export type World = { readonly facts: Model; readonly train: Train; readonly at: number };

/** Every change of one item that its team could make: into any iteration that is not over. */
export function changesIn(view: TrainView, { train, at }: World): readonly Change[] {
  const movability = movabilityIn(view.plan);
  const targets = iterationsOf(train).filter(({ endsAt }) => endsAt > at);
  return [...view.items.values()]
    .filter((planned) => movability(planned) === null)
    .flatMap(({ item, iteration }) =>
      targets.filter(({ ordinal }) => ordinal !== iteration?.ordinal).map((to) => ({ item: item.id, to })),
    );
}

/** The models after several changes: one for each combination of the timeboxes that the teams have there. */
export function modelsWith({ facts, train }: World, changes: readonly Change[]): readonly Model[] {
  return changes.reduce<readonly Model[]>(
    (models, { item, to: { key, increment } }) =>
      models.flatMap((model) => modelsAfter({ facts: model, train }, { do: "move", item, to: key, increment }) ?? []),
    [facts],
  );
}

const rank = ({ severity }: Pick<Conflict, "severity">) => conflictSeverities.indexOf(severity);

/** Whether nothing is left of the conflict, no rule as severe fires where it did not, and no conflict is more severe than it was. */
export function isFixed(
  conflict: Conflict,
  { train, before, after }: { train: Train; before: readonly Conflict[]; after: readonly Conflict[] },
): boolean {
  const rules = activeRules(train);
  const severityOf = new Map(rules.map((rule) => [rule.id, rank(rule)]));
  if (after.some((one) => isAbout(one, conflict))) return false;
  return after.every((one) => {
    const former = before.find((other) => isAbout(other, one));
    const known = new Set(former === undefined ? [] : [former.rule, ...former.alsoFires]);
    const fresh = [one.rule, ...one.alsoFires].filter((rule) => !known.has(rule));
    const isSevere = fresh.some((rule) => (severityOf.get(rule) ?? 0) <= rank(conflict));
    return !isSevere && (former === undefined || rank(one) >= rank(former));
  });
}

function isAbout(one: Conflict, other: Conflict): boolean {
  if (one.rule === "cycle" || other.rule === "cycle") return one.fingerprint === other.fingerprint;
  return one.consumer === other.consumer && one.provider === other.provider;
}
