import type { Conflict, ConflictSeverity } from "../conflicts/conflict.ts";
import { isKeyRef, type LinkEnd } from "../ids.ts";
import { distinct } from "../ordering.ts";
import type { PlannedEdge, PlannedItem } from "../model/planned-item.ts";
import type { DependencyFigures, TrainView, UnreadableEnd } from "../model/train-plan.ts";
import { isReadable } from "../conflicts/rules/rule.ts";
import { isOpen } from "../items/work-item.ts";

export function bySeverity(conflicts: readonly Conflict[]): Readonly<Record<ConflictSeverity, number>> {
  const counts = { conflict: 0, risk: 0, info: 0 };
  for (const { severity } of conflicts) counts[severity]++;
  return counts;
}

/** Keys of the teams that own an end of a conflict, or any member of a cycle. */
export function teamsConcerned(conflict: Conflict, view: TrainView): readonly string[] {
  return distinct(conflictEnds(conflict).flatMap((end) => itemAt(end, view)?.team?.key ?? []));
}

/** Both ends of a conflict; of a cycle all shown members. */
export function conflictEnds({ consumer, provider, evidence }: Conflict): readonly LinkEnd[] {
  return [consumer, ...(provider === null ? [] : [provider]), ...evidence.cycle];
}

const none: readonly UnreadableEnd[] = [];

/** Of the dependencies of one consumer. */
export function tallyOf(edges: readonly PlannedEdge[]): Tally {
  const figures = { total: 0, open: 0, crossTracker: 0, crossTeam: 0 };
  let unreadable = none;
  for (const { dependency, consumer: waiting, provider: awaited } of edges) {
    const { consumer, provider, crossTracker } = dependency;
    figures.total += 1;
    if (mayBeOpen(waiting) && mayBeOpen(awaited)) figures.open += 1;
    if (crossTracker) figures.crossTracker += 1;
    if (areTwoTeams(waiting, awaited)) figures.crossTeam += 1;
    if (!canRead(awaited)) unreadable = [...unreadable, { end: provider, other: consumer }];
    if (!canRead(waiting)) unreadable = [...unreadable, { end: consumer, other: provider }];
  }
  return { figures, unreadable };
}

export type Tally = { readonly figures: DependencyFigures; readonly unreadable: readonly UnreadableEnd[] };

/** An unread end counts as open: no fact says that it is over. */
function mayBeOpen(planned: PlannedItem | null): boolean {
  return planned === null || isOpen(planned.item);
}

function areTwoTeams(consumer: PlannedItem | null, provider: PlannedItem | null): boolean {
  const [one, other] = [consumer?.team?.key, provider?.team?.key];
  return one !== undefined && other !== undefined && one !== other;
}

function canRead(planned: PlannedItem | null): boolean {
  return planned !== null && isReadable(planned);
}

function itemAt(end: LinkEnd, view: TrainView): PlannedItem | undefined {
  return isKeyRef(end) ? undefined : view.items.get(end);
}
