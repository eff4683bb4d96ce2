import type { Load, StepCaution } from "./conflict.ts";
import { overCapacity } from "./load.ts";
import type { Capacity } from "./load.ts";
import type { PlannedItem, TrainView } from "./planned-item.ts";
import { iterationAt, iterationsOf } from "./train.ts";
import type { Iteration } from "./train.ts";

/** A step's place in the calendar: how far it is from where the item stands, in milliseconds, and what speaks against it. */
export type Placing = { readonly distance: number; readonly cautions: readonly StepCaution[]; readonly rank: number };

/** Where a step's item goes, and the other end of the dependency: near that an item without a plan has its place. */
export type Going = { readonly planned: PlannedItem; readonly other: PlannedItem; readonly target: Iteration };

/** Weighs steps by the calendar and by what teams finish. `capacities` are the view's. */
export function placingsIn(view: TrainView, capacities: ReadonlyMap<string, Capacity>) {
  const { train, at } = view;
  const present = iterationAt(train, at);
  const coming = iterationsOf(train).find(({ endsAt }) => endsAt > at) ?? null;
  const minds = overCapacity(train) !== "off";

  const homeOf = ({ iteration, startsAt, endsAt }: PlannedItem): Iteration | null => {
    if (iteration !== null) return iteration;
    if (endsAt !== null) return iterationAt(train, endsAt - 1);
    return startsAt === null ? null : iterationAt(train, startsAt);
  };

  const loadAfter = (planned: PlannedItem, target: Iteration): Load | null => {
    const capacity = capacities.get(planned.team?.key ?? "");
    if (!minds || capacity === undefined || capacity.finished === null) return null;
    const { team, finished, unit } = capacity;
    const load = Math.round((capacity.loadOf(target.ordinal).load + capacity.amountOf(planned)) * 1000) / 1000;
    return load > finished ? { team: team.key, load, finished, unit } : null;
  };

  return {
    /** Of a move into an iteration. */
    ofMove({ planned, other, target }: Going): Placing {
      const home = homeOf(planned) ?? homeOf(other) ?? coming;
      const load = loadAfter(planned, target);
      const calendar = [
        ...(target.ordinal === present?.ordinal ? [{ kind: "running-iteration" } as const] : []),
        ...calendarCautions(target, home),
      ];
      const cautions = [...calendar, ...(load === null ? [] : [{ kind: "over-capacity", ...load } as const])];
      // Pulling work into an earlier increment is no small thing either, unless what waits for it is there.
      const isEarlier = home !== null && target.increment !== home.increment && target.ordinal < home.ordinal;
      const isForeign = isEarlier && target.increment !== homeOf(other)?.increment;
      const distance = Math.abs(target.startsAt - (home?.startsAt ?? at));
      return { distance, cautions, rank: rankOf(cautions.length + (isForeign ? 1 : 0), calendar.length) };
    },

    /** Of another last day. @param end the first instant after it. */
    ofDueDate({ planned, other }: Omit<Going, "target">, end: number): Placing {
      const home = homeOf(planned) ?? homeOf(other) ?? coming;
      const target = iterationAt(train, end - 1);
      const cautions = target === null || target.ordinal === home?.ordinal ? [] : calendarCautions(target, home);
      return {
        distance: Math.abs(end - (planned.endsAt ?? end)),
        cautions,
        rank: rankOf(cautions.length, cautions.length),
      };
    },
  };
}

/** Of equally many cautions, an iteration that is over-full comes before one that is the wrong one. */
function rankOf(cautions: number, calendar: number): number {
  return cautions * 10 + calendar;
}

function calendarCautions(target: Iteration, home: Iteration | null): StepCaution[] {
  const isLater = home !== null && target.increment !== home.increment && target.ordinal > home.ordinal;
  return [
    ...(target.kind === "innovation-planning" ? [{ kind: "innovation-planning" } as const] : []),
    ...(isLater ? [{ kind: "next-increment" } as const] : []),
  ];
}
