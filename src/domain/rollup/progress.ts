import type { PlannedItem } from "../model/planned-item.ts";
import type { IterationProgress, Progress } from "./rollup.ts";
import { iterationsOf } from "../model/train.ts";
import type { Train } from "../model/train.ts";

/** Counts work. Cancelled work has only its own count; points are those of estimated work. */
export function progressOf(items: readonly PlannedItem[]): Progress {
  const count = { items: 0, done: 0, inProgress: 0, cancelled: 0, points: 0, pointsDone: 0 };
  for (const { item, points } of items) {
    if (item.status === "cancelled") {
      count.cancelled += 1;
      continue;
    }
    count.items += 1;
    count.points += points ?? 0;
    if (item.status === "in-progress") count.inProgress += 1;
    if (item.status !== "done") continue;
    count.done += 1;
    count.pointsDone += points ?? 0;
  }
  return rounded(count);
}

/** Of several teams, or iterations. */
export function sumOf(all: readonly Progress[]): Progress {
  const sum = (figure: keyof Progress) => all.reduce((total, one) => total + one[figure], 0);
  return rounded({
    items: sum("items"),
    done: sum("done"),
    inProgress: sum("inProgress"),
    cancelled: sum("cancelled"),
    points: sum("points"),
    pointsDone: sum("pointsDone"),
  });
}

/** To thousandths, so that a sum does not depend on the order of its terms. */
function rounded(progress: Progress): Progress {
  const toThousandths = (points: number) => Math.round(points * 1000) / 1000;
  return { ...progress, points: toThousandths(progress.points), pointsDone: toThousandths(progress.pointsDone) };
}

/**
 * One line per iteration of the increment, of another increment if it holds work, and at the end one for work without
 * an iteration.
 * @param of work in an iteration, by its ordinal; null for none
 */
export function progressByIteration(
  of: (ordinal: number | null) => Progress | undefined,
  train: Train,
  increment: string,
): readonly IterationProgress[] {
  const none = sumOf([]);
  const lines = iterationsOf(train).flatMap((iteration) => {
    const progress = of(iteration.ordinal);
    if (progress === undefined && iteration.increment !== increment) return [];
    return { iteration: iteration.key, increment: iteration.increment, progress: progress ?? none };
  });
  return [...lines, { iteration: null, increment: null, progress: of(null) ?? none }];
}
