import type { PlannedItem } from "../model/planned-item.ts";
import type { Team } from "../model/train.ts";
import type { TeamSetup } from "../setup/setup-fault.ts";
import type { IterationLoad, Progress, TeamLoad } from "./rollup.ts";

/** A team's recent average, and its load in any iteration. */
export type Capacity = Measure & {
  readonly team: Team;
  /** @param ordinal place of an iteration on the train. */
  readonly loadOf: (ordinal: number) => Load;
  /** An item's contribution to its iteration: nothing if its children or its parent count instead. */
  readonly amountOf: (planned: PlannedItem) => number;
};

type Measure = Pick<TeamLoad, "unit" | "finished" | "over">;
type Load = Pick<IterationLoad, "load" | "done">;

/** The figures of one team's work. The rollup adds up those of all teams. */
export type TeamFigures = {
  readonly setup: TeamSetup;
  /** Owned items that count with those below or above them. */
  readonly uncounted: number;
  readonly total: Progress;
  readonly inIncrement: Progress;
  /** By the ordinal of the iteration; null for work without one. */
  readonly iterations: ReadonlyMap<number | null, Progress>;
  /** The counted items behind `iterations`. */
  readonly work: ReadonlyMap<number | null, readonly PlannedItem[]>;
  readonly withoutEstimate: Lacking;
  readonly withoutIteration: Lacking;
  /** Text in place of estimates; none if there is any number. */
  readonly pointsWords: readonly string[];
  readonly isEstimated: boolean;
  /** Some of its work has an iteration or dates; some of it is in the present increment, or in progress. */
  readonly isPlanned: boolean;
  readonly isInIncrement: boolean;
};

/** Items that lack something, and those to fix first. */
export type Lacking = { readonly count: number; readonly worst: readonly PlannedItem[] };
