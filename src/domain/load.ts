import { countedWork } from "./counted-work.ts";
import type { ConflictSeverity } from "./conflict.ts";
import type { PlannedItem, TrainView } from "./planned-item.ts";
import { ownedItems } from "./rollup-figures.ts";
import type { IterationLoad, TeamLoad } from "./rollup.ts";
import { incrementAt, iterationsOf } from "./train.ts";
import type { Iteration, Team, Train } from "./train.ts";

/** How many iterations that are over say what a team finishes. */
const ITERATIONS_AVERAGED = 3;

/** How grave `over-capacity` is for a train: a risk, unless the train file says otherwise. */
export function overCapacity(train: Train): ConflictSeverity | "off" {
  return train.rules["over-capacity"] ?? "risk";
}

/** What each team has in the running and coming iterations of the present increment, in the file's order of teams. */
export function teamLoads(view: TrainView): readonly TeamLoad[] {
  const capacities = capacitiesOf(view);
  return [...capacities.values()].map(({ team, unit, finished, over, loadOf, ahead }) => ({
    team: team.key,
    name: team.name,
    unit,
    finished,
    over,
    iterations: ahead.map((iteration): IterationLoad => {
      const { load, done } = loadOf(iteration.ordinal);
      const isOver = finished !== null && load > finished;
      return {
        iteration: iteration.key,
        increment: iteration.increment,
        ordinal: iteration.ordinal,
        load,
        done,
        isOver,
      };
    }),
  }));
}

/** What one team finished lately, and what it has in any iteration. */
export type Capacity = Pick<TeamLoad, "unit" | "finished" | "over"> & {
  readonly team: Team;
  /** The running and coming iterations of the present increment. */
  readonly ahead: readonly Iteration[];
  /** @param ordinal place of an iteration on the train. */
  readonly loadOf: (ordinal: number) => { readonly load: number; readonly done: number };
  /** What one item adds to its iteration: nothing where its children or its parent are counted instead. */
  readonly amountOf: (planned: PlannedItem) => number;
};

/** By team key, in the file's order of teams. */
export function capacitiesOf(view: TrainView): ReadonlyMap<string, Capacity> {
  const work = new Set<string>(countedWork(ownedItems(view)).map(({ item }) => item.id));
  const counts = ({ item }: PlannedItem) => work.has(item.id) && item.status !== "cancelled";
  const byTeam = Map.groupBy(
    [...view.items.values()].filter((planned) => planned.iteration !== null && counts(planned)),
    ({ team }) => team?.key,
  );
  return new Map(
    view.train.teams.map((team) => [team.key, capacityOf({ view, team, counts, work: byTeam.get(team.key) ?? [] })]),
  );
}

type TeamWork = {
  readonly view: TrainView;
  readonly team: Team;
  readonly counts: (planned: PlannedItem) => boolean;
  /** What the team has in iterations. */
  readonly work: readonly PlannedItem[];
};

function capacityOf({ view: { train, at }, team, counts, work }: TeamWork): Capacity {
  const increment = incrementAt(train, at);
  const inside = Map.groupBy(work, ({ iteration }) => iteration?.ordinal);
  const itemsIn = (ordinal: number) => inside.get(ordinal) ?? [];
  const ahead = iterationsOf(train).filter((one) => one.increment === increment && one.endsAt > at);
  // An innovation-planning iteration is no measure of what a team finishes.
  const past = iterationsOf(train).filter(({ endsAt, kind }) => endsAt <= at && kind === "regular");
  // Before the first finished item the team was not there, or was not read.
  const first = past.findIndex(({ ordinal }) => itemsIn(ordinal).some(isDone));
  const averaged = first === -1 ? [] : past.slice(first).slice(-ITERATIONS_AVERAGED);
  const looked = [...averaged, ...ahead].flatMap(({ ordinal }) => itemsIn(ordinal));
  const estimated = looked.filter(({ points }) => points !== null).length;
  const unit = estimated * 2 > looked.length ? "points" : "items";
  const weigh = (planned: PlannedItem) => (unit === "points" ? (planned.points ?? 0) : 1);
  const sum = (items: readonly PlannedItem[]) => rounded(items.reduce((total, planned) => total + weigh(planned), 0));
  const loads = new Map(
    [...inside].map(([ordinal, items]) => [ordinal, { load: sum(items), done: sum(items.filter(isDone)) }]),
  );
  const finished = averaged.flatMap(({ ordinal }) => itemsIn(ordinal).filter(isDone));
  return {
    team,
    unit,
    finished: averaged.length === 0 ? null : rounded(sum(finished) / averaged.length),
    over: averaged.length,
    ahead,
    loadOf: (ordinal) => loads.get(ordinal) ?? { load: 0, done: 0 },
    amountOf: (planned) => (counts(planned) ? weigh(planned) : 0),
  };
}

function isDone({ item }: PlannedItem): boolean {
  return item.status === "done";
}

/** To thousandths, so that a sum does not depend on the order in which it was made. */
export function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
