import type { WorkItemId } from "../ids.ts";
import { isOpen } from "../items/work-item.ts";
import { iterationsIn, type PeriodName } from "../history/scope.ts";
import type { TrainView } from "../model/train-plan.ts";
import { rounded } from "../rollup/load.ts";
import { ratioOf, type Share } from "./share.ts";

/** An open owned item of a type that has business values; it need not count in other figures. */
export type ValuedItem = {
  readonly id: WorkItemId;
  /** Key of the team that owns it. */
  readonly team: string;
  /** Null without a value. */
  readonly value: number | null;
};

/** How much of the business value of what was committed is done. */
export type BusinessValue = Share & {
  /** Committed items with a value, by their state at the end. */
  readonly done: readonly WorkItemId[];
  readonly notDone: readonly WorkItemId[];
  /** `of`: committed items of the types that have values; `known`: those with a value. */
  readonly coverage: { readonly of: number; readonly known: number };
};

/**
 * What was open in an increment, of the types of which an item has a business value there. Values are those of the last
 * reading. Empty for an iteration: business values are about increments.
 */
export function valuedIn({ plan }: Pick<TrainView, "plan">, period: PeriodName): readonly ValuedItem[] {
  if (period.iteration !== null) return [];
  const { train } = plan;
  const ordinals = new Set(iterationsIn(train, period).map(({ ordinal }) => ordinal));
  const planned = train.teams.flatMap((team) =>
    plan
      .ownedBy(team)
      .filter(({ item, iteration }) => isOpen(item) && iteration !== null && ordinals.has(iteration.ordinal))
      .map(({ item }) => ({ id: item.id, team: team.key, value: item.businessValue, type: item.sourceKind })),
  );
  const types = new Set(planned.filter(({ value }) => value !== null).map(({ type }) => type));
  return planned
    .filter(({ type }) => types.has(type))
    .map(({ id, team, value }) => ({ id, team, value }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

type ValueOutcome = {
  /** What was committed. */
  readonly valued: readonly ValuedItem[];
  /** Those of it that are done, and others. */
  readonly done: ReadonlySet<WorkItemId>;
};

/** @returns null if nothing that was committed has a value above 0 */
export function businessValueOf({ valued, done }: ValueOutcome): BusinessValue | null {
  const known = valued.flatMap(({ id, value }) => (value === null ? [] : { id, value }));
  const finished = known.filter(({ id }) => done.has(id));
  const [part, whole] = [sumOf(finished), sumOf(known)];
  if (whole === 0) return null;
  return {
    part,
    whole,
    ratio: ratioOf(part, whole),
    done: finished.map(({ id }) => id),
    notDone: known.filter(({ id }) => !done.has(id)).map(({ id }) => id),
    coverage: { of: valued.length, known: known.length },
  };
}

function sumOf(items: readonly { readonly value: number }[]): number {
  return rounded(items.reduce((total, { value }) => total + value, 0));
}
