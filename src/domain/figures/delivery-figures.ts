import type { Period } from "../history/scope.ts";
import type { Unknown } from "../history/unknown.ts";
import type { BusinessValue } from "./business-value.ts";
import type { BurnUp } from "./burn-up.ts";
import type { Predictability } from "./predictability.ts";
import type { ScopeRatios } from "./scope-ratios.ts";
import type { NoValue, Unit } from "./share.ts";
import type { Velocity } from "./velocity.ts";

/** Figures of one period. Instants in epoch milliseconds. */
export type PeriodFigures = {
  readonly period: Period;
  /** The instant of the figures: the period's end, or before it that of the report. */
  readonly until: number;
  readonly isRunning: boolean;
  readonly figures:
    | NoValue
    | {
        /** Whether the commitment comes from history, and what history does not say of the whole train. */
        readonly fromHistory: boolean;
        readonly unknown: readonly Unknown[];
        readonly predictability: Predictability;
        /** Null for an iteration, and where nothing that was committed has one. */
        readonly businessValue: BusinessValue | null;
        readonly scopeChange: ScopeRatios;
      };
};

/** Of a team, or of the whole train. */
export type GroupFigures = {
  readonly unit: Unit;
  readonly periods: readonly PeriodFigures[];
  readonly burnUp: BurnUp;
};

/** What a train delivered: of what it committed, per iteration, and day by day. See docs/figures.md, "Delivery". */
export type Delivery = {
  /** The instant of the report, epoch milliseconds. */
  readonly at: number;
  readonly increment: string;
  /** What nothing tells about the past of the whole train. */
  readonly unknown: readonly Unknown[];
  readonly all: GroupFigures;
  /** In the file's order. */
  readonly teams: readonly (GroupFigures & {
    readonly team: string;
    readonly name: string;
    readonly velocity: Velocity;
  })[];
};
