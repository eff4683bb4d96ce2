import type { Conflict } from "../conflicts/conflict.ts";
import type { Dependency } from "../items/dependency.ts";
import type { LinkEnd, WorkItemId } from "../ids.ts";
import { inSteps } from "../tracking/in-steps.ts";
import type { PlanEntry } from "./plan.ts";
import { byText, sortedBy } from "../ordering.ts";
import type { Model } from "./model.ts";
import { once } from "../tracking/once.ts";
import type { PlannedItem } from "./planned-item.ts";
import { RowMap, type RowsFor } from "../tracking/rows.ts";
import type { DependencyFigures, LivePlan, SetupWarning, PlanView, TrainView, UnreadableEnd } from "./train-plan.ts";
import type { Tally } from "../rollup/dependency-figures.ts";
import type { Sprint } from "../schedule/sprint.ts";
import type { StatusGuess } from "../items/statuses.ts";
import { isOpen } from "../items/work-item.ts";

/** The state of each item, and views over all of them. A view never changes. */
export class ViewBuilder {
  /** Sorted by id, as of the last view. */
  #items: ReadonlyMap<WorkItemId, PlannedItem> = new Map();
  readonly #planned: RowMap<WorkItemId, PlannedItem>;
  /** Changed since the last view; an item may appear twice. */
  #changed: WorkItemId[] = [];
  readonly #guesses = new Map<WorkItemId, StatusGuess>();
  /** Open items whose timebox lies in no iteration. */
  readonly #outsideIterations = new Map<WorkItemId, Sprint>();
  readonly #waits: RowMap<WorkItemId, readonly Dependency[]>;
  /** As of the last view; null if it changed since. */
  #dependencies: readonly Dependency[] | null = null;
  readonly #conflicts = new Map<string, readonly Conflict[]>();
  readonly #counts = { owned: 0, neighbour: 0, unassigned: 0 };
  readonly #figures = { total: 0, open: 0, crossTracker: 0, crossTeam: 0 };
  readonly #tallies: RowMap<WorkItemId, DependencyFigures>;
  readonly #unreadable = new Map<WorkItemId, readonly UnreadableEnd[]>();

  /** @param rows of the items */
  constructor(rows: RowsFor<WorkItemId>) {
    this.#planned = new RowMap(rows);
    this.#waits = new RowMap(rows);
    this.#tallies = new RowMap(rows);
  }

  /** @returns the previous plan of the item */
  setEntry(id: WorkItemId, entry: PlanEntry | null): PlannedItem | null {
    const before = this.#planned.get(id) ?? null;
    const planned = entry?.planned ?? null;
    if (before === planned) return before;
    this.#count(before, -1);
    this.#count(planned, 1);
    this.#planned.set(id, planned ?? undefined);
    this.#changed.push(id);
    const isLooked = planned?.role === "owned" || planned?.role === "neighbour";
    put(this.#guesses, id, isLooked && planned.item.presence !== "gone" ? (entry?.guess ?? null) : null);
    const isOutsideIterations = planned?.role === "owned" && planned.iteration === null && isOpen(planned.item);
    put(this.#outsideIterations, id, isOutsideIterations ? (entry?.box ?? null) : null);
    return before;
  }

  dependenciesOf(consumer: WorkItemId): readonly Dependency[] {
    return this.#waits.get(consumer) ?? none;
  }

  setDependencies(consumer: WorkItemId, dependencies: readonly Dependency[]): void {
    if (dependencies === this.dependenciesOf(consumer)) return;
    this.#dependencies = null;
    this.#waits.set(consumer, dependencies);
  }

  #count(planned: PlannedItem | null, by: 1 | -1): void {
    if (planned === null || planned.item.presence !== "present" || planned.role === "outside") return;
    this.#counts[planned.role] += by;
  }

  setTally(consumer: WorkItemId, { figures, unreadable }: Tally): void {
    this.#add(this.#tallies.get(consumer), -1);
    this.#add(figures, 1);
    this.#tallies.set(consumer, figures);
    put(this.#unreadable, consumer, unreadable.length === 0 ? null : unreadable);
  }

  #add(figures: DependencyFigures | undefined, by: 1 | -1): void {
    if (figures === undefined) return;
    this.#figures.total += by * figures.total;
    this.#figures.open += by * figures.open;
    this.#figures.crossTracker += by * figures.crossTracker;
    this.#figures.crossTeam += by * figures.crossTeam;
  }

  /** @param of the consumer, or a circle */
  setConflicts(of: string, conflicts: readonly Conflict[]): void {
    put(this.#conflicts, of, conflicts.length === 0 ? null : conflicts);
  }

  /** The part of `view` that needs no conflicts. */
  *planView(plan: LivePlan, { items }: Pick<Model, "items">): Generator<void, PlanView> {
    this.#items = yield* this.#upToDate(items);
    this.#changed = [];
    this.#dependencies ??= yield* this.#allDependencies(items);
    return { train: plan.train, items: this.#items, dependencies: this.#dependencies, plan };
  }

  /**
   * Each step is short; other work may run between two of them.
   * @param model the present one
   * @returns lists sorted by id, in whatever order the entries arrived
   */
  *view(plan: LivePlan, model: Pick<Model, "items">, at: number): Generator<void, TrainView> {
    const planned = yield* this.planView(plan, model);
    const guesses = sortedBy(this.#guesses, ([id]) => id).map(([, guess]) => guess);
    return {
      ...planned,
      at,
      warnings: warningsOf(this.#outsideIterations.values()),
      guesses,
      conflicts: this.#allConflicts(),
      finishes: plan.train.teams.map((team) => plan.finishesOf(team)),
      counts: { ...this.#counts },
      dependencyFigures: { ...this.#figures },
      unreadableEnds: this.#unreadableEnds(),
    };
  }

  /** Each once, with the first of its dependencies by consumer and provider. */
  #unreadableEnds(): readonly UnreadableEnd[] {
    const first = new Map<LinkEnd, UnreadableEnd>();
    for (const [, unreadable] of sortedBy(this.#unreadable, ([consumer]) => consumer))
      for (const one of unreadable) if (!first.has(one.end)) first.set(one.end, one);
    return sortedBy(first.values(), ({ end }) => end);
  }

  *#upToDate(items: Model["items"]): Generator<void, ReadonlyMap<WorkItemId, PlannedItem>> {
    if (this.#changed.length === 0) return this.#items;
    const isEachKnown = this.#changed.every((id) => this.#planned.get(id) === undefined || this.#items.has(id));
    const next = new Map(isEachKnown ? this.#items : []);
    yield* inSteps(isEachKnown ? this.#changed : inOrder(items), (id) => put(next, id, this.#planned.get(id) ?? null));
    return next;
  }

  *#allDependencies(items: Model["items"]): Generator<void, readonly Dependency[]> {
    const all: Dependency[] = [];
    yield* inSteps(inOrder(items), (id) => all.push(...this.dependenciesOf(id)));
    return all;
  }

  /** Sorted by consumer, provider and fingerprint. */
  #allConflicts(): readonly Conflict[] {
    const conflicts = [...this.#conflicts.values()].flat();
    return sortedBy(conflicts, ({ consumer, provider, fingerprint }) => `${consumer} ${provider} ${fingerprint}`);
  }
}

const none: readonly Dependency[] = [];

/** Once for each timebox, with the number of its items. */
function warningsOf(boxes: Iterable<Sprint>): readonly SetupWarning[] {
  const byBox = Map.groupBy(boxes, ({ id }) => id);
  return sortedBy(byBox, ([id]) => id).flatMap(([, same]) =>
    same.slice(0, 1).map(({ name }) => ({ kind: "sprint-without-iteration", sprint: name, items: same.length })),
  );
}

/** The ids of all items. A model from the database has its items in order, and sorting takes long. */
const inOrder = once((items: Model["items"]): readonly WorkItemId[] => {
  const ids = [...items.keys()];
  return ids.every((id, place) => byText(ids[place - 1] ?? "", id) <= 0) ? ids : ids.toSorted(byText);
});

function put<K, V>(map: Map<K, V>, key: K, value: V | null): void {
  if (value !== null) map.set(key, value);
  else if (map.size > 0) map.delete(key);
}
