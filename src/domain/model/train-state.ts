import { Circles } from "../conflicts/circles.ts";
import type { Conflict } from "../conflicts/conflict.ts";
import type { Dependency } from "../items/dependency.ts";
import { conflictFinder } from "../conflicts/find-conflicts.ts";
import { isKeyRef, type KeyRef, type LinkEnd, type WorkItemId } from "../ids.ts";
import { inSteps } from "../tracking/in-steps.ts";
import { openProvidersIn } from "../conflicts/knot.ts";
import { planReading, Ties, type PlanEntry, type PlanReading } from "./live-plan.ts";
import { ModelIndex, type Frame } from "./model-index.ts";
import type { Model } from "./model.ts";
import type { PlannedEdge, PlannedItem, TrainView } from "./planned-item.ts";
import { tallyOf } from "../rollup/rollup-figures.ts";
import { isAlike, keyed, Kept, Rows, TrackedMap } from "../tracking/tracked.ts";
import { lastBoundaryBy, type Train } from "./train.ts";
import { ViewBooks } from "./view-books.ts";

/** A train's plan and its conflicts, kept up to date at the cost of what a change touches. Unusable after an error. */
export class TrainState {
  readonly #train: Train;
  readonly #clock = new TrackedMap<"now" | "boundary", number>();
  readonly #index: ModelIndex;
  readonly #ties = new Ties();
  readonly #circles = new Circles<WorkItemId>();
  /** Groups that wait in a circle, by member. */
  readonly #groups = new TrackedMap<LinkEnd, readonly WorkItemId[]>();
  readonly #reading: PlanReading;
  readonly #conflicts: Kept<WorkItemId, readonly Conflict[]>;
  /** By the first member of the group. */
  readonly #knots: Kept<WorkItemId, readonly Conflict[]>;
  readonly #books = new ViewBooks();
  /** Consumers by the key that names them. */
  readonly #called = new Map<KeyRef, readonly WorkItemId[]>();

  constructor(train: Train, frame: Frame) {
    this.#train = train;
    const rows = new Rows<LinkEnd>();
    this.#index = new ModelIndex(frame, { rows, wantsWords: train.statuses.length > 0 });
    this.#reading = planReading({
      train,
      index: this.#index,
      rows,
      ties: this.#ties,
      lastBoundary: () => this.#clock.get("boundary") ?? 0,
      hasPassed: keyed((instant: number) => (this.#clock.get("now") ?? 0) >= instant),
      groupOf: (id) => this.#groups.get(id) ?? null,
    });
    const finder = conflictFinder(this.#reading);
    this.#conflicts = new Kept(finder.from, isAlike, rows);
    this.#knots = new Kept((first) => {
      const knot = this.#reading.knotOf(first);
      return knot === null || knot.members[0] !== first ? [] : finder.inKnot(knot);
    }, isAlike);
  }

  /** Whether it can follow a model with these names and sites: they seldom change, and everything found by them depends on them. */
  isFor({ names, sites }: Frame): boolean {
    return this.#index.names === names && this.#index.sites === sites;
  }

  /**
   * Applies the present model. Each step is short; other work may run between two of them.
   * @param at epoch milliseconds
   */
  *follow(model: Model, at: number): Generator<void, TrainView> {
    this.#clock.set("now", at);
    this.#clock.set("boundary", lastBoundaryBy(this.#train, at));
    yield* this.#index.follow(model);
    const { calls, waits, entries, edges } = this.#reading;
    const { items, ends } = this.#index.takeNews();
    yield* inSteps(ends, (end) => (isKeyRef(end) ? calls.watch(end) : waits.watch(end)));
    yield* inSteps(items, (id) => entries.watch(id));
    yield* calls.settle((end, consumers) => this.#noteCalled(end, consumers));
    yield* waits.settle((id, dependencies) => this.#noteWaits(id, dependencies));
    yield* entries.settle((id, entry) => this.#noteEntry(id, entry));
    yield* edges.settle((id, between) => this.#noteEdges(id, between));
    yield* this.#settleCircles();
    yield* this.#conflicts.settle((id, conflicts) => this.#books.setConflicts(id, conflicts));
    yield* this.#knots.settle((first, conflicts) => this.#books.setConflicts(`knot ${first}`, conflicts));
    yield* this.#settleTeams();
    return yield* this.#books.view(this.#reading, model, at);
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
    const before = this.#books.dependenciesOf(id);
    if (dependencies === before) return;
    const { waiting, named } = this.#ties;
    const duplicatesIn = ({ written }: Dependency) => written.flatMap(({ names }) => names ?? []);
    for (const former of before.filter((one) => !dependencies.includes(one))) {
      waiting.remove(former.provider, id);
      for (const duplicate of duplicatesIn(former)) named.remove(duplicate, `${id} ${former.provider}`);
    }
    for (const added of dependencies.filter((one) => !before.includes(one))) {
      waiting.put(added.provider, id, added);
      for (const duplicate of duplicatesIn(added)) named.put(duplicate, `${id} ${added.provider}`, added);
    }
    this.#books.setDependencies(id, dependencies);
    this.#reading.edges.watch(id);
    this.#conflicts.watch(id);
  }

  #noteEntry(id: WorkItemId, entry: PlanEntry | null): void {
    const [before, planned] = [this.#books.setEntry(id, entry), entry?.planned ?? null];
    if (planned === before) return;
    const [former, team] = [ownerOf(before), ownerOf(planned)];
    if (former !== null && former !== team) this.#ties.owned.remove(former, id);
    if (team !== null && planned !== null) this.#ties.owned.put(team, id, planned);
  }

  #noteEdges(id: WorkItemId, edges: readonly PlannedEdge[]): void {
    this.#circles.set(id, openProvidersIn(edges));
    this.#books.setTally(id, tallyOf(edges));
  }

  /** Computes the figures of each team here, one step each, so that the rollup finds them ready. */
  *#settleTeams(): Generator<void, void> {
    const { figuresOf, faultsOf, unplannedOf, capacityOf } = this.#reading;
    for (const team of this.#train.teams) {
      figuresOf(team);
      faultsOf(team);
      unplannedOf(team);
      capacityOf(team);
      yield;
    }
  }

  *#settleCircles(): Generator<void, void> {
    const circles = this.#circles;
    const before = circles.groups;
    if (!(yield* circles.settle())) return;
    const formerOf = new Map(before.map((group) => [group.join(" "), group]));
    const left = new Set(before.flat());
    for (const found of circles.groups) {
      const group = formerOf.get(found.join(" ")) ?? found;
      for (const id of group) {
        this.#groups.set(id, group);
        left.delete(id);
      }
      for (const first of group.slice(0, 1)) this.#knots.watch(first);
    }
    for (const id of left) this.#groups.set(id, undefined);
  }
}

function ownerOf(planned: PlannedItem | null): string | null {
  return planned?.standing === "owned" ? (planned.team?.key ?? null) : null;
}
