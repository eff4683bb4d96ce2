import type { Chain, ConflictDraft, RuleId } from "./conflict.ts";
import { evidenceOf } from "./evidence.ts";
import type { WorkItemId } from "../ids.ts";
import { edgeFingerprint } from "./fingerprint.ts";
import type { Fix, StepChooser } from "./choose-steps.ts";
import type { ActiveRule } from "./rules/all-rules.ts";
import { slippingChain, type SlippingChain } from "./rules/chain-slip.ts";
import { edgeOf } from "./rules/edge.ts";
import { rulesOn } from "./rules/firing.ts";
import type { Edge } from "./rules/rule.ts";
import type { Situation } from "./situation.ts";

/** At most one conflict per dependency: its most severe rule, the others in `alsoFires`. */
export function edgeConflictsFrom(consumer: WorkItemId, situation: Situation, fixes: StepChooser): ConflictDraft[] {
  const { plan, rulePlan, active } = situation;
  const drafts: ConflictDraft[] = [];
  for (const planned of plan.edgesFrom(consumer)) {
    const { dependency } = planned;
    const edge = edgeOf(planned, rulePlan);
    if (edge === null) continue;
    const firing = rulesOn(edge, { dependency, plan: rulePlan, active });
    const [shown] = firing;
    if (shown === undefined) continue;
    const alsoFires = firing.slice(1).map(({ id }) => id);
    const fix = fixes.ofDependency({ edge, dependency, rules: new Set([shown.id, ...alsoFires]) });
    drafts.push(draftOn(edge, { shown, alsoFires, fix }));
  }
  return drafts;
}

type Finding = { readonly shown: ActiveRule; readonly alsoFires: readonly RuleId[]; readonly fix: Fix };

/** The conflict of a rule on one dependency. */
export function draftOn(edge: Edge, { shown, alsoFires, fix }: Finding): ConflictDraft {
  const consumer = edge.consumer.item.id;
  const chain = showsChain([shown.id, ...alsoFires]) ? slippingChain(edge) : null;
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
    ...fix,
  };
}

function showsChain([shown, ...others]: readonly RuleId[]): boolean {
  return shown === "chain-slip" || (shown === "cross-train" && others.includes("chain-slip"));
}

function chainEvidence({ items, last }: SlippingChain): Chain {
  return { items: items.map(({ item }) => item.id), end: evidenceOf(last, "provider") };
}
