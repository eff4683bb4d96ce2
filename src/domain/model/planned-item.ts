import type { Conflict, DatesFrom } from "../conflicts/conflict.ts";
import type { Dependency } from "../items/dependency.ts";
import type { Capacity } from "../rollup/load.ts";
import type { SetupFault } from "../setup/setup-fault.ts";
import type { TeamFigures } from "../rollup/team-figures.ts";
import type { LinkEnd, WorkItemId } from "../ids.ts";
import type { Interval, Stretch } from "../schedule/interval.ts";
import type { StatusGuess } from "../items/statuses.ts";
import type { Iteration, Team, Train } from "./train.ts";
import type { WorkItem } from "../items/work-item.ts";

/**
 * `owned` by a team of the train; `neighbour`: no team owns it but a dependency or a parent reaches it; `unassigned`: it lies
 * where a team looks for its items; `outside`: it does not, but comes from a tracker that a team plans in. What ended may be
 * about that; it counts nowhere.
 */
export type Standing = "owned" | "neighbour" | "unassigned" | "outside";

/** Where an item stands in the calendar. Instants in epoch milliseconds; `endsAt` is exclusive. */
export type Standpoint = {
  /** The one by which it is called and counted; its interval may be another. */
  readonly iteration: Iteration | null;
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  readonly datesFrom: DatesFrom | null;
  /** The same interval as iterations count: a box in step with its iterations lies between their boundaries. */
  readonly counted: Interval;
  /** The iterations that its box, its parts or its parent lie in; null without any of them. Own dates never make an iteration. */
  readonly stretch: Stretch | null;
  /** Others whose plan is its own; null for an item with a box, or without relatives. */
  readonly through: Through | null;
};

/** Where an item stands in a train's plan. */
export type PlannedItem = Standpoint & {
  readonly item: WorkItem;
  readonly standing: Standing;
  readonly team: Team | null;
  /** Points by the team's way of estimating. */
  readonly points: number | null;
};

/** The items by which one without a box is planned. */
export type Through =
  | {
      readonly from: "parts";
      /** The items with a plan of their own that begin first and end last; null where none has one. */
      readonly first: WorkItemId | null;
      readonly last: WorkItemId | null;
      /** Where the one that ends last stands: by that it is judged whether the item is in time. */
      readonly end: Standpoint | null;
      /** Open work below it without a plan: how much, and one of it. */
      readonly unplanned: number;
      readonly next: WorkItemId | null;
    }
  | { readonly from: "parent"; readonly parent: WorkItemId };

export type DependencyFigures = {
  readonly total: number;
  /** What nobody could read counts as open: nothing says that it is over. */
  readonly open: number;
  readonly crossTracker: number;
  readonly crossTeam: number;
};

/** `other`: the item at the other end. */
export type UnreadableEnd = { readonly end: LinkEnd; readonly other: LinkEnd };

/** A sprint whose dates and name place it in no iteration, though it holds open work of the train. */
export type SetupWarning = {
  readonly kind: "sprint-without-iteration";
  readonly sprint: string;
  readonly items: number;
};

/** An item as it would stand, and those that are planned through it. */
export type Replanned = { readonly becomes: PlannedItem; readonly along: readonly PlannedItem[] };

/** What would stand in the plan if somebody changed one item in its tracker. */
export type Replan = {
  /**
   * The item in an iteration: once for each box of that iteration which its team could put it in and whose dates differ.
   * By the iteration's own dates where the tracker has no such box yet.
   */
  inIteration(planned: PlannedItem, iteration: Iteration): readonly Replanned[];
  /** The item with another status or another last day (`yyyy-mm-dd`). */
  changed(planned: PlannedItem, changes: Partial<Pick<WorkItem, "status" | "dueOn">>): Replanned;
};

/** A dependency and who is at its ends: null where the train does not look at any item there. */
export type PlannedEdge = {
  readonly dependency: Dependency;
  readonly consumer: PlannedItem | null;
  readonly provider: PlannedItem | null;
};

/** A dependency between open items that were read. */
export type OpenLink = {
  readonly dependency: Dependency;
  readonly consumer: PlannedItem;
  readonly provider: PlannedItem;
};

/** Open items that wait for each other, sorted, and what each waits for in that group: one conflict of a graph rule. */
export type Knot = { readonly members: readonly string[]; readonly inside: readonly OpenLink[] };

/** A train's plan, asked item by item. A value that is computed with an answer (`keyed`) is computed again once the answer is another. */
export type LivePlan = {
  readonly train: Train;
  /** Null where the train does not look at any item of that id. */
  readonly itemOf: (id: WorkItemId) => PlannedItem | null;
  /** The parent in the whole model, also one that the train does not look at. Null without one, and in a circle of parents. */
  readonly parentOf: (item: WorkItem) => WorkItem | null;
  /** What the item waits for, where one of both is on the train, sorted by provider. */
  readonly dependenciesFrom: (consumer: WorkItemId) => readonly Dependency[];
  /** The same, with who is at both ends. */
  readonly edgesFrom: (consumer: WorkItemId) => readonly PlannedEdge[];
  /** What waits for it, where one of both is on the train, in no particular order. */
  readonly dependenciesTo: (provider: LinkEnd) => readonly Dependency[];
  /** What a team of the train owns, in no particular order. */
  readonly ownedBy: (team: Team) => readonly PlannedItem[];
  /** Whether the work of an item is added up by itself, see `isCountedBy`. */
  readonly isCounted: (planned: PlannedItem) => boolean;
  /** What the team finished lately, and what it has in any iteration. */
  readonly capacityOf: (team: Team) => Capacity;
  readonly figuresOf: (team: Team) => TeamFigures;
  /** What the train file looks for and nothing bears: of a team, and of all of the train. */
  readonly faultsOf: (team: Team) => readonly SetupFault[];
  /** The fault of a team whose open work has no plan; none of any other. */
  readonly unplannedOf: (team: Team) => readonly SetupFault[];
  readonly trainFaults: () => readonly SetupFault[];
  /** The group in which it waits for itself; null for none. The same for each of its members. */
  readonly knotOf: (id: LinkEnd) => Knot | null;
  readonly replan: Replan;
  /**
   * The boundary of an iteration that was passed last, epoch milliseconds; 0 before the first. It stands for now wherever
   * only iterations are asked for.
   */
  readonly lastBoundary: () => number;
  /** Whether it is that late. @param instant epoch milliseconds */
  readonly hasPassed: (instant: number) => boolean;
};

/** One train's reading of the model at one instant. */
export type TrainView = {
  readonly train: Train;
  readonly at: number;
  readonly items: ReadonlyMap<WorkItemId, PlannedItem>;
  /** With at least one end on the train, sorted by consumer, then provider. */
  readonly dependencies: readonly Dependency[];
  readonly warnings: readonly SetupWarning[];
  /** Of items that are owned or neighbours: what only a word of their tracker's tells. */
  readonly guesses: readonly StatusGuess[];
  /** How many items that were read and are still there have a standing; `outside` is not counted. */
  readonly counts: Readonly<Record<Exclude<Standing, "outside">, number>>;
  readonly dependencyFigures: DependencyFigures;
  /** Ends of dependencies that nobody could read, each with an item whose dependency it is, sorted by id. */
  readonly unreadableEnds: readonly UnreadableEnd[];
  /** What of the plan cannot hold: one conflict for each dependency and circle, sorted by consumer, provider and fingerprint. */
  readonly conflicts: readonly Conflict[];
  readonly plan: LivePlan;
};
