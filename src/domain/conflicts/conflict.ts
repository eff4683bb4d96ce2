import type { Mention } from "../items/dependency.ts";
import type { LinkEnd, WorkItemId } from "../ids.ts";

export const ruleIds = [
  "cycle",
  "cancelled-provider",
  "overdue-provider",
  "cross-increment",
  "late-provider",
  "unscheduled-provider",
  "same-iteration",
  "started-blocked",
  "unreadable-provider",
] as const;

/** In the order in which an edge shows them when severities are equal. */
export type RuleId = (typeof ruleIds)[number];

/** What a train file may set: the rules on dependencies, and the one on a team and an iteration. */
export const trainRuleIds = [...ruleIds, "over-capacity"] as const;
export type TrainRuleId = (typeof trainRuleIds)[number];

export const conflictSeverities = ["conflict", "risk", "info"] as const;
export type ConflictSeverity = (typeof conflictSeverities)[number];

/** Where the end of an item's plan is written (its start, where there is no end). */
export type DatesFrom = "item" | "sprint" | "iteration" | "parts" | "parent";

/** What the plan says of one end, as the rule saw it. Instants in epoch milliseconds. */
export type EndEvidence = {
  readonly status: string;
  readonly iteration: string | null;
  readonly increment: string | null;
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  /** Where the dates come from. */
  readonly datesFrom: DatesFrom | null;
  /**
   * Of an item planned by others: the part that decides (of a provider the last one to end, of a consumer the first to
   * begin), or the parent; and how much open work below it has no plan.
   */
  readonly through?: { readonly item: WorkItemId; readonly from: "parts" | "parent"; readonly unplanned: number };
};

export type Evidence = {
  readonly consumer: EndEvidence;
  readonly provider: EndEvidence | null;
  /** Items of the cycle in canonical order (smallest id first, each waiting for the next); empty for other rules. */
  readonly cycle: readonly WorkItemId[];
  /** Where the dependency is written; for a cycle, where the link to be removed is written. */
  readonly written: readonly Mention[];
};

/** One change to the plan that would end the conflict. `to` is an iteration key, `on` a day (`yyyy-mm-dd`). */
export type FixStep =
  | { readonly do: "move"; readonly item: WorkItemId; readonly to: string; readonly increment: string }
  | {
      readonly do: "schedule";
      readonly item: WorkItemId;
      readonly to: string | null;
      readonly increment: string | null;
    }
  /** Gives the item this due date of its own: `on` is the last day. */
  | { readonly do: "set-due"; readonly item: WorkItemId; readonly on: string }
  | { readonly do: "finish"; readonly item: WorkItemId }
  | { readonly do: "reopen"; readonly item: WorkItemId }
  | { readonly do: "replace"; readonly item: WorkItemId }
  | {
      readonly do: "drop-link";
      readonly consumer: WorkItemId;
      readonly provider: LinkEnd;
      /** Every place that has to change: the dependency stands as long as one of them says so. */
      readonly written: readonly Mention[];
    }
  | { readonly do: "grant-access"; readonly provider: LinkEnd }
  /** No move within the increment helps: the item's scope, or its place in the increment, has to be decided. */
  | { readonly do: "decide-scope"; readonly item: WorkItemId };

/** What speaks against a step, so that it is proposed after the others. */
export type StepCaution =
  | { readonly kind: "running-iteration" }
  | { readonly kind: "innovation-planning" }
  | { readonly kind: "next-increment" }
  /** The team would have more in that iteration than it finished per iteration lately. */
  | ({ readonly kind: "over-capacity" } & Load);

/** What a team has in an iteration, and what it finished on average in its last iterations, in the same unit. */
export type Load = {
  readonly team: string;
  readonly load: number;
  readonly finished: number;
  readonly unit: "points" | "items";
};

/** A step, the team that would take it (its key; null where no team of the train can), and what speaks against it. */
export type ProposedStep = FixStep & { readonly by: string | null; readonly cautions: readonly StepCaution[] };

/** Facts of the plan that disagree. One per edge (its most severe rule) or per cycle. */
export type Conflict = {
  /** Rule and edge by stable ids: survives renames and moves. */
  readonly fingerprint: string;
  readonly rule: RuleId;
  readonly alsoFires: readonly RuleId[];
  readonly severity: ConflictSeverity;
  readonly consumer: WorkItemId;
  readonly provider: LinkEnd | null;
  readonly evidence: Evidence;
  /** Alternatives, the smallest first. */
  readonly fix: readonly ProposedStep[];
  /** Keys of the teams that could end it, in the order of `fix`. */
  readonly actors: readonly string[];
  /**
   * The boundary at which it bites, in epoch milliseconds; not after the view's instant where it bites already, null
   * where no date tells. It stays the same within an iteration unless the plan changes.
   */
  readonly dueAt: number | null;
  /** Open items that wait for the consumer, directly or through others; counted up to 99. */
  readonly waitingBehind: number;
};

/** A conflict before it is known how near it is. */
export type ConflictDraft = Omit<Conflict, "dueAt" | "waitingBehind">;

export type ConflictState = "open" | "resolved";

/**
 * A conflict and its life. `worsenedAt`: the last time its severity rose. `unseenSince`: an open one that no rule finds any
 * more though nothing says that it has ended, since something could not be read; null while it is seen.
 */
export type ConflictRecord = {
  readonly fingerprint: string;
  readonly train: string;
  readonly state: ConflictState;
  readonly conflict: Conflict;
  readonly firstSeenAt: number;
  /** When its present state began: opened, reopened or resolved. */
  readonly stateSince: number;
  readonly worsenedAt: number | null;
  readonly unseenSince: number | null;
  readonly reopenings: number;
};
