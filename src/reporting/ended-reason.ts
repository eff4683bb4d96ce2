import type { Conflict, EndEvidence } from "../domain/conflicts/conflict.ts";
import { evidenceOf } from "../domain/conflicts/evidence.ts";
import { toldBy } from "../domain/conflicts/rules/cross-train.ts";
import { isKeyRef, type LinkEnd, type WorkItemId } from "../domain/ids.ts";
import type { PlannedItem } from "../domain/model/planned-item.ts";
import { iterationsOf, type Train } from "../domain/model/train.ts";
import type { TrainView } from "../domain/model/train-plan.ts";
import { edgesOf, isStillNeeded, type Edge } from "../domain/conflicts/visibility.ts";
import { isOpen } from "../domain/items/work-item.ts";

/** Why a conflict ended. */
export type Ending =
  /** Signalbox can no longer read the item, so the outcome is unknown. */
  | { readonly kind: "out-of-sight"; readonly end: LinkEnd }
  | { readonly kind: "done" | "cancelled" | "reopened" | "back" | "paused"; readonly end: WorkItemId }
  /** `was`: its place in the plan at the last evaluation with the conflict. */
  | { readonly kind: "moved"; readonly end: WorkItemId; readonly was: EndEvidence; readonly now: PlannedItem }
  /** The dependency is on the original of the closed duplicate. */
  | { readonly kind: "duplicate"; readonly end: WorkItemId; readonly of: readonly LinkEnd[] }
  /** `of`: the dependency, if the conflict had several. */
  | { readonly kind: "removed"; readonly of: Edge | null }
  | { readonly kind: "left-the-train" };

/**
 * How a conflict ended, from its last state and the present plan. Several only if both ends moved; none if nothing in
 * the plan explains it, as when its rule was switched off.
 */
export function endingsOf(view: TrainView, conflict: Conflict): readonly Ending[] {
  const edges = edgesOf(conflict);
  const unseen = edges.flat().find((end) => isUnseen(view, end) && !(end === conflict.provider && wasGone(conflict)));
  if (unseen !== undefined) return [{ kind: "out-of-sight", end: unseen }];
  const [closed] = edges.flatMap(([consumer]) => closing(view, consumer));
  if (closed !== undefined) return [closed];
  const broken = edges.find((edge) => !isStillNeeded(view, edge));
  if (broken !== undefined) {
    const of = conflict.rule === "cycle" ? broken : null;
    return [
      duplicate(view, broken) ?? (isOnTrain(view, broken) ? { kind: "removed", of } : { kind: "left-the-train" }),
    ];
  }
  return conflict.rule === "cycle" ? [] : changes(view, conflict);
}

function seen(view: TrainView, end: LinkEnd): PlannedItem | null {
  return isKeyRef(end) ? null : (view.items.get(end) ?? null);
}

/** A stub has only a status: an open one may be planned. */
function isUnseen(view: TrainView, end: LinkEnd): boolean {
  const item = seen(view, end)?.item;
  if (item === undefined || item.presence === "gone") return true;
  return item.presence === "stub" && isOpen(item);
}

/** The conflict was that the provider is no longer in its tracker: its absence ends nothing. */
function wasGone({ evidence }: Conflict): boolean {
  return evidence.provider?.status === "gone";
}

function closing(view: TrainView, end: WorkItemId): readonly Ending[] {
  const status = seen(view, end)?.item.status;
  return status === "done" || status === "cancelled" ? [{ kind: status, end }] : [];
}

function duplicate(view: TrainView, [consumer, provider]: Edge): Ending | null {
  if (provider === undefined || isKeyRef(provider)) return null;
  const of = view.dependencies
    .filter((known) => known.consumer === consumer && known.written.some(({ names }) => names === provider))
    .map((known) => known.provider);
  return of.length === 0 ? null : { kind: "duplicate", end: provider, of };
}

/** Dependencies between items of other trains do not count. */
function isOnTrain(view: TrainView, edge: Edge): boolean {
  return edge.some((end) => seen(view, end)?.role === "owned");
}

function changes(view: TrainView, conflict: Conflict): readonly Ending[] {
  const { rule, consumer, provider, evidence } = conflict;
  if (provider === null || isKeyRef(provider)) return [];
  if (wasGone(conflict) && isUnseen(view, provider)) return [];
  const [closed] = closing(view, provider);
  if (closed !== undefined) return [closed];
  if (rule === "unreadable-provider") return [];
  if (rule === "cancelled-provider") {
    return [{ kind: wasGone(conflict) ? "back" : "reopened", end: provider }];
  }
  if (rule === "started-blocked" && seen(view, consumer)?.item.status === "todo") {
    return [{ kind: "paused", end: consumer }];
  }
  const { items, end = null } = evidence.chain ?? { items: [] };
  const last = items.slice(-1).flatMap((id) => moved(view, id, end));
  const places = [...last, ...moved(view, provider, evidence.provider), ...moved(view, consumer, evidence.consumer)];
  return places.length === 0 && isPaused(view, conflict) ? [{ kind: "paused", end: consumer }] : places;
}

/** Only its progress made a consumer without a plan need a provider without one. */
function isPaused(view: TrainView, { rule, alsoFires, consumer, evidence }: Conflict): boolean {
  const { startsAt, endsAt, iteration } = evidence.consumer;
  const isUnplanned = startsAt === null && endsAt === null && iteration === null;
  const isAboutPlan = rule !== "cycle" && toldBy(rule, alsoFires) === "unscheduled-provider";
  return isAboutPlan && isUnplanned && seen(view, consumer)?.item.status === "todo";
}

function moved(view: TrainView, end: WorkItemId, was: EndEvidence | null): readonly Ending[] {
  const now = seen(view, end);
  return now !== null && was !== null && !stays(evidenceOf(now, "provider"), was, view.train)
    ? [{ kind: "moved", end, was, now }]
    : [];
}

function stays(now: EndEvidence, was: EndEvidence, train: Train): boolean {
  const sameBox = now.iteration === was.iteration && now.increment === was.increment;
  const sameDates = now.startsAt === was.startsAt && now.endsAt === was.endsAt;
  return sameDates && (sameBox || !isNamed(was, train));
}

/** Whether the calendar has the place: the train file may call its iterations by other names now. */
function isNamed({ iteration, increment }: EndEvidence, train: Train): boolean {
  return iteration === null || iterationsOf(train).some((one) => one.key === iteration && one.increment === increment);
}
