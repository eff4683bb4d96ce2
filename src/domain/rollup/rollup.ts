import type { CalendarState } from "../schedule/calendar-state.ts";
import type { ConflictSeverity } from "../conflicts/conflict.ts";
import type { LinkEnd } from "../ids.ts";
import type { ItemName } from "../items/item-name.ts";
import type { MissingFact } from "../model/model.ts";
import type { SourceState } from "./connection-freshness.ts";
import type { GuessedWord } from "../items/statuses.ts";

/**
 * Work in items and in points, never a parent beside its children. Cancelled work is in neither total. Points count
 * only estimated items.
 */
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

/** An open owned item with work below it; the walk passes through features below a feature to their work. */
export type Feature = {
  readonly item: ItemName;
  /** Key of the team that owns it. */
  readonly team: string;
  /** Work below it that is not cancelled, of any team or train. */
  readonly work: number;
  readonly done: number;
  /** Keys of the train's teams with open work below it, in the file's order. */
  readonly teams: readonly string[];
  /** Latest end of its planned open work; null if none is planned. `endsAt` is exclusive, epoch milliseconds. */
  readonly ends: {
    readonly iteration: string | null;
    readonly increment: string | null;
    readonly endsAt: number;
  } | null;
  /** Open work below it without an end. */
  readonly unplanned: number;
  /** Open conflicts and risks of it or of its work. */
  readonly conflicts: number;
  /**
   * Open work planned beyond the end that the feature has of its own (`endsAt`: exclusive, epoch milliseconds); absent
   * without any.
   */
  readonly outside?: { readonly endsAt: number; readonly count: number; readonly first: readonly ItemName[] };
};

/** `unknown`: there is nothing to judge. */
export type VerdictLevel = "unknown" | "on-track" | "at-risk" | "off-track";

/** The reasons, in the order of weight; empty when on track. */
export type VerdictReason =
  | { readonly kind: "conflicts-now"; readonly count: number }
  | { readonly kind: "conflicts-later"; readonly count: number }
  /** Teams' iterations that hold more than the team finished per iteration lately. */
  | { readonly kind: "over-capacity"; readonly count: number }
  | { readonly kind: "risks"; readonly count: number }
  /** Features with work planned beyond their own end. */
  | { readonly kind: "parent-span"; readonly count: number }
  /** No team of the train owns an item that Signalbox read. */
  | { readonly kind: "nothing-owned"; readonly count: number }
  /** No owned item has an iteration or dates; or none in the present increment; or the calendar is over. */
  | { readonly kind: "nothing-planned"; readonly count: number }
  | { readonly kind: "empty-increment"; readonly count: number }
  | { readonly kind: "calendar-over"; readonly count: number }
  /** Teams with open items none of which has an iteration or dates. */
  | { readonly kind: "teams-unplanned"; readonly count: number }
  /** Connections that Signalbox did not read, or not lately; wholly or in part. */
  | { readonly kind: "not-read"; readonly count: number }
  /** Open items that GitHub hides in their team's project. */
  | { readonly kind: "hidden-items"; readonly count: number }
  /** Open conflicts that are not visible at present. */
  | { readonly kind: "unseen-conflicts"; readonly count: number }
  /** Criteria of the train file that match nothing. */
  | { readonly kind: "dead-criteria"; readonly count: number };

/** A team's coming work, and its recent average. See docs/rules.md, "over-capacity". */
export type TeamLoad = {
  readonly team: string;
  readonly name: string;
  /** The unit of `finished`, `load` and `done`. */
  readonly unit: "points" | "items";
  /** Mean per iteration over up to the last three past iterations; null before the first. */
  readonly finished: number | null;
  /** Number of averaged iterations. */
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

export type HiddenItems = { readonly count: number } & ({ readonly project: string } | { readonly query: string });

export type DataQuality = {
  readonly owned: number;
  readonly neighbours: number;
  readonly unassigned: number;
  /** Open counted work without …; leaves out items that have none by their kind or team. */
  readonly withoutEstimate: number;
  readonly withoutIteration: number;
  /** Ends of dependencies that Signalbox could not read. */
  readonly unreadableEnds: number;
  /** For each of these counts, up to three items to fix first. */
  readonly worst: {
    readonly withoutEstimate: readonly ItemName[];
    readonly withoutIteration: readonly ItemName[];
    /** `other` is an item at the other end of such a dependency. */
    readonly unreadableEnds: readonly { readonly end: LinkEnd; readonly other: LinkEnd }[];
  };
  /** Words whose meaning comes from a word list, or from none, the most frequent first. */
  readonly guessedStatuses: readonly GuessedWord[];
  /** Connections without a numeric estimate, with examples of the text. */
  readonly estimatesWithoutNumber: readonly { readonly connection: string; readonly words: readonly string[] }[];
  /** Records that the last sync refused. */
  readonly rejectedRecords: number;
  readonly sprintsWithoutIteration: readonly string[];
  /** Draft issues of the teams' projects, which are no items; projects without any are left out. */
  readonly drafts: readonly { readonly project: string; readonly count: number }[];
  /** Open items that a tracker hides, by their team's GitHub project or JQL, and that Signalbox read before. */
  readonly hiddenItems: readonly HiddenItems[];
  /** Connections whose server does not have something that Signalbox would read, and what. */
  readonly lacking: readonly { readonly connection: string; readonly facts: readonly MissingFact[] }[];
  readonly sources: readonly SourceState[];
};

/** Figures for one train and increment at one instant; no prose. */
export type Rollup = {
  readonly train: string;
  readonly name: string;
  readonly at: number;
  /** The increment that contains `at`, else the next one, else the last. */
  readonly increment: string;
  /** The iteration that contains `at`; null between or outside. */
  readonly iteration: string | null;
  readonly calendar: CalendarState;
  readonly verdict: { readonly level: VerdictLevel; readonly reasons: readonly VerdictReason[] };
  /** Every readable item that the train looks at: owned, neighbours and unassigned. */
  readonly items: number;
  /** Owned items with work below them. */
  readonly features: number;
  /** The open ones, by their end. */
  readonly openFeatures: readonly Feature[];
  /** Owned items that do not count themselves: parents whose children count, and sub-tasks. */
  readonly uncounted: number;
  readonly total: Progress;
  /** The part of `total` that is planned for the present increment. */
  readonly inIncrement: Progress;
  readonly iterations: readonly IterationProgress[];
  readonly teams: readonly TeamProgress[];
  /** In the file's order of teams; empty for an instant that has not come yet. */
  readonly load: readonly TeamLoad[];
  readonly dependencies: {
    readonly total: number;
    readonly open: number;
    readonly crossTracker: number;
    readonly crossTeam: number;
  };
  readonly conflicts: Readonly<Record<ConflictSeverity, number>>;
  /** Conflicts that are not visible at present, in none of the counts above. */
  readonly unseenConflicts: number;
  readonly dataQuality: DataQuality;
};
