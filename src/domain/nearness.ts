import type { Conflict, ConflictDraft } from "./conflict.ts";
import { isKeyRef } from "./ids.ts";
import { byText } from "./ordering.ts";
import type { PlannedItem, TrainView } from "./planned-item.ts";
import { isInProgress, isReadable } from "./rules/rule.ts";
import { severityRank } from "./rules/table.ts";
import { iterationsOf } from "./train.ts";
import { isOpen } from "./work-item.ts";

/** Beyond this it makes no difference, and counting costs. */
const MOST_BEHIND = 99;

/** Says of each conflict when it bites and how much waits behind it. See docs/rules.md, "Order". */
export function withNearness(view: TrainView, drafts: readonly ConflictDraft[]): readonly Conflict[] {
  const began = lastBoundary(view);
  const waitingFor = consumersIn(view);
  const behind = new Map<string, number>();
  return drafts.map((draft) => {
    const { consumer } = draft;
    const count = behind.get(consumer) ?? countBehind(consumer, waitingFor);
    behind.set(consumer, count);
    return { ...draft, dueAt: dueAt(draft, view, began), waitingBehind: count };
  });
}

/** The gravest first; of equally grave ones the nearest, then the one that most waits behind, then by fingerprint. */
export function byGravity(a: Conflict, b: Conflict): number {
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

/**
 * Where the present iteration began, or the last one ended; 0 before the first. What began or ended until then bites
 * now. It stands for now, so that an order never changes only because an hour has passed.
 */
function lastBoundary({ train, at }: TrainView): number {
  const boundaries = iterationsOf(train).flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]);
  return Math.max(0, ...boundaries.filter((boundary) => boundary <= at));
}

function dueAt({ consumer, provider, evidence }: ConflictDraft, view: TrainView, began: number): number | null {
  const awaited = provider === null || isKeyRef(provider) ? undefined : view.items.get(provider);
  if (awaited !== undefined && isOverdue(awaited, view.at)) return began;
  const waiting = [consumer, ...evidence.cycle].map((id) => view.items.get(id)).filter((one) => one !== undefined);
  const instants = waiting.flatMap((planned) => neededAt(planned, began) ?? []);
  return instants.length === 0 ? null : Math.min(...instants);
}

function isOverdue({ item, endsAt }: PlannedItem, at: number): boolean {
  return isOpen(item) && endsAt !== null && endsAt <= at;
}

/**
 * When an item needs what it waits for: as it starts; as it ends where its iteration has begun already; at once where
 * work goes on.
 */
function neededAt(planned: PlannedItem, began: number): number | null {
  if (isInProgress(planned)) return began;
  const { startsAt, endsAt, iteration } = planned;
  const hasBegun = (iteration?.startsAt ?? startsAt ?? began) <= began;
  const boundary = hasBegun ? (endsAt ?? startsAt) : (startsAt ?? endsAt);
  return boundary === null ? null : Math.max(boundary, began);
}

/** The open items that wait for an item. */
function consumersIn(view: TrainView): ReadonlyMap<string, readonly string[]> {
  const waiting = new Map<string, string[]>();
  for (const { consumer, provider } of view.dependencies) {
    const planned = view.items.get(consumer);
    if (planned === undefined || !isReadable(planned) || !isOpen(planned.item)) continue;
    const known = waiting.get(provider);
    if (known === undefined) waiting.set(provider, [consumer]);
    else known.push(consumer);
  }
  return waiting;
}

function countBehind(start: string, waitingFor: ReadonlyMap<string, readonly string[]>): number {
  const seen = new Set([start]);
  // Grows while it is walked.
  for (const id of seen) {
    for (const next of waitingFor.get(id) ?? []) {
      if (seen.size > MOST_BEHIND) return MOST_BEHIND;
      seen.add(next);
    }
  }
  return seen.size - 1;
}
