import type { SprintKind } from "../ids.ts";
import type { DeadStatusWord } from "./status-faults.ts";
import type { Interval } from "../schedule/interval.ts";
import type { Iteration } from "../model/train.ts";
import type { Renamed } from "../items/renamed-in-train-file.ts";

/**
 * A criterion of the train file that matches nothing in the model, a timebox that does not fit the calendar, a former
 * name, or a calendar that ends. `seen`: the existing values, the most frequent first.
 */
export type SetupFault =
  | { readonly kind: "team-owns-nothing"; readonly team: string }
  | {
      readonly kind: "board-without-items";
      readonly team: string;
      readonly board: number;
      readonly seen: readonly number[];
    }
  | ({
      readonly kind: "value-without-items";
      readonly team: string;
      readonly criterion: "project" | "repo" | "component" | "label" | "jql";
      readonly value: string;
      /** Set if items have the value, and none of them meets the team's other criteria; `seen` is empty then. */
      readonly isLeftOut?: true;
    } & Living)
  | ({ readonly kind: "sprint-pattern-without-items"; readonly team: string; readonly pattern: string } & Living)
  | ({ readonly kind: "points-pattern-matches-nothing"; readonly team: string; readonly pattern: string } & Living)
  /** `boxes`: open timeboxes of its open items without a place in the calendar. */
  | {
      readonly kind: "team-without-plan";
      readonly team: string;
      readonly open: number;
      readonly box: SprintKind;
      readonly boxes: readonly string[];
    }
  | { readonly kind: "repository-without-milestones"; readonly team: string; readonly repo: string }
  | ({ readonly kind: "link-type-without-links"; readonly linkType: string } & Living)
  /** `isAhead`: the iteration has not begun, so its sprints may not exist yet. */
  | ({
      readonly kind: "iteration-pattern-without-sprints";
      readonly iteration: string;
      readonly pattern: string;
      readonly isAhead: boolean;
    } & Living)
  | TimeboxFault
  | Renamed
  | DeadStatusWord
  | { readonly kind: "increment-ends-soon"; readonly increment: string; readonly endsAt: number }
  | { readonly kind: "calendar-over"; readonly increment: string; readonly endsAt: number };

/**
 * A running or coming timebox with open work of a team whose dates do not fit the calendar of the train. Without an
 * iteration: it lies across the iterations, or runs without an end. A mismatch: it belongs to `iteration`, by its dates
 * or by its name (`isNamed`), and reaches out of it; `calendar` has the dates of the iteration.
 */
export type TimeboxFault = {
  readonly team: string;
  readonly box: SprintKind;
  readonly name: string;
  readonly dates: Interval;
} & (
  | { readonly kind: "timebox-without-iteration" }
  | {
      readonly kind: "calendar-mismatch";
      readonly iteration: string;
      readonly calendar: Pick<Iteration, "startsAt" | "endsAt">;
      readonly isNamed: boolean;
    }
);

/** Existing values for a criterion that matches nothing. `nearest`: the probable one; null if none is near. */
export type Living = { readonly seen: readonly string[]; readonly nearest: string | null };

/** Faults beside which every part can be judged. */
const seeing: ReadonlySet<SetupFault["kind"]> = new Set([
  "renamed",
  "timebox-without-iteration",
  "calendar-mismatch",
  "increment-ends-soon",
  "calendar-over",
]);

/** Whether a fault makes a part of the train that cannot be judged. */
export function isBlind(fault: SetupFault): boolean {
  if (fault.kind === "iteration-pattern-without-sprints") return !fault.isAhead;
  return !seeing.has(fault.kind);
}

const ofPlan: ReadonlySet<SetupFault["kind"]> = new Set([
  "team-without-plan",
  "timebox-without-iteration",
  "calendar-mismatch",
  "increment-ends-soon",
  "calendar-over",
]);

/** Whether it is a fault of plan and calendar; all others are of the train file, which has to fit the items of today only. */
export function isOfPlan({ kind }: SetupFault): boolean {
  return ofPlan.has(kind);
}

/** What a team's part of the train file matches: its open items, and how many of them are planned and estimated. */
export type TeamSetup = {
  readonly team: string;
  readonly name: string;
  readonly owned: number;
  readonly open: number;
  readonly withIteration: number;
  readonly withEstimate: number;
};
