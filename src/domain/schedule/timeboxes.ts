import type { Zone } from "./civil-day.ts";
import { CLOCK_CHANGE_MS } from "./interval.ts";
import type { Interval } from "./interval.ts";
import type { NameDirectory } from "../items/names.ts";
import { byText } from "../ordering.ts";
import { compilePattern } from "../pattern.ts";
import type { Sprint } from "./sprint.ts";
import type { Iteration } from "../model/train.ts";

/**
 * Versions, milestones and iterations of projects have days where sprints have instants. Connectors give them as days in UTC; on the train they
 * begin and end with its own days, or a milestone due on an iteration's last day would fall into the next one. The same
 * object for the same timebox.
 */
export function boxesIn(zone: Zone): (box: Sprint) => Sprint {
  const known = new WeakMap<Sprint, Sprint>();
  const at = (instant: number | null) => (instant === null ? null : zone.startOfUtcDay(instant));
  return (box) => {
    if (box.kind === "sprint") return box;
    const moved = known.get(box) ?? { ...box, startsAt: at(box.startsAt), endsAt: at(box.endsAt) };
    known.set(box, moved);
    return moved;
  };
}

/** The latest of an item's timeboxes; null if there is none. See docs/rules.md, "Schedule". */
export function latestBox(boxes: readonly Sprint[]): Sprint | null {
  return boxes.reduce<Sprint | null>(
    (latest, box) => (latest === null || compareBoxes(latest, box) <= 0 ? box : latest),
    null,
  );
}

/** Earlier before later; equal places by the tracker's number, then by id. */
function compareBoxes(a: Sprint, b: Sprint): number {
  const [left, right] = [placeOf(a), placeOf(b)];
  if (left !== right) return left < right ? -1 : 1;
  return Number(a.nativeId) - Number(b.nativeId) || byText(a.id, b.id);
}

/** The place of a sprint or iteration is its start, that of a version or milestone its due date; a future timebox without dates comes last of all. */
function placeOf(box: Sprint): number {
  const hasStart = box.kind === "sprint" || box.kind === "iteration";
  const dates = hasStart ? [box.startsAt, box.endsAt] : [box.endsAt, box.startsAt];
  return dates.find((date) => date !== null) ?? (box.state === "future" ? Infinity : -Infinity);
}

/** Finds the train's iteration of a timebox; null if neither dates nor name give one. */
export type IterationOfBox = (box: Sprint) => Iteration | null;

/** @param iterations all iterations of the train, in order. */
export function iterationOfBox(iterations: readonly Iteration[], names: NameDirectory): IterationOfBox {
  const named = iterations.map((iteration) => ({ iteration, isNamed: boxNamed(iteration.sprintName, names) }));
  const known = new WeakMap<Sprint, Iteration | null>();
  return (box) => {
    const seen = known.get(box);
    if (seen !== undefined) return seen;
    const byName = named.find(({ isNamed }) => isNamed(box))?.iteration;
    const found = byDates(box, iterations) ?? byName ?? null;
    known.set(box, found);
    return found;
  };
}

/**
 * Whether a timebox's present or former name matches the expression; never without one. The expressions come from a
 * checked train file; the names come from the tracker. Tests each timebox once, because thousands of items are in it.
 */
export function boxNamed(expression: string | null, names: NameDirectory): (box: Sprint) => boolean {
  if (expression === null) return () => false;
  const pattern = compilePattern(expression);
  const known = new Map<Sprint, boolean>();
  return (box) => {
    const seen = known.get(box) ?? [box.name, ...names.formerNamesOf(box.id)].some((one) => pattern.test(one));
    known.set(box, seen);
    return seen;
  };
}

/** The iteration that contains at least half of an interval, or its end if it has no start. */
export function byDates({ startsAt, endsAt }: Interval, iterations: readonly Iteration[]): Iteration | undefined {
  if (endsAt === null) return undefined;
  if (startsAt === null) return iterations.find((one) => one.startsAt < endsAt && endsAt <= one.endsAt);
  const overlap = (one: Iteration) => Math.min(one.endsAt, endsAt) - Math.max(one.startsAt, startsAt);
  const most = Math.max(0, ...iterations.map(overlap));
  if (2 * most < endsAt - startsAt - CLOCK_CHANGE_MS) return undefined;
  // Of two halves, the earlier iteration wins.
  return iterations.find((one) => overlap(one) > 0 && overlap(one) >= most - CLOCK_CHANGE_MS);
}
