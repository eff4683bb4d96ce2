import type { Load, StepCaution } from "./conflict.ts";
import { overCapacity, rounded } from "../rollup/load.ts";
import type { PlannedItem } from "../model/planned-item.ts";
import type { LivePlan } from "../model/train-plan.ts";
import { derived } from "../tracking/tracked.ts";
import { iterationAt, iterationsOf } from "../model/train.ts";
import type { Iteration } from "../model/train.ts";

/** How far a step moves its item, in milliseconds, and its cautions. */
export type Placing = {
  readonly distance: number;
  readonly cautions: readonly StepCaution[];
  /** Smaller ones come first; of equal ones the nearer. */
  readonly rank: number;
};

/** An item to move, and the other end of the dependency: an item without a plan has its place near that. */
export type Going = { readonly planned: PlannedItem; readonly other: PlannedItem };

/** Rates steps by the calendar and by the teams' capacity. */
export function placingsIn({ rows, train, lastBoundary, capacityOf }: LivePlan) {
  const calendarNow = derived(rows.cells, () => {
    const at = lastBoundary();
    const coming = iterationsOf(train).filter(({ endsAt }) => endsAt > at);
    return { at, present: iterationAt(train, at), coming: coming.slice(0, 1) };
  });
  const minds = overCapacity(train) !== "off";

  const placeOf = ({ iteration, startsAt, endsAt }: PlannedItem): Iteration | null => {
    if (iteration !== null) return iteration;
    if (endsAt !== null) return iterationAt(train, endsAt - 1);
    return startsAt === null ? null : iterationAt(train, startsAt);
  };

  /** Work left in a past increment belongs to the present one. */
  const leavesIncrement = (target: Iteration, home: Iteration) => {
    const { at, coming } = calendarNow();
    return (home.endsAt > at ? [home] : coming).some(
      ({ increment, ordinal }) => target.increment !== increment && target.ordinal > ordinal,
    );
  };

  const calendarCautions = (target: Iteration, home: Iteration): StepCaution[] => [
    ...(target.kind === "innovation-planning" ? [{ kind: "innovation-planning" } as const] : []),
    ...(leavesIncrement(target, home) ? [{ kind: "next-increment" } as const] : []),
  ];

  /** The team's load in an iteration with the item; null where it is not too much. */
  const loadsWith = (planned: PlannedItem): ((target: Iteration) => Load | null) => {
    const capacity = minds && planned.team !== null ? capacityOf(planned.team) : null;
    if (capacity === null || capacity.finished === null) return () => null;
    const { team, finished, unit, loadOf } = capacity;
    const amount = capacity.amountOf(planned);
    return ({ ordinal }) => {
      const load = rounded(loadOf(ordinal).load + amount);
      return load > finished ? { team: team.key, load, finished, unit } : null;
    };
  };

  return {
    /** Of moves of one item into iterations. */
    ofMoves({ planned, other }: Going): (target: Iteration) => Placing {
      const own = placeOf(planned);
      const others = placeOf(other);
      const loadWith = loadsWith(planned);
      return (target) => {
        const home = own ?? others ?? target;
        const load = loadWith(target);
        const calendar: StepCaution[] = [
          ...(target.ordinal === calendarNow().present?.ordinal ? [{ kind: "running-iteration" } as const] : []),
          ...calendarCautions(target, home),
        ];
        const cautions = [...calendar, ...(load === null ? [] : [{ kind: "over-capacity", ...load } as const])];
        // A move into an earlier increment is a caution too, unless the consumer is there.
        const isEarlier = target.increment !== home.increment && target.ordinal < home.ordinal;
        const isForeign = isEarlier && target.increment !== others?.increment;
        const distance = Math.abs(target.startsAt - home.startsAt);
        return { distance, cautions, rank: rankOf(calendar, cautions.length + (isForeign ? 1 : 0)) };
      };
    },

    /** Of another last day. @param end the first instant after it */
    ofDueDate(planned: PlannedItem, end: number): Placing {
      const home = placeOf(planned);
      const target = iterationAt(train, end - 1);
      const isElsewhere = target !== null && home !== null && target.ordinal !== home.ordinal;
      const cautions = isElsewhere ? calendarCautions(target, home) : [];
      return {
        distance: Math.abs(end - Number(planned.endsAt)),
        cautions,
        rank: rankOf(cautions, cautions.length),
      };
    },
  };
}

/**
 * Steps out of the increment come last, then those with more cautions; of equally many, an over-full iteration comes
 * before a wrong one.
 */
function rankOf(calendar: readonly StepCaution[], count: number): number {
  const leaves = calendar.some(({ kind }) => kind === "next-increment");
  return (leaves ? 100 : 0) + count * 10 + calendar.length;
}
