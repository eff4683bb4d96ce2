import type { LinkEnd, WorkItemId } from "./ids.ts";

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

export const conflictSeverities = ["conflict", "risk", "info"] as const;
export type ConflictSeverity = (typeof conflictSeverities)[number];

/** What the plan says of one end, as the rule saw it. Instants in epoch milliseconds. */
export type EndEvidence = {
  readonly status: string;
  readonly iteration: string | null;
  readonly increment: string | null;
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  /** Where the dates come from. */
  readonly datesFrom: "item" | "sprint" | "iteration" | null;
};

export type Evidence = {
  readonly consumer: EndEvidence;
  readonly provider: EndEvidence | null;
  /** Items of the cycle in canonical order (smallest id first, each waiting for the next); empty for other rules. */
  readonly cycle: readonly WorkItemId[];
};

/** One change to the plan that would end the conflict. `to` is an iteration key. */
export type FixStep =
  | { readonly do: "move"; readonly item: WorkItemId; readonly to: string; readonly increment: string }
  | {
      readonly do: "schedule";
      readonly item: WorkItemId;
      readonly to: string | null;
      readonly increment: string | null;
    }
  | { readonly do: "finish"; readonly item: WorkItemId }
  | { readonly do: "replace"; readonly item: WorkItemId }
  | { readonly do: "drop-link"; readonly consumer: WorkItemId; readonly provider: LinkEnd }
  | { readonly do: "grant-access"; readonly provider: LinkEnd };

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
  readonly fix: readonly FixStep[];
  /** Keys of the teams that have to act, in the order of `fix`. */
  readonly actors: readonly string[];
};

export type ConflictState = "open" | "resolved";

/** A conflict and its life. `worsenedAt`: the last time its severity rose. */
export type ConflictRecord = {
  readonly fingerprint: string;
  readonly train: string;
  readonly state: ConflictState;
  readonly conflict: Conflict;
  readonly firstSeenAt: number;
  /** When its present state began: opened, reopened or resolved. */
  readonly stateSince: number;
  readonly worsenedAt: number | null;
  readonly reopenings: number;
};
