import type { Dependency } from "./dependency.ts";
import type { WorkItemId } from "./ids.ts";
import type { StatusGuess } from "./statuses.ts";
import type { Iteration, Team, Train } from "./train.ts";
import type { WorkItem } from "./work-item.ts";

/** `owned` by a team of the train; `neighbour`: no team owns it but a dependency or a parent reaches it; else `unassigned`. */
export type Standing = "owned" | "neighbour" | "unassigned";

/** Where an item stands in a train's plan. Instants in epoch milliseconds; `endsAt` is exclusive. */
export type PlannedItem = {
  readonly item: WorkItem;
  readonly standing: Standing;
  readonly team: Team | null;
  readonly iteration: Iteration | null;
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  readonly datesFrom: "item" | "sprint" | "iteration" | null;
  /** Points by the team's way of estimating. */
  readonly points: number | null;
};

/** A sprint whose dates and name place it in no iteration, though it holds open work of the train. */
export type SetupWarning = {
  readonly kind: "sprint-without-iteration";
  readonly sprint: string;
  readonly items: number;
};

/** What would stand in the plan if somebody changed one item in its tracker. */
export type Replan = {
  /**
   * The item in an iteration: once for each box of that iteration which its team could put it in and whose dates differ.
   * By the iteration's own dates where the tracker has no such box yet.
   */
  inIteration(planned: PlannedItem, iteration: Iteration): readonly PlannedItem[];
  /** The item with another status or another last day (`yyyy-mm-dd`). */
  changed(planned: PlannedItem, changes: Partial<Pick<WorkItem, "status" | "dueOn">>): PlannedItem;
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
  readonly replan: Replan;
};
