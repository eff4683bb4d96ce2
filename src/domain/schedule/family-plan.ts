import { noPlan } from "./placement.ts";
import type { Basis } from "./placement.ts";
import { byDates } from "./timeboxes.ts";
import type { Hierarchy } from "../items/hierarchy.ts";
import type { WorkItemId } from "../ids.ts";
import { enclosing } from "./interval.ts";
import type { IterationRange } from "./interval.ts";
import type { Placement, Through } from "../model/planned-item.ts";
import { isScheduled } from "../conflicts/rules/rule.ts";
import type { Iteration } from "../model/train.ts";
import { isOpen } from "../items/work-item.ts";
import type { WorkItem } from "../items/work-item.ts";

/** Items and their places, present ones or those after a step. */
export type PlanLookup = {
  readonly itemOf: (item: WorkItem) => WorkItem;
  readonly placeOf: (item: WorkItem) => Placement;
};

type Part = { readonly item: WorkItem; readonly place: Placement };

/**
 * By its open parts, from the first to the last, of any owner; if none is open, by the finished ones. Cancelled ones do
 * not count. Null for an item without parts.
 */
export function planOfParts(
  children: readonly WorkItem[],
  lookup: PlanLookup,
  iterations: readonly Iteration[],
): Basis | null {
  const parts = children.map(lookup.itemOf).filter((part) => isOpen(part) || isDone(part));
  const open = parts.filter(isOpen);
  const looked = (open.length > 0 ? open : parts).filter(tellsOfParent);
  if (looked.length === 0) return null;
  const placed = looked.map((item): Part => ({ item, place: lookup.placeOf(item) }));
  const planned = placed.filter(({ item, place }) => item.presence === "present" && isScheduled(place));
  const through = throughParts(placed, planned);
  if (planned.length === 0) return { ...noPlan, through };
  const places = planned.map(({ place }) => place);
  const counted = enclosing(places.map((place) => place.counted));
  const ranges = places.flatMap(({ iterationRange }) => iterationRange ?? []);
  const iteration = ranges.length === 0 ? null : (byDates(counted, iterations) ?? null);
  const layers = [{ from: "parts", ...enclosing(places) }] as const;
  return { layers, iteration, counted, iterationRange: enclosingRange(ranges), through };
}

function isDone({ status, presence }: WorkItem): boolean {
  return status === "done" && presence === "present";
}

/** A sub-task is a step of its story, and follows it unless it has dates of its own. */
function tellsOfParent({ kind, startOn, dueOn }: WorkItem): boolean {
  return kind !== "subtask" || startOn !== null || dueOn !== null;
}

function enclosingRange(ranges: readonly IterationRange[]): IterationRange | null {
  return ranges.reduce<IterationRange | null>((range, { first, last }) => {
    if (range === null) return { first, last };
    return {
      first: first.ordinal < range.first.ordinal ? first : range.first,
      last: last.ordinal > range.last.ordinal ? last : range.last,
    };
  }, null);
}

function throughParts(placed: readonly Part[], planned: readonly Part[]): Through {
  const isPlanned = new Set(planned);
  const without = placed.filter((part) => !isPlanned.has(part));
  const below = placed.map(({ place }) => (place.through?.from === "parts" ? place.through : null));
  const plannedParts = planned.map(plannedPartOf);
  const last = firstBy(plannedParts, outlasts);
  return {
    from: "parts",
    first: firstBy(plannedParts, beginsBefore)?.first ?? null,
    last: last?.last ?? null,
    end: last?.end ?? null,
    unplanned:
      below.reduce((sum, one) => sum + (one?.unplanned ?? 0), 0) + without.filter((part) => !speaksFor(part)).length,
    next: without.map(nextOf).find((id) => id !== null) ?? below.find((one) => one?.next)?.next ?? null,
  };
}

/** Its own unplanned parts count in its place. */
function speaksFor({ place: { through } }: Part): boolean {
  return through?.from === "parts" && through.unplanned > 0;
}

function nextOf({ item, place: { through } }: Part): WorkItemId | null {
  if (item.presence !== "present") return null;
  return through?.from === "parts" ? through.next : item.id;
}

/** The items with a plan of their own: those below a part that has its plan from parts itself. */
type PlannedPart = {
  readonly first: WorkItemId;
  readonly startsAt: number | null;
  readonly last: WorkItemId;
  readonly end: Placement;
};

function plannedPartOf({ item: { id }, place }: Part): PlannedPart {
  const { startsAt } = place.counted;
  const parts = place.datesFrom === "parts" && place.through?.from === "parts" ? place.through : null;
  return { first: parts?.first ?? id, startsAt, last: parts?.last ?? id, end: parts?.end ?? place };
}

/** The first one, with no other before it. */
function firstBy(
  plannedParts: readonly PlannedPart[],
  goesBefore: (a: PlannedPart, b: PlannedPart) => boolean,
): PlannedPart | null {
  return plannedParts.reduce<PlannedPart | null>(
    (best, one) => (best === null || goesBefore(one, best) ? one : best),
    null,
  );
}

function beginsBefore(a: PlannedPart, b: PlannedPart): boolean {
  return (a.startsAt ?? Infinity) < (b.startsAt ?? Infinity);
}

/** Of two that end together the longer one: it says less about when it will be done. */
function outlasts(a: PlannedPart, b: PlannedPart): boolean {
  const [mine, yours] = [a.end.counted, b.end.counted];
  if (mine.endsAt !== yours.endsAt) return (mine.endsAt ?? -Infinity) > (yours.endsAt ?? -Infinity);
  return (mine.startsAt ?? Infinity) < (yours.startsAt ?? Infinity);
}

/** By the parent's present place; a finished or cancelled parent plans nothing. Null if Signalbox did not read the parent. */
export function planOfParent(item: WorkItem, { parentOf }: Hierarchy, lookup: PlanLookup): Basis | null {
  const parent = parentOf(item);
  const followed = parent === null ? null : lookup.itemOf(parent);
  if (followed === null || followed.presence !== "present") return null;
  const byParent = { from: "parent", parent: followed.id } as const;
  if (!isOpen(followed)) return { ...noPlan, through: byParent };
  const place = lookup.placeOf(followed);
  if (!isScheduled(place)) return { ...noPlan, through: byParent };
  const { iteration, startsAt, endsAt, counted, iterationRange } = place;
  const parts = partsOf(place);
  const through = parts === null ? byParent : { ...byParent, parts };
  return { layers: [{ from: "parent", startsAt, endsAt }], iteration, counted, iterationRange, through };
}

/** The parts that plan an item; null if it has dates of its own, or if Signalbox knows of no such parts. */
function partsOf({ through, datesFrom }: Placement): { readonly first: WorkItemId; readonly last: WorkItemId } | null {
  if (through === null || datesFrom !== through.from) return null;
  if (through.from === "parent") return through.parts ?? null;
  const { first, last } = through;
  return first === null || last === null ? null : { first, last };
}
