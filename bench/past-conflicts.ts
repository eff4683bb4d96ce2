import { advanceConflicts } from "../src/domain/conflicts/conflict-life.ts";
import type { Conflict, ConflictRecord } from "../src/domain/conflicts/conflict.ts";
import { dayMs } from "../src/domain/forecast/finishes.ts";
import { isKeyRef, type LinkEnd, type WorkItemId } from "../src/domain/ids.ts";
import { isOpen, type WorkItem } from "../src/domain/items/work-item.ts";
import { iterationAt } from "../src/domain/model/train.ts";
import { TrainState } from "../src/domain/model/train-state.ts";
import type { TrainView } from "../src/domain/model/train-plan.ts";
import { atOneGo } from "../src/domain/tracking/in-steps.ts";
import { pastModels } from "./past-model.ts";
import type { PastConflict } from "./past-verdicts.ts";
import type { Past } from "./past.ts";

/** Where a conflict opened: the consumer's team (the provider's if none owns it), and the train's iteration. */
export type PlacedConflict = PastConflict & { readonly team: string; readonly iteration: string };

/** Both plans as they were when the conflict opened. */
type Standing = {
  readonly conflict: Conflict;
  readonly openedAt: number;
  readonly team: string;
  readonly iteration: string;
  readonly consumerPlan: string | null;
  readonly providerPlan: string | null;
};

/**
 * Evaluates the train at each midnight (UTC) of an export's past with what was known then.
 * @returns one for each time that a rule began to find something, also where another rule had found it before
 * @param to the last instant, epoch milliseconds
 */
export function conflictsIn(past: Past, to: number): readonly PlacedConflict[] {
  const items = new Map(past.items.map((item) => [item.id, item]));
  const modelAt = pastModels(past);
  const state = new TrainState(past.train, modelAt(0));
  const standing = new Map<string, Standing>();
  const conflicts: PlacedConflict[] = [];
  let records: readonly ConflictRecord[] = [];
  const first = past.items.reduce((least, { createdAt }) => Math.min(least, createdAt ?? least), to);
  for (let at = Math.ceil(first / dayMs) * dayMs; at <= to; at += dayMs) {
    const view = atOneGo(state.follow(modelAt(at), at));
    // An export hides nothing: what no rule finds any more is over.
    records = advanceConflicts(records, view.conflicts, {
      train: past.train.key,
      at,
      isOver: () => true,
      isAsBefore: () => false,
      recordOf: view.plan.recordOf,
    });
    const open = new Map(records.flatMap((record) => (record.state === "open" ? [[record.fingerprint, record]] : [])));
    for (const [fingerprint, one] of standing) {
      if (open.has(fingerprint)) continue;
      standing.delete(fingerprint);
      conflicts.push(pastConflictOf(one, { items, left: { at, why: whyLeft(one, view) } }));
    }
    for (const [fingerprint, { conflict }] of open) {
      if (!standing.has(fingerprint)) standing.set(fingerprint, opened(conflict, view));
    }
  }
  return [...conflicts, ...[...standing.values()].map((one) => pastConflictOf(one, { items, left: null }))];
}

function opened(conflict: Conflict, view: TrainView): Standing {
  const { consumer, provider } = conflict;
  const team = teamOf(view, consumer) ?? teamOf(view, provider) ?? "";
  const iteration = iterationAt(view.train, view.at);
  return {
    conflict,
    openedAt: view.at,
    team,
    iteration: iteration === null ? "" : `${iteration.increment} ${iteration.key}`,
    consumerPlan: planOf(view, consumer),
    providerPlan: planOf(view, provider),
  };
}

function teamOf(view: TrainView, end: LinkEnd | null): string | null {
  return (end === null || isKeyRef(end) ? undefined : view.items.get(end))?.team?.key ?? null;
}

/** The place of an open item in the plan; null without one. */
function planOf(view: TrainView, end: LinkEnd | null): string | null {
  const planned = end === null || isKeyRef(end) ? undefined : view.items.get(end);
  if (planned === undefined || !isOpen(planned.item)) return null;
  const { iteration, startsAt, endsAt } = planned;
  return iteration === null && startsAt === null && endsAt === null
    ? null
    : `${iteration?.ordinal ?? ""} ${startsAt ?? ""} ${endsAt ?? ""}`;
}

function whyLeft(one: Standing, view: TrainView): "moved" | "consumer-without-plan" | "other" {
  const { consumer, provider } = one.conflict;
  const [consumerPlan, providerPlan] = [planOf(view, consumer), planOf(view, provider)];
  const hasMoved = (before: string | null, now: string | null) => now !== null && now !== before;
  if (hasMoved(one.consumerPlan, consumerPlan) || hasMoved(one.providerPlan, providerPlan)) return "moved";
  return consumerPlan === null && one.consumerPlan !== null ? "consumer-without-plan" : "other";
}

function pastConflictOf(
  { conflict, openedAt, team, iteration }: Standing,
  { items, left }: { items: ReadonlyMap<WorkItemId, WorkItem>; left: PastConflict["left"] },
): PlacedConflict {
  const { rule, consumer, provider, evidence } = conflict;
  const closingOf = (end: LinkEnd | null) => (end === null || isKeyRef(end) ? null : (items.get(end) ?? null));
  return {
    rule,
    openedAt,
    neededBy: evidence.consumer.endsAt,
    left,
    consumer: closingOf(consumer) ?? { status: "todo", closedAt: null },
    provider: closingOf(provider),
    team,
    iteration,
  };
}
