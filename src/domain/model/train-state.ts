import { CycleIndex } from "../conflicts/cycle-index.ts";
import type { Conflict } from "../conflicts/conflict.ts";
import type { Dependency } from "../items/dependency.ts";
import { conflictFinder } from "../conflicts/find-conflicts.ts";
import { isKeyRef, type KeyRef, type LinkEnd, type WorkItemId } from "../ids.ts";
import { inSteps } from "../tracking/in-steps.ts";
import { isOpenItem } from "../conflicts/rules/edge.ts";
import { openProvidersIn } from "../conflicts/cycle-group.ts";
import { planReading, PlanIndex, type PlanEntry, type PlanReading } from "./plan.ts";
import { ModelIndex, type Changes, type NamesAndSites } from "./model-index.ts";
import type { Model } from "./model.ts";
import type { PlannedEdge, PlannedItem, PlannedWork } from "./planned-item.ts";
import type { LivePlan, PlanView, TrainView } from "./train-plan.ts";
import { settleTeams } from "../rollup/settle-teams.ts";
import { tallyOf } from "../rollup/dependency-figures.ts";
import { Cells } from "../tracking/cells.ts";
import { Rows } from "../tracking/rows.ts";
import { isAlike, keyed, Kept, TrackedMap } from "../tracking/tracked.ts";
import { lastBoundaryBy, type Train } from "./train.ts";
import { ViewBuilder } from "./view-builder.ts";

/** A train's plan and its conflicts, kept up to date at the cost of what a change touches. Unusable after an error. */
export class TrainState {
  readonly #train: Train;
  readonly #clock: TrackedMap<"now" | "boundary", number>;
  readonly #index: ModelIndex;
  readonly #planIndex: PlanIndex;
  readonly #cycles: CycleIndex<WorkItemId>;
  /** Groups that wait in a circle, by member. */
  readonly #groups: TrackedMap<LinkEnd, readonly WorkItemId[]>;
  readonly #reading: PlanReading;
  readonly #conflicts: Kept<WorkItemId, readonly Conflict[]>;
  /** By the first member of the group. */
  readonly #cycleGroups: Kept<WorkItemId, readonly Conflict[]>;
  readonly #view: ViewBuilder;
  /** Consumers by the key that names them. */
  readonly #called = new Map<KeyRef, readonly WorkItemId[]>();

  constructor(train: Train, frame: NamesAndSites) {
    this.#train = train;
    const cells = new Cells();
    const rows = new Rows<LinkEnd>(cells);
    this.#view = new ViewBuilder(rows);
    this.#cycles = new CycleIndex<WorkItemId>(rows);
    this.#clock = new TrackedMap(cells);
    this.#groups = new TrackedMap(rows);
    this.#planIndex = new PlanIndex(rows);
    this.#index = new ModelIndex(frame, { rows, wantsWords: train.statuses.length > 0 });
    this.#reading = planReading({
      train,
      index: this.#index,
      rows,
      planIndex: this.#planIndex,
      lastBoundary: () => this.#clock.get("boundary") ?? 0,
      hasPassed: keyed(cells, (instant: number) => (this.#clock.get("now") ?? 0) >= instant),
      groupOf: (id) => this.#groups.get(id) ?? null,
    });
    const finder = conflictFinder(this.#reading);
    this.#conflicts = new Kept(rows, finder.from, isAlike);
    this.#cycleGroups = new Kept(
      cells,
      (first) => {
        const group = this.#reading.cycleGroupOf(first);
        return group === null || group.members[0] !== first ? [] : finder.inCycleGroup(group);
      },
      isAlike,
    );
  }

  /** Whether it can follow a model with these names and sites: they seldom change, and everything found by them depends on them. */
  isFor({ names, sites }: NamesAndSites): boolean {
    return this.#index.names === names && this.#index.sites === sites;
  }

  /**
   * Applies the present model. Each step is short; other work may run between two of them.
   * @param at epoch milliseconds
   */
  *follow(model: Model, at: number): Generator<void, TrainView> {
    yield* this.#settlePlan(model, at);
    yield* this.#reading.edges.settle((id, between) => this.#noteEdges(id, between));
    yield* this.#settleCycles();
    yield* this.#conflicts.settle((id, conflicts) => this.#view.setConflicts(id, conflicts));
    yield* this.#cycleGroups.settle((first, conflicts) => this.#view.setConflicts(`cycle ${first}`, conflicts));
    yield* settleTeams(this.#train, [this.#reading.finishesOf]);
    return yield* this.#view.view(this.#reading, model, at);
  }

  /** Like `follow`, but looks for no conflicts: for what stood in a period. */
  *followPlan(model: Model, at: number): Generator<void, PlanView> {
    yield* this.#settlePlan(model, at);
    yield* settleTeams(this.#train, [this.#reading.figuresOf]);
    return yield* this.#view.planView(this.#reading, model);
  }

  /**
   * Applies changes of items and timeboxes alone, for what counts in which iteration: without dependencies and conflicts.
   * It follows no model afterwards. Each step is short; other work may run between two of them.
   * @param at epoch milliseconds
   * @param note takes each item of which that may have changed, with its place; null if it counts in no iteration
   */
  *followWork(
    changes: Changes,
    at: number,
    note: (id: WorkItemId, work: PlannedWork | null) => void,
  ): Generator<void, LivePlan> {
    const { work } = this.#reading;
    this.#setClock(at);
    yield* this.#index.take(changes);
    yield* inSteps(yield* this.#settleEntries(), (id) => work.watch(id));
    yield* work.settle(note);
    return this.#reading;
  }

  *#settlePlan(model: Model, at: number): Generator<void, void> {
    this.#setClock(at);
    yield* this.#index.follow(model);
    yield* this.#settleEntries();
  }

  #setClock(at: number): void {
    this.#clock.set("now", at);
    this.#clock.set("boundary", lastBoundaryBy(this.#train, at));
  }

  /** @returns the new items */
  *#settleEntries(): Generator<void, readonly WorkItemId[]> {
    const { calls, waits, entries } = this.#reading;
    const { items, ends } = this.#index.takeAdded();
    yield* inSteps(ends, (end) => (isKeyRef(end) ? calls.watch(end) : waits.watch(end)));
    yield* inSteps(items, (id) => {
      entries.watch(id);
      this.#watchRecords(id);
    });
    yield* calls.settle((end, consumers) => this.#noteCalled(end, consumers));
    yield* waits.settle((id, dependencies) => this.#noteWaits(id, dependencies));
    yield* entries.settle((id, entry) => this.#noteEntry(id, entry));
    return items;
  }

  /** The record that counts waits by links that only its copies have. */
  #watchRecords(id: WorkItemId): void {
    const records = this.#index.records.of(id);
    if (records.length > 1) records.forEach((record) => this.#reading.waits.watch(record));
  }

  #noteCalled(key: KeyRef, consumers: readonly WorkItemId[]): void {
    const keysOf = (id: WorkItemId) => this.#index.nodeOf(id).keys;
    const before = this.#called.get(key) ?? [];
    for (const id of before)
      if (!consumers.includes(id))
        this.#index.setKeys(
          id,
          keysOf(id).filter((one) => one !== key),
        );
    for (const id of consumers) if (!before.includes(id)) this.#index.setKeys(id, [...keysOf(id), key]);
    consumers.forEach((id) => this.#reading.waits.watch(id));
    this.#called.set(key, consumers);
  }

  #noteWaits(id: WorkItemId, dependencies: readonly Dependency[]): void {
    const before = this.#view.dependenciesOf(id);
    if (dependencies === before) return;
    const { waiting, named } = this.#planIndex;
    for (const former of before) {
      if (dependencies.includes(former)) continue;
      waiting.remove(former.provider, id);
      for (const { names } of former.written) if (names !== undefined) named.remove(names, `${id} ${former.provider}`);
    }
    for (const added of dependencies) {
      if (before.includes(added)) continue;
      waiting.add(added.provider, added);
      for (const { names } of added.written) if (names !== undefined) named.put(names, added);
    }
    this.#view.setDependencies(id, dependencies);
    this.#reading.edges.watch(id);
  }

  #noteEntry(id: WorkItemId, entry: PlanEntry | null): void {
    const before = this.#view.setEntry(id, entry);
    const planned = entry?.planned ?? null;
    if (planned === before) return;
    const former = ownerOf(before);
    const team = ownerOf(planned);
    const { owned } = this.#planIndex;
    if (former !== null && former !== team) owned.remove(former, id);
    if (team === null || planned === null) return;
    if (former === team) owned.put(team, planned);
    else owned.add(team, planned);
  }

  #noteEdges(id: WorkItemId, edges: readonly PlannedEdge[]): void {
    this.#cycles.set(id, openProvidersIn(edges));
    this.#view.setTally(id, tallyOf(edges));
    // Dependencies of closed work are in no conflict. Once watched, an item stays watched.
    if (edges.some(({ consumer }) => consumer !== null && isOpenItem(consumer))) this.#conflicts.watch(id);
  }

  *#settleCycles(): Generator<void, void> {
    const cycles = this.#cycles;
    const before = cycles.groups;
    if (!(yield* cycles.settle())) return;
    const formerOf = new Map(before.map((group) => [group.join(" "), group]));
    const left = new Set(before.flat());
    for (const found of cycles.groups) {
      const group = formerOf.get(found.join(" ")) ?? found;
      for (const id of group) {
        this.#groups.set(id, group);
        left.delete(id);
      }
      for (const first of group.slice(0, 1)) this.#cycleGroups.watch(first);
    }
    for (const id of left) this.#groups.set(id, undefined);
  }
}

function ownerOf(planned: PlannedItem | null): string | null {
  return planned?.role === "owned" ? (planned.team?.key ?? null) : null;
}
