import { trustedSlips, warned, type SlipOutlook } from "../forecast/slip-outlook.ts";
import type { Dependency } from "../items/dependency.ts";
import type { PlannedItem, Replanned } from "../model/planned-item.ts";
import type { LivePlan, TrainView } from "../model/train-plan.ts";
import { sortedBy } from "../ordering.ts";
import { once } from "../tracking/once.ts";
import { stepChooserFor } from "./choose-steps.ts";
import type { Conflict, ConflictRecord } from "./conflict.ts";
import { draftOn } from "./edge-conflicts.ts";
import { edgeFingerprint } from "./fingerprint.ts";
import { edgeOf, itemAt } from "./rules/edge.ts";
import { deciderOf, probabilityOfSlip } from "./rules/probable-slip.ts";
import type { Edge, RulePlan } from "./rules/rule.ts";
import { situationOf } from "./situation.ts";
import { urgencyIn } from "./urgency.ts";

/** `view`: without these conflicts. `previous`: the train's conflicts before. */
export type SlipInput = {
  readonly view: TrainView;
  readonly slips: SlipOutlook | undefined;
  readonly previous: readonly ConflictRecord[];
};

/**
 * The view with a conflict for each dependency that no other rule reports and whose provider is likely to slip. It opens
 * at `warned.from` and stays until the probability is below `warned.until`. The same view if there is none. Call it
 * before another model is evaluated: the view's plan is live.
 */
export function withProbableSlips({ view, slips, previous }: SlipInput): TrainView {
  if (slips?.kind !== "learned") return view;
  const likely = new Map(trustedSlips(slips, view).map((slip) => [slip.item.id, slip]));
  if (likely.size === 0) return view;
  const { plan } = view;
  const { rulePlan, report } = reporterOn(plan);
  const reported = new Set(view.conflicts.map(({ consumer, provider }) => `${consumer} ${provider}`));
  const standing = new Set(previous.filter(({ state }) => state === "open").map(({ fingerprint }) => fingerprint));
  const found = view.dependencies.flatMap((dependency): readonly Conflict[] => {
    const { consumer, provider } = dependency;
    const awaited = itemAt(provider, plan);
    const slip = awaited === null ? undefined : likely.get(deciderOf(awaited));
    if (slip === undefined || reported.has(`${consumer} ${provider}`)) return [];
    const edge = edgeOf({ dependency, consumer: plan.itemOf(consumer), provider: awaited }, rulePlan);
    const isStanding = standing.has(edgeFingerprint("probable-slip", dependency));
    const least = isStanding ? warned.until : warned.from;
    if (edge === null || probabilityOfSlip(edge, slips, slip) < least) return [];
    return report({ dependency, edge }, (one) => probabilityOfSlip(one, slips, slip) < warned.until);
  });
  if (found.length === 0) return view;
  const byPlace = ({ consumer, provider, fingerprint }: Conflict) => `${consumer} ${provider} ${fingerprint}`;
  return { ...view, conflicts: sortedBy([...view.conflicts, ...found], byPlace) };
}

type Found = { readonly dependency: Dependency; readonly edge: Edge };
type Reporter = {
  readonly rulePlan: RulePlan;
  /** Makes the conflict; none inside a circle, whose order the cycle rule reports, and none if the train switched the rule off. */
  readonly report: (found: Found, helps: (edge: Edge) => boolean) => readonly Conflict[];
};

const reporterOn = once((plan: LivePlan): Reporter => {
  const situation = situationOf(plan);
  const fixes = stepChooserFor(situation);
  const withNearness = urgencyIn(plan);
  const shown = situation.active.find(({ rule }) => rule.looksAt === "forecast");
  return {
    rulePlan: situation.rulePlan,
    report: ({ dependency, edge }, helps) => {
      if (shown === undefined || situation.rulePlan.isInCycle(dependency)) return [];
      const trouble = { edge, dependency, rules: new Set([shown.id]) };
      const fix = fixes.ofDependency(trouble, (change) => helps(edgeAfter(edge, change)));
      return [withNearness(draftOn(edge, { shown, alsoFires: [], fix }))];
    },
  };
});

function edgeAfter(edge: Edge, { becomes, alsoMoved }: Replanned): Edge {
  const changed = [becomes, ...alsoMoved];
  const after = (planned: PlannedItem) => changed.find(({ item }) => item.id === planned.item.id) ?? planned;
  return { ...edge, consumer: after(edge.consumer), provider: edge.provider && after(edge.provider) };
}
