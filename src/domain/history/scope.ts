import type { WorkItemId } from "../ids.ts";
import { isPlannedWork, type PlannedWork } from "../model/planned-item.ts";
import type { TrainView } from "../model/train-plan.ts";
import { iterationsOf, type Iteration, type Train } from "../model/train.ts";

/** A whole increment, or one of its iterations. */
export type Period = {
  readonly increment: string;
  /** Null for the whole increment. */
  readonly iteration: string | null;
  /** Epoch milliseconds; `endsAt` is exclusive. */
  readonly startsAt: number;
  readonly endsAt: number;
};

/** Which period it is. */
export type PeriodName = Pick<Period, "increment" | "iteration">;

/** Work in a period. */
export type ScopeItem = {
  readonly id: WorkItemId;
  /** Key of the team that owns it. */
  readonly team: string;
  /** Null without an estimate. */
  readonly points: number | null;
  readonly isDone: boolean;
};

/** The periods of an increment, itself first. */
export function periodsOf({ increments }: Pick<Train, "increments">, increment: string): readonly Period[] {
  return increments
    .filter(({ key }) => key === increment)
    .flatMap(({ startsAt, endsAt, iterations }) => [
      { increment, iteration: null, startsAt, endsAt },
      ...iterations.map((one) => ({ increment, iteration: one.key, startsAt: one.startsAt, endsAt: one.endsAt })),
    ]);
}

/** The iterations that a period consists of. */
export function iterationsIn(train: Train, { increment, iteration }: PeriodName): readonly Iteration[] {
  return iterationsOf(train).filter((one) => one.increment === increment && (iteration ?? one.key) === one.key);
}

/** What counts in a period, as figures count it: planned there, not cancelled, each thing once. Sorted by id. */
export function scopeIn({ plan }: Pick<TrainView, "plan">, period: PeriodName): readonly ScopeItem[] {
  const { train } = plan;
  const iterations = iterationsIn(train, period);
  const works = train.teams.map((team) => plan.figuresOf(team).work);
  const items = works.flatMap((work) => iterations.flatMap(({ ordinal }) => work.get(ordinal) ?? []));
  return inIdOrder(items.filter(isPlannedWork).map(scopeItem));
}

export function scopeItem({ item, team, points }: PlannedWork): ScopeItem {
  return { id: item.id, team: team.key, points, isDone: item.status === "done" };
}

export function inIdOrder(items: readonly ScopeItem[]): readonly ScopeItem[] {
  return items.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
