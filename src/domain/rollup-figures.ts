import type { Conflict, ConflictSeverity } from "./conflict.ts";
import { isKeyRef } from "./ids.ts";
import type { LinkEnd } from "./ids.ts";
import { distinct } from "./ordering.ts";
import type { PlannedItem, TrainView } from "./planned-item.ts";
import type { Rollup } from "./rollup.ts";
import { isOpen } from "./work-item.ts";

export function ownedItems(view: TrainView): readonly PlannedItem[] {
  return presentItems(view).filter(({ standing }) => standing === "owned");
}

export function presentItems(view: TrainView): readonly PlannedItem[] {
  return [...view.items.values()].filter(({ item, standing }) => item.presence === "present" && standing !== "outside");
}

export function bySeverity(conflicts: readonly Conflict[]): Readonly<Record<ConflictSeverity, number>> {
  const counts = { conflict: 0, risk: 0, info: 0 };
  for (const { severity } of conflicts) counts[severity]++;
  return counts;
}

/** Keys of the teams that own an end of a conflict, or any member of a cycle. */
export function teamsConcerned(conflict: Conflict, view: TrainView): readonly string[] {
  return distinct(conflictEnds(conflict).flatMap((end) => itemAt(end, view)?.team?.key ?? []));
}

/** Both ends of a conflict; of a cycle all that are shown. */
export function conflictEnds({ consumer, provider, evidence }: Conflict): readonly LinkEnd[] {
  return [consumer, ...(provider === null ? [] : [provider]), ...evidence.cycle];
}

export function dependencyFigures(view: TrainView): Rollup["dependencies"] {
  const ends = view.dependencies.map(
    ({ consumer, provider }) => [itemAt(consumer, view), itemAt(provider, view)] as const,
  );
  return {
    total: view.dependencies.length,
    open: ends.filter(([consumer, provider]) => mayBeOpen(consumer) && mayBeOpen(provider)).length,
    crossTracker: view.dependencies.filter(({ crossTracker }) => crossTracker).length,
    crossTeam: ends.filter(([consumer, provider]) => areTwoTeams(consumer, provider)).length,
  };
}

/** An end nobody can read counts as open: nothing says that it is over. */
function mayBeOpen(planned: PlannedItem | undefined): boolean {
  return planned === undefined || isOpen(planned.item);
}

function areTwoTeams(consumer: PlannedItem | undefined, provider: PlannedItem | undefined): boolean {
  const [one, other] = [consumer?.team?.key, provider?.team?.key];
  return one !== undefined && other !== undefined && one !== other;
}

export function itemAt(end: LinkEnd, view: TrainView): PlannedItem | undefined {
  return isKeyRef(end) ? undefined : view.items.get(end);
}
