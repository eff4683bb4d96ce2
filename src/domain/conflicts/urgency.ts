import type { Conflict, ConflictDraft } from "./conflict.ts";
import { isKeyRef, type WorkItemId } from "../ids.ts";
import { byText } from "../ordering.ts";
import type { PlannedItem } from "../model/planned-item.ts";
import type { LivePlan } from "../model/train-plan.ts";
import { isOpenItem } from "./rules/edge.ts";
import { isInProgress } from "./rules/rule.ts";
import { severityRank } from "./rules/all-rules.ts";
import { isSameList, keyed } from "../tracking/tracked.ts";

/** More makes no difference, and counting costs time. */
const mostBehind = 99;

/** Computes when a conflict takes effect and how many items wait behind it. See docs/rules.md, "Order". */
export function urgencyIn(plan: LivePlan): (draft: ConflictDraft) => Conflict {
  /** The open items that wait for an item. */
  const openBehind = keyed(
    plan.rows,
    (id: WorkItemId): readonly WorkItemId[] => {
      const open: WorkItemId[] = [];
      for (const { consumer } of plan.dependenciesTo(id)) if (isOpenIn(plan, consumer)) open.push(consumer);
      return open;
    },
    isSameList,
  );
  return (draft) => ({
    ...draft,
    dueAt: dueAt(draft, plan),
    waitingBehind: countBehind(draft.consumer, openBehind),
  });
}

function isOpenIn(plan: LivePlan, id: WorkItemId): boolean {
  const planned = plan.itemOf(id);
  return planned !== null && isOpenItem(planned);
}

/** The most severe first; of equal ones the nearest, then the one with most items behind, then by fingerprint. */
export function byUrgency(a: Conflict, b: Conflict): number {
  return (
    severityRank(a.severity) - severityRank(b.severity) ||
    byDue(a.dueAt ?? Infinity, b.dueAt ?? Infinity) ||
    b.waitingBehind - a.waitingBehind ||
    byText(a.fingerprint, b.fingerprint)
  );
}

function byDue(a: number, b: number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function dueAt({ consumer, provider, evidence }: ConflictDraft, plan: LivePlan): number | null {
  const { itemOf } = plan;
  const began = plan.lastBoundary();
  const awaited = provider === null || isKeyRef(provider) ? null : itemOf(provider);
  if (awaited !== null && isOverdue(awaited, plan)) return began;
  const waiting = [consumer, ...evidence.cycle].map(itemOf).filter((one) => one !== null);
  const instants = waiting.flatMap((planned) => neededAt(planned, began) ?? []);
  return instants.length === 0 ? null : Math.min(...instants);
}

/** Nothing tells the dates of an item that the tracker does not show. */
function isOverdue(planned: PlannedItem, { hasPassed }: LivePlan): boolean {
  return isOpenItem(planned) && planned.endsAt !== null && hasPassed(planned.endsAt);
}

/**
 * When an item needs its providers: at its start; at its end if its iteration has begun; at once if it is in progress.
 */
function neededAt(planned: PlannedItem, began: number): number | null {
  if (isInProgress(planned)) return began;
  const { startsAt, endsAt, iteration } = planned;
  const hasBegun = (iteration?.startsAt ?? startsAt ?? began) <= began;
  const boundary = hasBegun ? (endsAt ?? startsAt) : (startsAt ?? endsAt);
  return boundary === null ? null : Math.max(boundary, began);
}

function countBehind(start: WorkItemId, openBehind: (id: WorkItemId) => readonly WorkItemId[]): number {
  const seen = new Set([start]);
  // The loop appends to `seen`.
  for (const id of seen) {
    for (const next of openBehind(id)) {
      if (seen.size > mostBehind) return mostBehind;
      seen.add(next);
    }
  }
  return seen.size - 1;
}
