import type { Chain, ConflictDraft, RuleId } from "./conflict.ts";
import { evidenceOf } from "./evidence.ts";
import type { WorkItemId } from "../ids.ts";
import { edgeFingerprint } from "./fingerprint.ts";
import type { StepChooser } from "./choose-steps.ts";
import { slippingChain, type SlippingChain } from "./rules/chain-slip.ts";
import { edgeOf } from "./rules/edge.ts";
import { rulesOn } from "./rules/firing.ts";
import type { Situation } from "./situation.ts";

/** At most one conflict per dependency: its most severe rule, the others in `alsoFires`. */
export function edgeConflictsFrom(consumer: WorkItemId, situation: Situation, fixes: StepChooser): ConflictDraft[] {
  const { plan, rulePlan, active } = situation;
  return plan.edgesFrom(consumer).flatMap((planned) => {
    const { dependency } = planned;
    const edge = edgeOf(planned, rulePlan);
    const [shown, ...others] = edge === null ? [] : rulesOn(edge, { dependency, plan: rulePlan, active });
    if (shown === undefined || edge === null) return [];
    const alsoFires = others.map(({ id }) => id);
    const chain = isChainTold([shown.id, ...alsoFires]) ? slippingChain(edge) : null;
    return {
      fingerprint: edgeFingerprint(shown.id, { consumer, provider: edge.providerEnd }),
      rule: shown.id,
      alsoFires,
      severity: shown.severity,
      consumer,
      provider: edge.providerEnd,
      evidence: {
        consumer: evidenceOf(edge.consumer, "consumer"),
        provider: edge.provider === null ? null : evidenceOf(edge.provider, "provider"),
        cycle: [],
        written: edge.written,
        ...(chain === null ? {} : { chain: chainEvidence(chain) }),
      },
      ...fixes.ofDependency({ edge, dependency, rules: new Set([shown.id, ...alsoFires]) }),
    };
  });
}

function isChainTold([shown, ...others]: readonly RuleId[]): boolean {
  return shown === "chain-slip" || (shown === "cross-train" && others.includes("chain-slip"));
}

function chainEvidence({ items, last }: SlippingChain): Chain {
  return { items: items.map(({ item }) => item.id), end: evidenceOf(last, "provider") };
}
