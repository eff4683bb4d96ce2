import type { ConflictDraft } from "./conflict.ts";
import { evidenceOf } from "./evidence.ts";
import { edgeFingerprint } from "./fingerprint.ts";
import type { Fixes } from "./fix.ts";
import { edgeOf } from "./rules/firing.ts";
import type { Situation } from "./situation.ts";

/** One conflict per dependency at most: its most severe rule, the others in `alsoFires`. */
export function edgeConflicts(situation: Situation, fixes: Fixes): ConflictDraft[] {
  const { view, plan } = situation;
  return view.dependencies.flatMap((dependency) => {
    const [shown, ...others] = situation.firing(dependency);
    const edge = shown === undefined ? null : edgeOf(dependency, plan);
    if (shown === undefined || edge === null) return [];
    const alsoFires = others.map(({ id }) => id);
    const consumer = edge.consumer.item.id;
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
      },
      ...fixes.ofDependency({ edge, dependency, rules: new Set([shown.id, ...alsoFires]) }),
    };
  });
}
