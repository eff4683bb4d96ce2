import type { Conflict } from "../conflicts/conflict.ts";
import type { LinkEnd, WorkItemId } from "../ids.ts";
import type { Dependency } from "../items/dependency.ts";
import type { StatusGuess } from "../items/statuses.ts";
import type { Link, WorkItem } from "../items/work-item.ts";
import type { Capacity, TeamFigures } from "../rollup/figures.ts";
import type { TeamFinishes } from "../forecast/finishes.ts";
import type { SetupFault, TimeboxFault } from "../setup/setup-fault.ts";
import type { Rows } from "../tracking/rows.ts";
import type { CycleGroup, ItemRole, PlannedEdge, PlannedItem, Replan } from "./planned-item.ts";
import type { Team, Train } from "./train.ts";

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

/** A train's plan, queried item by item. A value computed from an answer (`keyed`) is computed again after the answer changes. */
export type LivePlan = {
  readonly train: Train;
  /** Where values computed from the plan live, by item. */
  readonly rows: Rows<LinkEnd>;
  /** Null if the train does not look at an item with that id. */
  readonly itemOf: (id: WorkItemId) => PlannedItem | null;
  /** The record that counts, of an item that several connections read; else the item's own. */
  readonly recordOf: (id: WorkItemId) => WorkItemId;
  /** The parent in the whole model, also one that the train does not look at. Null without one, and in a circle of parents. */
  readonly parentOf: (item: WorkItem) => WorkItem | null;
  /** The item's dependencies with an end on the train, sorted by provider. */
  readonly dependenciesFrom: (consumer: WorkItemId) => readonly Dependency[];
  /** The same, with the items at both ends. */
  readonly edgesFrom: (consumer: WorkItemId) => readonly PlannedEdge[];
  /** The dependencies on the item with an end on the train, in no particular order. */
  readonly dependenciesTo: (provider: LinkEnd) => readonly Dependency[];
  /** What an item waits for by one link, present or former; nothing for most links. */
  readonly providersBy: (consumer: WorkItemId, link: Link) => readonly LinkEnd[];
  /** The items that a team of the train owns, in no particular order. */
  readonly ownedBy: (team: Team) => readonly PlannedItem[];
  /** Whether the item itself counts in figures, see `isCountedBy`. */
  readonly isCounted: (planned: PlannedItem) => boolean;
  /** The items of a team that count. */
  readonly countedBy: (team: Team) => readonly PlannedItem[];
  /** What the team finished lately, and its load in any iteration. */
  readonly capacityOf: (team: Team) => Capacity;
  readonly figuresOf: (team: Team) => TeamFigures;
  /** When the team finished its items. */
  readonly finishesOf: (team: Team) => TeamFinishes;
  /** Criteria of the train file that match nothing: of a team, and of the whole train. */
  readonly faultsOf: (team: Team) => readonly SetupFault[];
  /** The fault of a team whose open work has no plan; none for any other. */
  readonly unplannedOf: (team: Team) => readonly SetupFault[];
  /** The team's timeboxes that do not fit the calendar. */
  readonly boxFaultsOf: (team: Team) => readonly TimeboxFault[];
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
  /** When each team finished its items, in the file's order of teams. */
  readonly finishes: readonly TeamFinishes[];
  readonly plan: LivePlan;
};

/** What a train plans at one instant, without conflicts. */
export type PlanView = Pick<TrainView, "train" | "items" | "dependencies" | "plan">;
