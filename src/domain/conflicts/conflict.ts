import type { ConflictAnswer } from "./answer.ts";
import type { Mention } from "../items/dependency.ts";
import type { LinkEnd, WorkItemId } from "../ids.ts";

export const ruleIds = [
  "cycle",
  "cancelled-provider",
  "overdue-provider",
  "cross-increment",
  "late-provider",
  "unscheduled-provider",
  "chain-slip",
  "same-iteration",
  "cross-train",
  "started-blocked",
  "probable-slip",
  "unreadable-provider",
] as const;

/** In the order in which an edge shows them at equal severity. */
export type RuleId = (typeof ruleIds)[number];

/** The rules that a train file may set: those on dependencies, on a team and an iteration, and on a feature. */
export const trainRuleIds = [...ruleIds, "over-capacity", "parent-span"] as const;
export type TrainRuleId = (typeof trainRuleIds)[number];

export const conflictSeverities = ["conflict", "risk", "info"] as const;
export type ConflictSeverity = (typeof conflictSeverities)[number];

/** Source of the end of an item's plan (of its start, if there is no end). */
export type DatesFrom = "item" | "sprint" | "iteration" | "parts" | "parent";

/** The plan of one end, as of the evaluation. Instants in epoch milliseconds. */
export type EndEvidence = {
  readonly status: string;
  readonly iteration: string | null;
  readonly increment: string | null;
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  /** Source of the dates. */
  readonly datesFrom: DatesFrom | null;
  /**
   * For an item planned by others: the part that decides (of a provider the last to end, of a consumer the first to
   * begin), or the parent; and the number of open items below it without a plan.
   */
  readonly through?: {
    readonly item: WorkItemId;
    readonly from: "parts" | "parent";
    readonly unplanned: number;
    /** Of a parent that its own parts plan: the one that decides. */
    readonly part?: WorkItemId;
    /** The part at the other boundary, if it is another one; without planned parts, an open one without a plan. */
    readonly otherPart?: WorkItemId;
  };
};

export type Evidence = {
  readonly consumer: EndEvidence;
  readonly provider: EndEvidence | null;
  /** Items of the cycle in canonical order (smallest id first, each waiting for the next); empty for other rules. */
  readonly cycle: readonly WorkItemId[];
  /** Places of the dependency; for a cycle, of the link to remove. */
  readonly written: readonly Mention[];
  /** Of `chain-slip` only. */
  readonly chain?: Chain;
};

/** The provider and what it waits for, each item waiting for the next. The last one ends too late; `end` is its plan. */
export type Chain = { readonly items: readonly WorkItemId[]; readonly end: EndEvidence };

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
      /** Every place that people must change: the dependency lasts as long as one of them states it. */
      readonly written: readonly Mention[];
    }
  | { readonly do: "grant-access"; readonly provider: LinkEnd }
  /** No move within the increment helps: the team must decide on the item's scope, or on its place in the increment. */
  | { readonly do: "decide-scope"; readonly item: WorkItemId };

/** A disadvantage of a step; steps with cautions come after the others. */
export type StepCaution =
  | { readonly kind: "running-iteration" }
  | { readonly kind: "innovation-planning" }
  | { readonly kind: "next-increment" }
  /** The team would have more in that iteration than it finished per iteration lately. */
  | ({ readonly kind: "over-capacity" } & Load);

/** A team's work in an iteration, and the average it finished in its last iterations, in the same unit. */
export type Load = {
  readonly team: string;
  readonly load: number;
  readonly finished: number;
  readonly unit: "points" | "items";
};

/** A step, the team that can take it (its key; null if no team of the train can), and its cautions. */
export type ProposedStep = FixStep & { readonly by: string | null; readonly cautions: readonly StepCaution[] };

/** Contradicting facts of the plan. One per edge (its most severe rule) or per cycle. */
export type Conflict = {
  /** Rule and edge by stable ids: survives renames and moves. */
  readonly fingerprint: string;
  readonly rule: RuleId;
  readonly alsoFires: readonly RuleId[];
  readonly severity: ConflictSeverity;
  readonly consumer: WorkItemId;
  readonly provider: LinkEnd | null;
  readonly evidence: Evidence;
  /** Alternatives, the best first. */
  readonly fix: readonly ProposedStep[];
  /** Keys of the teams that could end it, in the order of `fix`. */
  readonly actors: readonly string[];
  /**
   * The boundary at which it takes effect, in epoch milliseconds; not after the view's instant if it already has, null
   * without any date. It stays the same within an iteration unless the plan changes.
   */
  readonly dueAt: number | null;
  /** Open items that wait for the consumer, directly or through others; counted up to 99. */
  readonly waitingBehind: number;
};

/** A conflict before its nearness is computed. */
export type ConflictDraft = Omit<Conflict, "dueAt" | "waitingBehind">;

export type ConflictState = "open" | "resolved";

/**
 * A conflict and its life. `worsenedAt`: the last time its severity rose. `unseenSince`: the time since which no rule
 * finds an open conflict although no fact ended it, because Signalbox cannot read something; null while a rule finds
 * it.
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
  /** What a person said of it; null for none, and again once it worsened or ended, or the snooze is over. */
  readonly answer: ConflictAnswer | null;
};
