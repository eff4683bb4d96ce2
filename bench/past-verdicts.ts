import type { RuleId } from "../src/domain/conflicts/conflict.ts";
import type { WorkItem } from "../src/domain/items/work-item.ts";

/** A conflict as Signalbox would have reported it, and what is known of it since. Instants in epoch milliseconds. */
export type PastConflict = {
  readonly rule: RuleId;
  readonly openedAt: number;
  /** The end of the consumer's timebox or its last day, as planned when the conflict opened; null without. */
  readonly neededBy: number | null;
  /** When the rule found it no more, and why; null while it stands. */
  readonly left: { readonly at: number; readonly why: "moved" | "consumer-without-plan" | "other" } | null;
  readonly consumer: Closing;
  readonly provider: Closing | null;
};

type Closing = Pick<WorkItem, "status" | "closedAt">;

/**
 * `late`: both ends were open when the consumer's time was over. `replanned`: before that, one of them got another place
 * in the plan and the rule found nothing any more, or (of a cancelled provider) people cancelled the consumer too. These
 * are true. `in-time`: the provider was closed first. `without`: the consumer was done first. `dropped`: the consumer
 * was cancelled first. These are false.
 */
export type Verdict = "late" | "replanned" | "in-time" | "without" | "dropped" | "undecided";

export function isTrue(verdict: Verdict): boolean {
  return verdict === "late" || verdict === "replanned";
}

export function isFalse(verdict: Verdict): boolean {
  return verdict === "in-time" || verdict === "without" || verdict === "dropped";
}

/**
 * What came first after a conflict opened decides whether it was right.
 * @param end the last known instant: later events are unknown
 */
export function verdictOf(conflict: PastConflict, end: number): Verdict {
  const { rule, openedAt, consumer, provider, left } = conflict;
  const over = overAt(conflict);
  const events: readonly (readonly [number | null, Verdict])[] = [
    [consumer.closedAt, consumerVerdict(rule, consumer)],
    // Without a date of the consumer it is unknown whether the provider was late.
    [afterwards(provider?.closedAt ?? null, openedAt), over === null ? "undecided" : "in-time"],
    [over, "late"],
    [left?.why === "moved" ? left.at : null, "replanned"],
  ];
  const known = events.flatMap(([at, verdict]) => (at === null || at > end ? [] : [{ at, verdict }]));
  // The sort is stable: of events at one instant, the first in the list decides.
  return known.toSorted((a, b) => a.at - b.at)[0]?.verdict ?? "undecided";
}

/** The consumer's time is over at its planned end or, if that is earlier, when people closed its timebox. */
export function overAt({ neededBy, left }: Pick<PastConflict, "neededBy" | "left">): number | null {
  if (neededBy === null || left?.why !== "consumer-without-plan") return neededBy;
  return Math.min(neededBy, left.at);
}

function consumerVerdict(rule: RuleId, { status }: Closing): Verdict {
  if (status !== "cancelled") return "without";
  return rule === "cancelled-provider" ? "replanned" : "dropped";
}

/** A provider that was closed before is the conflict, not its end. */
function afterwards(at: number | null, openedAt: number): number | null {
  return at !== null && at > openedAt ? at : null;
}
