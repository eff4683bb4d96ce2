import type { Conflict, ConflictSeverity } from "./conflict.ts";
import { isKeyRef } from "./ids.ts";
import type { LinkEnd } from "./ids.ts";
import type { Model } from "./model.ts";
import { distinct, sortedBy } from "./ordering.ts";
import type { PlannedItem, TrainView } from "./planned-item.ts";
import type { DataQuality, Rollup } from "./rollup.ts";
import { isReadable } from "./rules/rule.ts";
import { sourcesOf } from "./sources.ts";
import { connectionsOf } from "./standing.ts";
import { isOpen } from "./work-item.ts";

export function ownedItems(view: TrainView): readonly PlannedItem[] {
  return presentItems(view).filter(({ standing }) => standing === "owned");
}

export function presentItems(view: TrainView): readonly PlannedItem[] {
  return [...view.items.values()].filter(({ item }) => item.presence === "present");
}

export function bySeverity(conflicts: readonly Conflict[]): Readonly<Record<ConflictSeverity, number>> {
  const counts = { conflict: 0, risk: 0, info: 0 };
  for (const { severity } of conflicts) counts[severity]++;
  return counts;
}

/** Keys of the teams that own an end of a conflict, or any member of a cycle. */
export function teamsConcerned({ consumer, provider, evidence }: Conflict, view: TrainView): readonly string[] {
  const ends = [consumer, ...(provider === null ? [] : [provider]), ...evidence.cycle];
  return distinct(ends.flatMap((end) => itemAt(end, view)?.team?.key ?? []));
}

/** Owned items that have children, in whatever tracker or team those are. */
export function featuresIn(owned: readonly PlannedItem[], model: Model): number {
  const parents = new Set<string | null>();
  for (const { parentId, presence } of model.items.values()) if (presence !== "gone") parents.add(parentId);
  return owned.filter(({ item }) => parents.has(item.id)).length;
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

export function dataQualityOf(view: TrainView, model: Model): DataQuality {
  const present = presentItems(view);
  const open = ownedItems(view).filter(({ item }) => isOpen(item));
  const connections = connectionsOf(view.train);
  const streams = model.streams.filter(({ connection }) => connections.has(connection));
  return {
    owned: present.filter(({ standing }) => standing === "owned").length,
    neighbours: present.filter(({ standing }) => standing === "neighbour").length,
    unassigned: present.filter(({ standing }) => standing === "unassigned").length,
    withoutEstimate: open.filter(({ points }) => points === null).length,
    withoutIteration: open.filter(({ iteration }) => iteration === null).length,
    unreadableEnds: unreadableEnds(view),
    rejectedRecords: streams.reduce((total, { rejected }) => total + rejected, 0),
    sprintsWithoutIteration: distinct(
      sortedBy(
        view.warnings.map(({ sprint }) => sprint),
        String,
      ),
    ),
    sources: sourcesOf(view.train, model, view.at),
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

function itemAt(end: LinkEnd, view: TrainView): PlannedItem | undefined {
  return isKeyRef(end) ? undefined : view.items.get(end);
}

function unreadableEnds(view: TrainView): number {
  const ends = new Set<LinkEnd>(view.dependencies.flatMap(({ consumer, provider }) => [consumer, provider]));
  return [...ends].filter((end) => {
    const planned = itemAt(end, view);
    return planned === undefined || !isReadable(planned);
  }).length;
}
