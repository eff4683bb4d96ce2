import type { PlannedItem } from "./planned-item.ts";
import type { IterationProgress, Progress } from "./rollup.ts";
import { iterationsOf } from "./train.ts";
import type { Train } from "./train.ts";

/** Counts work. Cancelled work is only counted as such; points are those of estimated work. */
export function progressOf(items: readonly PlannedItem[]): Progress {
  const live = items.filter(({ item }) => item.status !== "cancelled");
  const done = live.filter(({ item }) => item.status === "done");
  return {
    items: live.length,
    done: done.length,
    inProgress: live.filter(({ item }) => item.status === "in-progress").length,
    cancelled: items.length - live.length,
    points: pointsIn(live),
    pointsDone: pointsIn(done),
  };
}

/** Rounded to thousandths, so that the sum does not depend on the order in which it was made. */
function pointsIn(items: readonly PlannedItem[]): number {
  const sum = items.reduce((total, { points }) => total + (points ?? 0), 0);
  return Math.round(sum * 1000) / 1000;
}

/**
 * One line per iteration of the increment, of another increment where it holds work, and last one for work without an
 * iteration.
 */
export function progressByIteration(
  items: readonly PlannedItem[],
  train: Train,
  increment: string,
): readonly IterationProgress[] {
  const lines = iterationsOf(train).flatMap((iteration) => {
    const inside = items.filter((planned) => planned.iteration?.ordinal === iteration.ordinal);
    if (inside.length === 0 && iteration.increment !== increment) return [];
    return { iteration: iteration.key, increment: iteration.increment, progress: progressOf(inside) };
  });
  const unplanned = items.filter(({ iteration }) => iteration === null);
  return [...lines, { iteration: null, increment: null, progress: progressOf(unplanned) }];
}
