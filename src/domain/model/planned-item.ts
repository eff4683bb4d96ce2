import type { Conflict, DatesFrom } from "../conflicts/conflict.ts";
import type { Dependency } from "../items/dependency.ts";
import type { Capacity } from "../rollup/load.ts";
import type { SetupFault } from "../setup/setup-fault.ts";
import type { TeamFigures } from "../rollup/team-figures.ts";
import type { LinkEnd, WorkItemId } from "../ids.ts";
import type { Interval, IterationRange } from "../schedule/interval.ts";
import type { StatusGuess } from "../items/statuses.ts";
import type { Iteration, Team, Train } from "./train.ts";
import type { WorkItem } from "../items/work-item.ts";

/**
 * `owned` by a team of the train; `neighbour`: no team owns it but a dependency or a parent leads to it; `unassigned`:
 * it lies where a team looks for its items; `outside`: it does not, but comes from a tracker that a team plans in. An
 * ended conflict may concern it; it counts nowhere.
 */
export type ItemRole = "owned" | "neighbour" | "unassigned" | "outside";

/** An item's place in the calendar. Instants in epoch milliseconds; `endsAt` is exclusive. */
export type Placement = {
  /** The iteration that names and counts it; its interval may be another. */
  readonly iteration: Iteration | null;
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  readonly datesFrom: DatesFrom | null;
  /** The same interval, aligned with iterations: a timebox in step with its iterations lies between their boundaries. */
  readonly counted: Interval;
  /**
   * The iterations that its timebox, its parts or its parent lie in; null without any of them. Own dates never make an
   * iteration.
   */
  readonly iterationRange: IterationRange | null;
  /** The items that plan it; null for an item with a timebox, or without relatives. */
  readonly through: Through | null;
};

/** An item's place in a train's plan. */
export type PlannedItem = Placement & {
  readonly item: WorkItem;
  readonly role: ItemRole;
  readonly team: Team | null;
  /** Points by the team's method. */
  readonly points: number | null;
};

/** The items that plan one without a timebox. */
export type Through =
  | {
      readonly from: "parts";
      /** The items with a plan of their own that begin first and end last; null if none has one. */
      readonly first: WorkItemId | null;
      readonly last: WorkItemId | null;
      /** The place of the one that ends last: it decides whether the item is in time. */
      readonly end: Placement | null;
      /** Open work below it without a plan: its number, and one example. */
      readonly unplanned: number;
      readonly next: WorkItemId | null;
    }
  | { readonly from: "parent"; readonly parent: WorkItemId };

export type DependencyFigures = {
  readonly total: number;
  /** An unread item counts as open: no fact says that it is over. */
  readonly open: number;
  readonly crossTracker: number;
  readonly crossTeam: number;
};

/** `other`: the item at the other end. */
export type UnreadableEnd = { readonly end: LinkEnd; readonly other: LinkEnd };

/** A sprint with open work of the train that neither dates nor name place in an iteration. */
export type SetupWarning = {
  readonly kind: "sprint-without-iteration";
  readonly sprint: string;
  readonly items: number;
};

/** A changed item, and those that it plans. */
export type Replanned = { readonly becomes: PlannedItem; readonly alsoMoved: readonly PlannedItem[] };

/** The plan after a change of one item in its tracker. */
export type Replan = {
  /**
   * The item in an iteration: once for each timebox of that iteration with other dates that its team could use. By the
   * iteration's own dates if the tracker has no such timebox yet.
   */
  inIteration(planned: PlannedItem, iteration: Iteration): readonly Replanned[];
  /** The item with another status or another last day (`yyyy-mm-dd`). */
  changed(planned: PlannedItem, changes: Partial<Pick<WorkItem, "status" | "dueOn">>): Replanned;
};

/** A dependency and its items: null if the train does not look at any item there. */
export type PlannedEdge = {
  readonly dependency: Dependency;
  readonly consumer: PlannedItem | null;
  readonly provider: PlannedItem | null;
};

/** A dependency between open items that Signalbox read. */
export type OpenLink = {
  readonly dependency: Dependency;
  readonly consumer: PlannedItem;
  readonly provider: PlannedItem;
};

/** Open items that wait for each other, sorted, and their dependencies within that group: one conflict of a graph rule. */
export type CycleGroup = { readonly members: readonly string[]; readonly inside: readonly OpenLink[] };

/** A train's plan, queried item by item. A value computed from an answer (`keyed`) is computed again after the answer changes. */
export type LivePlan = {
  readonly train: Train;
  /** Null if the train does not look at an item with that id. */
  readonly itemOf: (id: WorkItemId) => PlannedItem | null;
  /** The parent in the whole model, also one that the train does not look at. Null without one, and in a circle of parents. */
  readonly parentOf: (item: WorkItem) => WorkItem | null;
  /** The item's dependencies with an end on the train, sorted by provider. */
  readonly dependenciesFrom: (consumer: WorkItemId) => readonly Dependency[];
  /** The same, with the items at both ends. */
  readonly edgesFrom: (consumer: WorkItemId) => readonly PlannedEdge[];
  /** The dependencies on the item with an end on the train, in no particular order. */
  readonly dependenciesTo: (provider: LinkEnd) => readonly Dependency[];
  /** The items that a team of the train owns, in no particular order. */
  readonly ownedBy: (team: Team) => readonly PlannedItem[];
  /** Whether the item itself counts in figures, see `isCountedBy`. */
  readonly isCounted: (planned: PlannedItem) => boolean;
  /** What the team finished lately, and its load in any iteration. */
  readonly capacityOf: (team: Team) => Capacity;
  readonly figuresOf: (team: Team) => TeamFigures;
  /** Criteria of the train file that match nothing: of a team, and of the whole train. */
  readonly faultsOf: (team: Team) => readonly SetupFault[];
  /** The fault of a team whose open work has no plan; none for any other. */
  readonly unplannedOf: (team: Team) => readonly SetupFault[];
  readonly trainFaults: () => readonly SetupFault[];
  /** The group in which it waits for itself; null for none. The same for each of its members. */
  readonly cycleGroupOf: (id: LinkEnd) => CycleGroup | null;
  readonly replan: Replan;
  /**
   * The last past boundary of an iteration, epoch milliseconds; 0 before the first. It replaces now wherever only
   * iterations matter.
   */
  readonly lastBoundary: () => number;
  /** Whether now is at or after the instant. @param instant epoch milliseconds */
  readonly hasPassed: (instant: number) => boolean;
};

/** One train's view of the model at one instant. */
export type TrainView = {
  readonly train: Train;
  readonly at: number;
  readonly items: ReadonlyMap<WorkItemId, PlannedItem>;
  /** With at least one end on the train, sorted by consumer, then provider. */
  readonly dependencies: readonly Dependency[];
  readonly warnings: readonly SetupWarning[];
  /** Of owned items and neighbours: statuses that only a word gives. */
  readonly guesses: readonly StatusGuess[];
  /** Number of present items per role; without `outside`. */
  readonly counts: Readonly<Record<Exclude<ItemRole, "outside">, number>>;
  readonly dependencyFigures: DependencyFigures;
  /** Ends of dependencies that Signalbox could not read, each with the item at the other end, sorted by id. */
  readonly unreadableEnds: readonly UnreadableEnd[];
  /** One conflict for each dependency and circle, sorted by consumer, provider and fingerprint. */
  readonly conflicts: readonly Conflict[];
  readonly plan: LivePlan;
};
