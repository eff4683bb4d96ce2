import { providersIn, shortestCycle } from "./cyclic-components.ts";
import type { ConflictDraft } from "./conflict.ts";
import { evidenceOf } from "./evidence.ts";
import { cycleFingerprint } from "./fingerprint.ts";
import type { StepChooser } from "./choose-steps.ts";
import { arrowOf } from "./cycle-group.ts";
import type { CycleGroup, OpenLink } from "../model/planned-item.ts";
import type { ActiveRule } from "./rules/all-rules.ts";

/** One conflict per group of items that wait for each other, shown by its shortest cycle through the smallest id. */
export function cycleConflictsIn(group: CycleGroup, rule: ActiveRule, fixes: StepChooser): ConflictDraft[] {
  const cycle = shownCycle(group);
  return cycle.slice(0, 1).map(({ consumer, provider }): ConflictDraft => {
    const { fix, actors } = fixes.ofCycle(cycle, group);
    return {
      fingerprint: cycleFingerprint(consumer.item.id, group.members),
      rule: rule.id,
      alsoFires: [],
      severity: rule.severity,
      consumer: consumer.item.id,
      provider: provider.item.id,
      evidence: {
        consumer: evidenceOf(consumer, "consumer"),
        provider: evidenceOf(provider, "provider"),
        cycle: cycle.map((link) => link.consumer.item.id),
        written: fix.slice(0, 1).flatMap((step) => (step.do === "drop-link" ? step.written : [])),
      },
      fix,
      actors,
    };
  });
}

function shownCycle({ members, inside }: CycleGroup): OpenLink[] {
  const byArrow = new Map(inside.map((link) => [arrowOf(link).join(" "), link]));
  const ids = shortestCycle(members, providersIn(inside.map(arrowOf)));
  const cycle = ids.map((id, index) => byArrow.get(`${id} ${ids[(index + 1) % ids.length]}`));
  return cycle.filter((link) => link !== undefined);
}
