import { connectionsOf } from "../items/item-roles.ts";
import type { StreamState } from "../model/model.ts";
import type { PlannedItem } from "../model/planned-item.ts";
import type { TrainView } from "../model/train-plan.ts";
import { incrementAt, type Train } from "../model/train.ts";
import { isOpen } from "../items/work-item.ts";
import { rounded } from "../rollup/load.ts";
import { iterationsIn, periodsOf, scopeIn, type Period, type ScopeItem } from "./scope.ts";
import type { Unknown } from "./unknown.ts";

/** What stood in a period when it started. Signalbox stores it once, and changes it never. */
export type Commitment = Period & {
  readonly train: string;
  /** When Signalbox stored it, epoch milliseconds. */
  readonly frozenAt: number;
  /** Whether history had to tell it, because something had changed between the start and that instant. */
  readonly fromHistory: boolean;
  /** What history could not tell of the start. */
  readonly unknown: readonly Unknown[];
  /** Sorted by id. */
  readonly items: readonly ScopeItem[];
};

/** The periods of the present increment that have begun. @param at epoch milliseconds */
export function begunPeriods(train: Train, at: number): readonly Period[] {
  return periodsOf(train, incrementAt(train, at)).filter(({ startsAt }) => startsAt <= at);
}

/**
 * Whether everything of a train that Signalbox can read was read since an instant: before, changes until the instant may
 * still arrive. A part that cannot be read holds nothing up, as long as there are others of its connection.
 */
export function isReadSince(train: Train, streams: readonly StreamState[], at: number): boolean {
  return [...connectionsOf(train)].every((connection) => {
    const sound = streams.filter((stream) => stream.connection === connection && stream.failure === null);
    return sound.length > 0 && sound.every(({ completedAt }) => completedAt !== null && completedAt >= at);
  });
}

/** An item of both scopes: as committed, and as it is. */
export type KeptItem = { readonly was: ScopeItem; readonly is: ScopeItem };

/**
 * How a scope differs from the commitment. Each committed item is in exactly one of `kept`, `removed`, `carriedOver` and
 * `finishedElsewhere`; each present one in `kept` or `added`.
 */
export type ScopeChange = {
  readonly kept: readonly KeptItem[];
  readonly added: readonly ScopeItem[];
  /** Not planned in the period any more: cancelled, deleted, of no team, or back in the backlog while the period ran. */
  readonly removed: readonly ScopeItem[];
  /** Open, and planned in a later iteration; after the end of the period all that is open. */
  readonly carriedOver: readonly ScopeItem[];
  /** Done, and not in the period. */
  readonly finishedElsewhere: readonly ScopeItem[];
};

type Committed = Pick<Commitment, "items"> & Period;

/** A plan, and its instant (epoch milliseconds). */
export type PlanAt = Pick<TrainView, "plan" | "at">;

/** Compares a commitment with the scope in a plan: the present one, or one of any other instant. */
export function scopeChange(commitment: Committed, then: PlanAt): ScopeChange {
  const items = asCounted(commitment.items, then);
  return changeTo(scopeIn(then, commitment), { ...commitment, items }, then);
}

/**
 * Committed items under the record that counts now, because their team may have turned to another connection to the same
 * site; and, of a team that has another key now or left the train, for the team that owns them now.
 */
export function asCounted(items: readonly ScopeItem[], { plan }: Pick<PlanAt, "plan">): readonly ScopeItem[] {
  const teams = new Set(plan.train.teams.map(({ key }) => key));
  return items.map((item) => {
    const id = plan.recordOf(item.id);
    const team = teams.has(item.team) ? item.team : (plan.itemOf(id)?.team?.key ?? item.team);
    return id === item.id && team === item.team ? item : { ...item, id, team };
  });
}

/** The same for a scope that is known. @param scope what counts in the period */
export function changeTo(scope: readonly ScopeItem[], commitment: Committed, { plan, at }: PlanAt): ScopeChange {
  const current = new Map(scope.map((item) => [item.id, item]));
  const committed = new Set(commitment.items.map(({ id }) => id));
  const ordinals = iterationsIn(plan.train, commitment).map(({ ordinal }) => ordinal);
  const isOver = at >= commitment.endsAt;
  const left = commitment.items.filter(({ id }) => !current.has(id));
  const fates = Map.groupBy(left, ({ id }) => fateOf(plan.itemOf(id), isOver, ordinals));
  return {
    kept: commitment.items.flatMap((was) => {
      const is = current.get(was.id);
      return is === undefined ? [] : [{ was, is }];
    }),
    added: [...current.values()].filter(({ id }) => !committed.has(id)),
    removed: fates.get("removed") ?? [],
    carriedOver: fates.get("carriedOver") ?? [],
    finishedElsewhere: fates.get("finishedElsewhere") ?? [],
  };
}

type Fate = "removed" | "carriedOver" | "finishedElsewhere";

/** Of a committed item that no longer counts in the period; inside it, its parts or another train may count instead. */
function fateOf(planned: PlannedItem | null, isOver: boolean, ordinals: readonly number[]): Fate {
  if (planned === null || planned.item.presence !== "present") return "removed";
  const { item, iteration, role } = planned;
  const isInside = iteration !== null && ordinals.includes(iteration.ordinal) && role === "owned";
  if (item.status === "done") return isInside ? "removed" : "finishedElsewhere";
  const isLater = iteration !== null && ordinals.every((ordinal) => ordinal < iteration.ordinal);
  return isOpen(item) && (isLater || (isOver && !isInside)) ? "carriedOver" : "removed";
}

/** Items, and the points of those with an estimate. */
export type Amount = { readonly items: number; readonly points: number };

/**
 * A scope's change in figures: committed + added + reEstimated − removed − carriedOver − finishedElsewhere = present, in
 * items and in points.
 */
export type ScopeFigures = Readonly<
  Record<"committed" | "done" | "added" | "removed" | "carriedOver" | "finishedElsewhere" | "present", Amount>
> & {
  /** Kept items with another estimate, and the difference of their points. Both count nothing in items of the sum. */
  readonly reEstimated: Amount;
};

export function scopeFigures({ kept, added, removed, carriedOver, finishedElsewhere }: ScopeChange): ScopeFigures {
  const was = kept.map((item) => item.was);
  const is = kept.map((item) => item.is);
  const changed = kept.filter((item) => item.was.points !== item.is.points);
  return {
    committed: amountOf([...was, ...removed, ...carriedOver, ...finishedElsewhere]),
    done: amountOf(is.filter(({ isDone }) => isDone)),
    added: amountOf(added),
    removed: amountOf(removed),
    carriedOver: amountOf(carriedOver),
    finishedElsewhere: amountOf(finishedElsewhere),
    reEstimated: {
      items: changed.length,
      points: rounded(sumOf(changed.map((item) => item.is)) - sumOf(changed.map((item) => item.was))),
    },
    present: amountOf([...is, ...added]),
  };
}

/** Points to thousandths. */
export function amountOf(items: readonly Pick<ScopeItem, "points">[]): Amount {
  return { items: items.length, points: rounded(sumOf(items)) };
}

function sumOf(items: readonly Pick<ScopeItem, "points">[]): number {
  return items.reduce((total, { points }) => total + (points ?? 0), 0);
}

/** A part of a scope's change: that of one team, as of the start or, for what was added, as of now. */
export function ofTeam(change: ScopeChange, team: string): ScopeChange {
  const isOf = (item: ScopeItem) => item.team === team;
  return {
    kept: change.kept.filter(({ was }) => isOf(was)),
    added: change.added.filter(isOf),
    removed: change.removed.filter(isOf),
    carriedOver: change.carriedOver.filter(isOf),
    finishedElsewhere: change.finishedElsewhere.filter(isOf),
  };
}
