import type { ConflictSeverity } from "../conflicts/conflict.ts";
import type { PlannedItem } from "../model/planned-item.ts";
import type { LivePlan } from "../model/train-plan.ts";
import type { Capacity } from "./figures.ts";
import type { IterationLoad, TeamLoad } from "./rollup.ts";
import { incrementAt, iterationsOf } from "../model/train.ts";
import type { Iteration, Team, Train } from "../model/train.ts";
import { once } from "../tracking/once.ts";
import { isAlike, keyed } from "../tracking/tracked.ts";

/** Number of past iterations in a team's average. */
const ITERATIONS_AVERAGED = 3;

/** Severity of `over-capacity` for a train: a risk, unless the train file overrides it. */
export function overCapacity(train: Train): ConflictSeverity | "off" {
  return train.rules["over-capacity"] ?? "risk";
}

/** Each team's load in the running and coming iterations of the present increment, in the file's order of teams. */
export function teamLoads({ train, lastBoundary, capacityOf }: LivePlan): readonly TeamLoad[] {
  return train.teams.map(capacityOf).map(({ team, unit, finished, over, loadOf }) => ({
    team: team.key,
    name: team.name,
    unit,
    finished,
    over,
    iterations: iterationsAhead(train, lastBoundary()).map((iteration): IterationLoad => {
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

type Measure = Pick<TeamLoad, "unit" | "finished" | "over">;
type Load = Pick<IterationLoad, "load" | "done">;
type Counting = Pick<LivePlan, "rows" | "train" | "lastBoundary" | "countedBy" | "isCounted">;
type Work = ReadonlyMap<number, readonly PlannedItem[]>;

/** For each team of the train. */
export function capacitiesIn(plan: Counting): (team: Team) => Capacity {
  const { cells } = plan.rows;
  const workOf = keyed(cells, (team: Team): Work =>
    Map.groupBy(
      plan.countedBy(team).filter((planned) => planned.iteration !== null && isLoad(planned)),
      ({ iteration }) => iteration?.ordinal ?? -1,
    ),
  );
  const measureOf = keyed(cells, (team: Team) => measured(workOf(team), plan), isAlike);
  const loadIn = (team: Team, ordinal: number): Load => {
    const { unit } = measureOf(team);
    const items = workOf(team).get(ordinal) ?? [];
    return { load: sumOf(items, unit), done: sumOf(items.filter(isDone), unit) };
  };
  /** Values by iteration: a change in one iteration does not touch values of others. */
  const loadOf = once((team: Team) => keyed(cells, (ordinal: number) => loadIn(team, ordinal), isAlike));
  return (team) => {
    const measure = measureOf(team);
    return {
      team,
      ...measure,
      loadOf: loadOf(team),
      amountOf: (planned) => (isLoad(planned) && plan.isCounted(planned) ? weigh(planned, measure.unit) : 0),
    };
  };
}

function isLoad({ item }: PlannedItem): boolean {
  return item.status !== "cancelled";
}

function measured(work: Work, { train, lastBoundary }: Counting): Measure {
  const at = lastBoundary();
  const itemsIn = ({ ordinal }: Iteration) => work.get(ordinal) ?? [];
  // An innovation-planning iteration does not measure a team's capacity.
  const past = iterationsOf(train).filter(({ endsAt, kind }) => endsAt <= at && kind === "regular");
  // Before the first finished item the team did not exist, or Signalbox did not read it.
  const first = past.findIndex((one) => itemsIn(one).some(isDone));
  const averaged = first === -1 ? [] : past.slice(first).slice(-ITERATIONS_AVERAGED);
  const looked = [...averaged, ...iterationsAhead(train, at)].flatMap(itemsIn);
  const estimated = looked.filter(({ points }) => points !== null).length;
  const unit = estimated * 2 > looked.length ? "points" : "items";
  const finished = sumOf(averaged.flatMap(itemsIn).filter(isDone), unit);
  return {
    unit,
    finished: averaged.length === 0 ? null : rounded(finished / averaged.length),
    over: averaged.length,
  };
}

/** The running and the coming ones of the present increment. */
function iterationsAhead(train: Train, at: number): readonly Iteration[] {
  const increment = incrementAt(train, at);
  return iterationsOf(train).filter((one) => one.increment === increment && one.endsAt > at);
}

function sumOf(items: readonly PlannedItem[], unit: TeamLoad["unit"]): number {
  return rounded(items.reduce((total, planned) => total + weigh(planned, unit), 0));
}

function weigh({ points }: PlannedItem, unit: TeamLoad["unit"]): number {
  return unit === "points" ? (points ?? 0) : 1;
}

function isDone({ item }: PlannedItem): boolean {
  return item.status === "done";
}

/** To thousandths, so that a sum does not depend on the order of its terms. */
export function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
