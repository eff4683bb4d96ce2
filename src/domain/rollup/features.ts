import type { Conflict } from "../conflicts/conflict.ts";
import { isPart } from "./counted-work.ts";
import type { WorkItemId } from "../ids.ts";
import { isBelowItself } from "../items/hierarchy.ts";
import { nameOf } from "../items/item-name.ts";
import { distinct, sortedBy } from "../ordering.ts";
import type { PlannedItem } from "../model/planned-item.ts";
import type { TrainView } from "../model/train-plan.ts";
import { outsideOf, parentSpan } from "./parent-span.ts";
import type { Feature } from "./rollup.ts";
import { conflictEnds } from "./dependency-figures.ts";
import { isOpen } from "../items/work-item.ts";

/** The number of owned items with work below them, and the open ones by their end; those without an end last. */
export function featuresIn(
  view: TrainView,
  conflicts: readonly Conflict[],
): { readonly features: number; readonly openFeatures: readonly Feature[] } {
  const children = childrenIn(view);
  const features = [...children.keys()].flatMap((id) => {
    const planned = view.items.get(id);
    return planned?.role === "owned" && planned.item.presence === "present" && hasParts(id, children) ? planned : [];
  });
  const troubles = troublesIn(conflicts);
  const open = features
    .filter(({ item }) => isOpen(item))
    .map((planned) => featureOf({ view, children, troubles }, planned));
  return {
    features: features.length,
    openFeatures: sortedBy(open, ({ item }) => item.key).toSorted((a, b) => endOf(a) - endOf(b)),
  };
}

export type Children = ReadonlyMap<WorkItemId, readonly PlannedItem[]>;

/** Present items by parent. Items of a circle of parents have none, as `hierarchyOf` says. */
export function childrenIn({ items }: Pick<TrainView, "items">): Children {
  const children = new Map<WorkItemId, PlannedItem[]>();
  const itemOf = (id: WorkItemId) => items.get(id)?.item;
  for (const planned of items.values()) {
    const { parentId, presence } = planned.item;
    if (parentId === null || presence !== "present" || planned.role === "outside") continue;
    if (isBelowItself(planned.item, itemOf)) continue;
    const known = children.get(parentId);
    if (known === undefined) children.set(parentId, [planned]);
    else known.push(planned);
  }
  return children;
}

/** Open conflicts and risks by their items. */
type Troubles = ReadonlyMap<string, readonly Conflict[]>;

function troublesIn(conflicts: readonly Conflict[]): Troubles {
  const touching = conflicts
    .filter(({ severity }) => severity !== "info")
    .flatMap((conflict) => distinct(conflictEnds(conflict)).map((end) => ({ end, conflict })));
  const byEnd = Map.groupBy(touching, ({ end }) => end as string);
  return new Map([...byEnd].map(([end, all]) => [end, all.map(({ conflict }) => conflict)]));
}

function hasParts(id: WorkItemId, children: Children): boolean {
  return children.get(id)?.some(({ item }) => isPart(item)) === true;
}

type Basis = { readonly view: TrainView; readonly children: Children; readonly troubles: Troubles };

function featureOf({ view, children, troubles }: Basis, planned: PlannedItem): Feature {
  const { item, team } = planned;
  const below = descendants(item.id, children);
  const work = below.filter(({ item }) => isPart(item) && !hasParts(item.id, children));
  const open = work.filter((part) => isOpen(part.item));
  const touching = new Set([item.id, ...below.map((part) => part.item.id)].flatMap((id) => troubles.get(id) ?? []));
  const busy = new Set(open.map((part) => part.team?.key));
  return {
    item: nameOf(item),
    team: team?.key ?? "",
    work: work.length,
    done: work.filter((part) => part.item.status === "done").length,
    teams: view.train.teams.map(({ key }) => key).filter((key) => busy.has(key)),
    ends: lastEnd(open),
    unplanned: open.filter(({ endsAt }) => endsAt === null).length,
    conflicts: touching.size,
    ...(parentSpan(view.train) === "off" ? {} : outsideOf(planned, open)),
  };
}

/** Everything below, each once. */
export function descendants(id: WorkItemId, children: Children): readonly PlannedItem[] {
  const below = [...(children.get(id) ?? [])];
  // The loop appends to `below`.
  for (const { item } of below) below.push(...(children.get(item.id) ?? []));
  return below;
}

function lastEnd(open: readonly PlannedItem[]): Feature["ends"] {
  const ends = open.flatMap(({ iteration, endsAt }) =>
    endsAt === null ? [] : { iteration: iteration?.key ?? null, increment: iteration?.increment ?? null, endsAt },
  );
  // Of equal ends prefer one with an iteration, which people know better than a day.
  return (
    ends.toSorted((a, b) => b.endsAt - a.endsAt || Number(a.iteration === null) - Number(b.iteration === null)).at(0) ??
    null
  );
}

function endOf({ ends }: Feature): number {
  return ends?.endsAt ?? Number.MAX_SAFE_INTEGER;
}
