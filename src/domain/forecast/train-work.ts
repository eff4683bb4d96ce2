import { isKeyRef, type LinkEnd, type WorkItemId } from "../ids.ts";
import type { ItemName } from "../items/item-name.ts";
import { isOpen } from "../items/work-item.ts";
import type { PlannedItem } from "../model/planned-item.ts";
import type { TrainView } from "../model/train-plan.ts";
import type { Increment } from "../model/train.ts";
import { byText } from "../ordering.ts";
import { isCountedBy, isPart } from "../rollup/counted-work.ts";
import { childrenIn, descendants, type Children } from "../rollup/features.ts";
import type { Feature } from "../rollup/rollup.ts";
import { inSteps } from "../tracking/in-steps.ts";
import type { RemainingItem } from "./simulate.ts";

/** Open work of one feature. */
export type FeatureWork = {
  readonly item: ItemName;
  /** The end of its planned open work; exclusive, epoch milliseconds; null if none is planned. */
  readonly endsAt: number | null;
  /** Its open work, and what the feature itself waits for. */
  readonly ids: ReadonlySet<string>;
  /** Open work without an iteration, or that no team of the train owns. */
  readonly unplanned: number;
};

/** The planned open work of a train, and what it waits for. */
export type TrainWork = {
  /** In the order of rank. */
  readonly items: readonly RemainingItem[];
  /** Ids of the work that is planned until the increment's end, by team. */
  readonly left: ReadonlyMap<string, ReadonlySet<string>>;
  readonly features: readonly FeatureWork[];
};

export type TrainWorkInput = {
  readonly view: Pick<TrainView, "items" | "dependencies">;
  readonly increment: Increment;
  readonly openFeatures: readonly Pick<Feature, "item" | "ends">[];
};

/**
 * Work is what the figures count (`isCountedBy`). In the place of a feature that others wait for stands its open work;
 * in the place of a sub-task its story. Each step is short; other work may run between two of them.
 */
export function* trainWork({ view, increment, openFeatures }: TrainWorkInput): Generator<void, TrainWork> {
  const reader = new WorkReader(view);
  const last = increment.iterations.at(-1)?.ordinal ?? -1;
  const planned: PlannedItem[] = [];
  yield* inSteps(view.items.values(), (one) => {
    if (one.iteration !== null && reader.isOpenWork(one)) planned.push(one);
  });
  const waits = new Map<LinkEnd, LinkEnd[]>();
  yield* inSteps(view.dependencies, ({ consumer, provider }) => {
    const waiting = reader.openStandIn(consumer);
    if (waiting === null) return;
    for (const awaited of reader.workAwaited(provider)) {
      const known = waits.get(waiting);
      if (awaited === waiting) continue;
      if (known === undefined) waits.set(waiting, [awaited]);
      else known.push(awaited);
    }
  });
  yield;
  const all = withAwaited(planned, waits, reader);
  yield;
  const inOrder = all.map((one) => ({ one, rank: rankOf(one) })).toSorted((a, b) => byRank(a.rank, b.rank));
  yield;
  const due = planned.filter(({ iteration }) => (iteration?.ordinal ?? Infinity) <= last);
  const left = Map.groupBy(due, ({ team }) => team?.key ?? "");
  const isPlanned = new Set<string>(planned.map(({ item }) => item.id));
  return {
    items: inOrder.map(({ one: { item, team } }) => ({
      id: item.id,
      team: team?.key ?? "",
      waitsFor: waits.get(item.id) ?? [],
    })),
    left: new Map([...left].map(([team, some]) => [team, new Set<string>(some.map(({ item }) => item.id))])),
    features: openFeatures.map(({ item, ends }) => {
      const open = reader.openPartsOf(item.id).map((part): string => part.item.id);
      const ids = new Set([...open, ...(waits.get(item.id) ?? [])]);
      return { item, endsAt: ends?.endsAt ?? null, ids, unplanned: open.filter((id) => !isPlanned.has(id)).length };
    }),
  };
}

/** The work, and what it waits for at any distance as far as the train's teams own it. */
function withAwaited(
  planned: readonly PlannedItem[],
  waits: ReadonlyMap<LinkEnd, readonly LinkEnd[]>,
  reader: WorkReader,
): readonly PlannedItem[] {
  const found = new Map<LinkEnd, PlannedItem>(planned.map((one) => [one.item.id, one]));
  const waiting = [...found.keys()];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const awaited of waits.get(id) ?? []) {
      const one = found.has(awaited) ? null : reader.ownedWork(awaited);
      if (one === null) continue;
      found.set(awaited, one);
      waiting.push(awaited);
    }
  }
  return [...found.values()];
}

/** Reads open work from a view. */
class WorkReader {
  readonly #items: TrainView["items"];
  readonly #children: Children;
  readonly #relatives = {
    plannedOf: (id: WorkItemId) => this.#items.get(id) ?? null,
    childIdsOf: (id: WorkItemId) => (this.#children.get(id) ?? []).map(({ item }) => item.id),
  };

  constructor(view: Pick<TrainView, "items">) {
    this.#items = view.items;
    this.#children = childrenIn(view);
  }

  isOpenWork(planned: PlannedItem): boolean {
    return isOpen(planned.item) && isCountedBy(this.#relatives, planned);
  }

  ownedWork(end: LinkEnd): PlannedItem | null {
    const planned = isKeyRef(end) ? undefined : this.#items.get(end);
    return planned !== undefined && this.isOpenWork(planned) ? planned : null;
  }

  /** Counted open work below an item. */
  openPartsOf(id: WorkItemId): readonly PlannedItem[] {
    return descendants(id, this.#children).filter(
      (part) => isPart(part.item) && isOpen(part.item) && !this.#hasParts(part.item.id),
    );
  }

  #hasParts(id: WorkItemId): boolean {
    return (this.#children.get(id) ?? []).some(({ item }) => isPart(item));
  }

  /** The item that stands for a consumer in the simulation; null for one that is over, or that Signalbox did not read. */
  openStandIn(id: WorkItemId): WorkItemId | null {
    const planned = this.#items.get(id);
    const standIn = planned === undefined ? null : this.#standIn(planned);
    return standIn !== null && isOpen(standIn.item) ? standIn.item.id : null;
  }

  /** Of a sub-task its story, of any other item itself. */
  #standIn(planned: PlannedItem): PlannedItem {
    const { kind, parentId } = planned.item;
    const parent = kind === "subtask" && parentId !== null ? this.#items.get(parentId) : undefined;
    return parent?.role === "owned" ? parent : planned;
  }

  /** Ids of the open work whose end an end of a dependency waits for; the end itself if Signalbox did not read it. */
  workAwaited(end: LinkEnd): readonly LinkEnd[] {
    const planned = isKeyRef(end) ? undefined : this.#items.get(end);
    if (planned === undefined) return [end];
    if (!isOpen(planned.item)) return [];
    const { id } = planned.item;
    if (this.#hasParts(id)) return this.openPartsOf(id).map(({ item }) => item.id);
    const { item } = this.#standIn(planned);
    return isOpen(item) ? [item.id] : [];
  }
}

/** The iteration, then work in progress, then the older key. */
type Rank = { readonly ordinal: number; readonly begun: number; readonly key: string };

function rankOf({ item, iteration }: PlannedItem): Rank {
  return { ordinal: iteration?.ordinal ?? Infinity, begun: item.status === "in-progress" ? 0 : 1, key: item.key };
}

function byRank(a: Rank, b: Rank): number {
  const byIteration = a.ordinal === b.ordinal ? 0 : a.ordinal - b.ordinal;
  return byIteration || a.begun - b.begun || a.key.length - b.key.length || byText(a.key, b.key);
}

/**
 * Items that can have a day: of a team with a pace, and all they wait for too. Those in a circle have none. Each step is
 * short.
 */
export function* datable(
  items: readonly RemainingItem[],
  teams: { has(team: string): boolean },
): Generator<void, ReadonlySet<string>> {
  const consumers = new Map<string, RemainingItem[]>();
  const open = new Map<string, number>();
  yield* inSteps(items, (item) => {
    open.set(item.id, item.waitsFor.length);
    for (const id of item.waitsFor) {
      const known = consumers.get(id);
      if (known === undefined) consumers.set(id, [item]);
      else known.push(item);
    }
  });
  const found = new Set<string>();
  const ready = items.filter(({ team, waitsFor }) => waitsFor.length === 0 && teams.has(team));
  // Each item after all it waits for: appends to the list.
  yield* inSteps(ready, ({ id }) => {
    found.add(id);
    for (const consumer of consumers.get(id) ?? []) {
      const count = (open.get(consumer.id) ?? 0) - 1;
      open.set(consumer.id, count);
      if (count === 0 && teams.has(consumer.team)) ready.push(consumer);
    }
  });
  return found;
}
