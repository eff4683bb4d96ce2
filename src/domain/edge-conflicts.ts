import type { ConflictDraft, ProposedStep } from "./conflict.ts";
import { evidenceOf } from "./evidence.ts";
import { tasksFor } from "./fix.ts";
import type { Task } from "./fix.ts";
import { isKeyRef } from "./ids.ts";
import { distinct } from "./ordering.ts";
import type { PlannedItem, TrainView } from "./planned-item.ts";
import { isReadable } from "./rules/rule.ts";
import type { Edge } from "./rules/rule.ts";
import type { ActiveRule } from "./rules/table.ts";
import { isOpen } from "./work-item.ts";

/** One conflict per dependency at most: its most severe rule, the others in `alsoFires`. */
export function edgeConflicts(view: TrainView, active: readonly ActiveRule[]): ConflictDraft[] {
  return edgesOf(view).flatMap((edge) => {
    const [shown, ...others] = active.filter(({ rule }) => rule.looksAt === "edge" && rule.fires(edge));
    if (shown === undefined) return [];
    const tasks = tasksFor(shown.id, edge, view.train);
    const consumer = edge.consumer.item.id;
    return {
      fingerprint: `${shown.id}:${consumer}>${edge.providerEnd}`,
      rule: shown.id,
      alsoFires: others.map(({ id }) => id),
      severity: shown.severity,
      consumer,
      provider: edge.providerEnd,
      evidence: {
        consumer: evidenceOf(edge.consumer),
        provider: edge.provider === null ? null : evidenceOf(edge.provider),
        cycle: [],
        written: edge.written,
      },
      ...planOf(tasks, [edge.consumer, edge.provider]),
    };
  });
}

/**
 * Steps, and the teams that have to take them. Where no step is up to a team of the train, the teams of the ends are
 * named: they are the ones who can go and ask.
 */
export function planOf(
  tasks: readonly Task[],
  ends: readonly (PlannedItem | null)[],
): Pick<ConflictDraft, "fix" | "actors"> {
  const actors = teamsOf(tasks.map(({ actor }) => actor));
  return { fix: tasks.map(proposalOf), actors: actors.length > 0 ? actors : teamsOf(ends) };
}

function proposalOf({ step, actor }: Task): ProposedStep {
  return { ...step, by: actor.team?.key ?? null, cautions: [] };
}

function teamsOf(items: readonly (PlannedItem | null)[]): string[] {
  return distinct(items.flatMap((planned) => planned?.team?.key ?? []));
}

/** Dependencies that can be in conflict: the consumer is readable and open. Waiting for oneself is the cycle rule's affair. */
function edgesOf(view: TrainView): Edge[] {
  return view.dependencies.flatMap(({ consumer: id, provider: providerEnd, written }) => {
    const consumer = view.items.get(id);
    if (consumer === undefined || !isReadable(consumer) || !isOpen(consumer.item) || id === providerEnd) return [];
    const provider = isKeyRef(providerEnd) ? null : (view.items.get(providerEnd) ?? null);
    return { consumer, providerEnd, provider, written, at: view.at };
  });
}
