import { iterationOfBox } from "./timeboxes.ts";
import type { IterationOfBox } from "./timeboxes.ts";
import type { DatesFrom } from "../conflicts/conflict.ts";
import { CLOCK_CHANGE_MS, firstKnown, inStep, iterationRangeOf, withoutContradiction } from "./interval.ts";
import type { Interval, IterationRange } from "./interval.ts";
import type { Placement, Through } from "../model/planned-item.ts";
import type { NameDirectory } from "../items/names.ts";
import type { Sprint } from "./sprint.ts";
import type { Iteration } from "../model/train.ts";
import { once } from "../tracking/once.ts";
import type { WorkItem } from "../items/work-item.ts";

/** An item and its present or hypothetical place. */
export type Placed = { readonly item: WorkItem; readonly place: Placement };

type Layer = Interval & { readonly from: DatesFrom };

/** An item's plan without its own dates: that of its timebox, its parts or its parent. */
export type Basis = {
  /** The first layer with a start, or an end, gives it. */
  readonly layers: readonly Layer[];
  readonly iteration: Iteration | null;
  readonly counted: Interval;
  readonly iterationRange: IterationRange | null;
  readonly through: Through | null;
};

export const noPlan: Basis = {
  layers: [],
  iteration: null,
  counted: { startsAt: null, endsAt: null },
  iterationRange: null,
  through: null,
};

/** The place of an item without dates of its own: the same object for all items of a timebox. */
const undated = once((basis: Basis) => dated({ startsAt: null, endsAt: null }, basis));

/** The item's own dates win over its basis; `datesFrom` names the source of the end. */
export function placementOf(own: Interval | null, basis: Basis): Placement {
  return own === null ? undated(basis) : dated(own, basis);
}

function dated(own: Interval, { layers, iteration, counted, iterationRange, through }: Basis): Placement {
  const known: Layer[] = [{ from: "item", ...own }, ...layers];
  const from = known.find(({ endsAt }) => endsAt !== null) ?? known.find(({ startsAt }) => startsAt !== null);
  const { startsAt, endsAt } = withoutContradiction(firstKnown(known));
  return {
    iteration,
    startsAt,
    endsAt,
    datesFrom: from?.from ?? null,
    counted: withoutContradiction(firstKnown([own, counted])),
    iterationRange,
    through,
  };
}

/** The plan of timeboxes, by the train's iterations. */
export type Boxes = {
  readonly basisOf: (box: Sprint) => Basis;
  /** For an iteration without a timebox in the tracker yet. */
  readonly basisIn: (iteration: Iteration) => Basis;
  readonly iterationOf: IterationOfBox;
  /** Ordinals of the iterations that a timebox serves: the one of its name, and each that it covers by half. */
  readonly ordinalsOf: (box: Sprint) => readonly number[];
};

/** @param iterations all iterations of the train, in order. */
export function boxesOn(iterations: readonly Iteration[], names: NameDirectory): Boxes {
  const iterationOf = iterationOfBox(iterations, names);
  const known = new WeakMap<Sprint, Basis>();
  const basis = (box: Interval | null, iteration: Iteration | null): Basis => {
    const layers: Layer[] = [];
    if (box !== null) layers.push({ from: "sprint", startsAt: box.startsAt, endsAt: box.endsAt });
    if (iteration !== null) layers.push({ from: "iteration", startsAt: iteration.startsAt, endsAt: iteration.endsAt });
    // A box without a start lies in its iteration from the start of that on: its end is in step with no boundary before.
    const counted = inStep(withoutContradiction(firstKnown(layers)), iterations);
    const iterationRange = iterationRangeOf(withoutContradiction(counted), iterations, iteration);
    return { layers, iteration, counted, iterationRange, through: null };
  };
  return {
    iterationOf,
    basisIn: (iteration) => basis(null, iteration),
    basisOf(box) {
      const made = known.get(box) ?? basis(box, iterationOf(box));
      known.set(box, made);
      return made;
    },
    ordinalsOf(box) {
      const named = iterationOf(box)?.ordinal;
      const { startsAt, endsAt } = inStep(box, iterations);
      const covers = (one: Iteration) =>
        startsAt !== null &&
        endsAt !== null &&
        2 * (Math.min(one.endsAt, endsAt) - Math.max(one.startsAt, startsAt)) >=
          one.endsAt - one.startsAt - CLOCK_CHANGE_MS;
      const covered = iterations.filter((one) => one.ordinal !== named && covers(one)).map(({ ordinal }) => ordinal);
      return named === undefined ? covered : [named, ...covered];
    },
  };
}
