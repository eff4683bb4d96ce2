import type { DatesFrom } from "../conflicts/conflict.ts";
import type { Dependency } from "../items/dependency.ts";
import type { WorkItemId } from "../ids.ts";
import type { Interval, IterationRange } from "../schedule/interval.ts";
import type { Sprint } from "../schedule/sprint.ts";
import type { Iteration, Team } from "./train.ts";
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
  /** The other train that owns a neighbour; absent if none does. */
  readonly elsewhere?: Elsewhere;
};

/** An owned item with an iteration, and not cancelled: work, if no relative counts in its place. */
export type PlannedWork = PlannedItem & { readonly iteration: Iteration; readonly team: Team };

export function isPlannedWork(planned: PlannedItem): planned is PlannedWork {
  return planned.iteration !== null && planned.team !== null && planned.item.status !== "cancelled";
}

/** Names of another train and of its team. */
export type Elsewhere = { readonly train: string; readonly team: string };

/** An item at a place. Without a spread: V8 keeps the fields of a spread object apart from it. */
export function plannedAt(
  place: Placement,
  { item, role, team, points, elsewhere }: Omit<PlannedItem, keyof Placement>,
): PlannedItem {
  const { iteration, startsAt, endsAt, datesFrom, counted, iterationRange, through } = place;
  const at = { item, role, team, iteration, startsAt, endsAt, datesFrom, counted, iterationRange, through, points };
  return elsewhere === undefined ? at : { ...at, elsewhere };
}

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
  | {
      readonly from: "parent";
      readonly parent: WorkItemId;
      /** Of a parent that its own parts plan: the one that begins first, and the one that ends last. */
      readonly parts?: { readonly first: WorkItemId; readonly last: WorkItemId };
    };

/** A changed item, and those that it plans. */
export type Replanned = { readonly becomes: PlannedItem; readonly alsoMoved: readonly PlannedItem[] };

/** A place that a move gives an item. `box` is null for an iteration without a timebox in the tracker yet. */
export type Destination = {
  readonly planned: PlannedItem;
  readonly place: Placement;
  readonly box: Sprint | null;
};

/** The plan after a change of one item in its tracker. */
export type Replan = {
  /**
   * The item in an iteration: once for each timebox of that iteration with other dates that its team could use. By the
   * iteration's own dates if the tracker has no such timebox yet.
   */
  inIteration(planned: PlannedItem, iteration: Iteration): readonly Replanned[];
  /** The places that those changes give the item. */
  destinations(planned: PlannedItem, iteration: Iteration): readonly Destination[];
  /** Several items at such places, and the items that they plan. */
  together(moved: readonly Destination[]): readonly PlannedItem[];
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
