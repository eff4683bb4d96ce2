import { planAt, type Planned } from "./plan.ts";
import type { Reading } from "./reading.ts";
import { incrementAt, type Period, type Train } from "./train.ts";
import { worldOf, type World } from "./world.ts";

/** Work in a period. */
export type Work = {
  readonly title: string;
  readonly team: string;
  readonly points: number | null;
  readonly isDone: boolean;
};

function isIn({ iteration }: Planned, period: Period): boolean {
  return (
    iteration !== null &&
    iteration.increment === period.increment &&
    (period.iteration === null || period.iteration === iteration.iteration)
  );
}

/** W(p, t): what counts in a period at an instant, by title. */
export function scopeAt(world: World, period: Period, instant: number): readonly Work[] {
  return planAt(world, instant)
    .filter((planned) => planned.counts && planned.status !== "cancelled" && isIn(planned, period))
    .map(({ life, team, points, status }) => ({
      title: life.title,
      team: team ?? "",
      points,
      isDone: status === "done",
    }))
    .toSorted((a, b) => (a.title < b.title ? -1 : 1));
}

/**
 * C(p): the scope at the start of a period, by what the first reading after the start told, if its increment was the
 * present one then; else by all readings.
 */
export function commitmentOf(train: Train, readings: readonly Reading[], period: Period): readonly Work[] {
  const isFirst = ({ at }: Reading) => at >= period.startsAt && incrementAt(train, at) === period.increment;
  const place = readings.findIndex(isFirst);
  const known = place === -1 ? readings : readings.slice(0, place + 1);
  return scopeAt(worldUntil(train, known), period, period.startsAt);
}

/** By the last of the readings, each of which is of one train. */
const worlds = new WeakMap<Reading, World>();

function worldUntil(train: Train, readings: readonly Reading[]): World {
  const last = readings.at(-1);
  const world = (last && worlds.get(last)) ?? worldOf(train, readings);
  if (last !== undefined) worlds.set(last, world);
  return world;
}

/** How a period's scope differs from its commitment: titles. */
export type ScopeChange = Readonly<
  Record<"kept" | "added" | "removed" | "carriedOver" | "finishedElsewhere", readonly string[]>
>;

export function scopeChangeAt(
  world: World,
  period: Period,
  { committed, instant }: { readonly committed: readonly Work[]; readonly instant: number },
): ScopeChange {
  const plan = planAt(world, instant);
  const present = scopeAt(world, period, instant).map(({ title }) => title);
  const before = committed.map(({ title }) => title);
  const fates = Map.groupBy(
    before.filter((title) => !present.includes(title)),
    (title) =>
      fateOf(
        plan.find(({ life }) => life.title === title),
        period,
        instant,
      ),
  );
  return {
    kept: before.filter((title) => present.includes(title)),
    added: present.filter((title) => !before.includes(title)),
    removed: fates.get("removed") ?? [],
    carriedOver: fates.get("carriedOver") ?? [],
    finishedElsewhere: fates.get("finishedElsewhere") ?? [],
  };
}

function fateOf(planned: Planned | undefined, period: Period, instant: number): keyof ScopeChange {
  if (planned === undefined || planned.status === "cancelled") return "removed";
  const isInside = planned.team !== null && isIn(planned, period);
  if (planned.status === "done") return isInside ? "removed" : "finishedElsewhere";
  const isLater = planned.iteration !== null && planned.iteration.startsAt >= period.endsAt;
  return isLater || (instant >= period.endsAt && !isInside) ? "carriedOver" : "removed";
}
