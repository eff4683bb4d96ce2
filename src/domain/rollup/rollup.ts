import type { CalendarState } from "../schedule/calendar-state.ts";
import type { ConflictSeverity } from "../conflicts/conflict.ts";
import type { Feature } from "./features.ts";
import type { LinkEnd } from "../ids.ts";
import type { ItemName } from "../items/item-name.ts";
import type { SourceState } from "./sources.ts";
import type { GuessedWord } from "../items/statuses.ts";

/** Work counted two ways, never a parent beside its children. Cancelled work is in neither total. Points count only estimated items. */
export type Progress = {
  readonly items: number;
  readonly done: number;
  readonly inProgress: number;
  readonly cancelled: number;
  readonly points: number;
  readonly pointsDone: number;
};

export type IterationProgress = {
  /** Iteration key; null for work without an iteration. */
  readonly iteration: string | null;
  readonly increment: string | null;
  readonly progress: Progress;
};

export type TeamProgress = {
  readonly team: string;
  readonly name: string;
  readonly total: Progress;
  readonly iterations: readonly IterationProgress[];
  readonly openConflicts: Readonly<Record<ConflictSeverity, number>>;
};

/** `unknown`: there is nothing to judge. */
export type VerdictLevel = "unknown" | "on-track" | "at-risk" | "off-track";

/** Why, in the order of weight; empty when on track. */
export type VerdictReason =
  | { readonly kind: "conflicts-now"; readonly count: number }
  | { readonly kind: "conflicts-later"; readonly count: number }
  /** Teams' iterations that hold more than the team finished per iteration lately. */
  | { readonly kind: "over-capacity"; readonly count: number }
  | { readonly kind: "risks"; readonly count: number }
  /** No team of the train owns anything that was read. */
  | { readonly kind: "nothing-owned"; readonly count: number }
  /** Nothing that the teams own has an iteration or dates; or nothing of it in the present increment; or the calendar is over. */
  | { readonly kind: "nothing-planned"; readonly count: number }
  | { readonly kind: "empty-increment"; readonly count: number }
  | { readonly kind: "calendar-over"; readonly count: number }
  /** Teams with open items of which none has an iteration or dates. */
  | { readonly kind: "teams-unplanned"; readonly count: number }
  /** Connections that were not read, or not lately; whole ones and ones in part. */
  | { readonly kind: "not-read"; readonly count: number }
  /** Open conflicts of which nothing can be seen at present. */
  | { readonly kind: "unseen-conflicts"; readonly count: number }
  /** What the train file looks for and nothing bears. */
  | { readonly kind: "dead-criteria"; readonly count: number };

/** What a team has in front of it, against what it finished lately. See docs/rules.md, "over-capacity". */
export type TeamLoad = {
  readonly team: string;
  readonly name: string;
  /** What `finished`, `load` and `done` count. */
  readonly unit: "points" | "items";
  /** Mean per iteration over up to the last three iterations that are over; null before the first. */
  readonly finished: number | null;
  /** How many iterations were averaged. */
  readonly over: number;
  /** The running and the coming iterations of the present increment, in order. */
  readonly iterations: readonly IterationLoad[];
};

export type IterationLoad = {
  readonly iteration: string;
  readonly increment: string;
  readonly ordinal: number;
  /** Everything planned there that is not cancelled, `done` included. */
  readonly load: number;
  readonly done: number;
  /** `load` is above `finished`. */
  readonly isOver: boolean;
};

export type DataQuality = {
  readonly owned: number;
  readonly neighbours: number;
  readonly unassigned: number;
  /** Open counted work without …; what by its kind or its team has none is left out. */
  readonly withoutEstimate: number;
  readonly withoutIteration: number;
  /** Ends of dependencies nobody could read. */
  readonly unreadableEnds: number;
  /** Of each of these counts up to three that are worth mending first. */
  readonly worst: {
    readonly withoutEstimate: readonly ItemName[];
    readonly withoutIteration: readonly ItemName[];
    /** `other` is an item at the other end of such a dependency. */
    readonly unreadableEnds: readonly { readonly end: LinkEnd; readonly other: LinkEnd }[];
  };
  /** Words that only a list of words tells the meaning of, or none, the most frequent first. */
  readonly guessedStatuses: readonly GuessedWord[];
  /** Connections whose estimates are all no numbers, with some of what stands there. */
  readonly estimatesWithoutNumber: readonly { readonly connection: string; readonly words: readonly string[] }[];
  /** Records the last sync refused. */
  readonly rejectedRecords: number;
  readonly sprintsWithoutIteration: readonly string[];
  readonly sources: readonly SourceState[];
};

/** Numbers for one train and increment at one instant; no prose. */
export type Rollup = {
  readonly train: string;
  readonly name: string;
  readonly at: number;
  /** The increment that holds `at`, else the next one, else the last. */
  readonly increment: string;
  /** The iteration that holds `at`; null between or outside. */
  readonly iteration: string | null;
  readonly calendar: CalendarState;
  readonly verdict: { readonly level: VerdictLevel; readonly reasons: readonly VerdictReason[] };
  /** Every readable item the train looks at: owned, neighbours and unassigned. */
  readonly items: number;
  /** Owned items with work below them. */
  readonly features: number;
  /** The open ones, in the order in which they end. */
  readonly openFeatures: readonly Feature[];
  /** Owned items that are not added up themselves: parents whose children are, and sub-tasks. */
  readonly uncounted: number;
  readonly total: Progress;
  /** Of `total`, what is planned for the present increment. */
  readonly inIncrement: Progress;
  readonly iterations: readonly IterationProgress[];
  readonly teams: readonly TeamProgress[];
  /** In the file's order of teams. */
  readonly load: readonly TeamLoad[];
  readonly dependencies: {
    readonly total: number;
    readonly open: number;
    readonly crossTracker: number;
    readonly crossTeam: number;
  };
  readonly conflicts: Readonly<Record<ConflictSeverity, number>>;
  /** Conflicts that cannot be seen at present, in none of the counts above. */
  readonly unseenConflicts: number;
  readonly dataQuality: DataQuality;
};
