import type { ConflictSeverity } from "./conflict.ts";
import type { SourceState } from "./sources.ts";

/** Work counted two ways. Cancelled work is in neither total. Points count only estimated items. */
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

export type VerdictLevel = "on-track" | "at-risk" | "off-track";

/** Why, in the order of weight; empty when on track. */
export type VerdictReason =
  | { readonly kind: "conflicts-now"; readonly count: number }
  | { readonly kind: "conflicts-later"; readonly count: number }
  | { readonly kind: "risks"; readonly count: number };

export type DataQuality = {
  readonly owned: number;
  readonly neighbours: number;
  readonly unassigned: number;
  /** Open owned items without … */
  readonly withoutEstimate: number;
  readonly withoutIteration: number;
  /** Ends of dependencies nobody could read. */
  readonly unreadableEnds: number;
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
  readonly verdict: { readonly level: VerdictLevel; readonly reasons: readonly VerdictReason[] };
  /** Every readable item the train looks at: owned, neighbours and unassigned. */
  readonly items: number;
  readonly features: number;
  readonly total: Progress;
  readonly iterations: readonly IterationProgress[];
  readonly teams: readonly TeamProgress[];
  readonly dependencies: {
    readonly total: number;
    readonly open: number;
    readonly crossTracker: number;
    readonly crossTeam: number;
  };
  readonly conflicts: Readonly<Record<ConflictSeverity, number>>;
  readonly dataQuality: DataQuality;
};
