import { calendarAt } from "../schedule/calendar-state.ts";
import type { Conflict } from "../conflicts/conflict.ts";
import { featuresIn } from "./features.ts";
import { teamLoads } from "./load.ts";
import type { Model } from "../model/model.ts";
import type { TrainView } from "../model/train-plan.ts";
import { progressByIteration, sumOf } from "./progress.ts";
import { dataQualityOf } from "./quality.ts";
import { bySeverity, teamsConcerned } from "./dependency-figures.ts";
import type { Rollup } from "./rollup.ts";
import type { Setup } from "../setup/setup.ts";
import { incrementAt, iterationAt } from "../model/train.ts";
import { verdictOf } from "./verdict.ts";

/** The input of a rollup; `conflicts` are those of `view`, which was made from `model`. */
export type RollupInput = {
  readonly view: TrainView;
  readonly conflicts: readonly Conflict[];
  readonly model: Model;
  readonly setup: Setup;
  /** Number of open conflicts that are not visible at present. */
  readonly unseen: number;
  /** Epoch milliseconds; absent if the view's instant is not later. Nothing tells what teams finish until a later one. */
  readonly now?: number;
};

/** The figures of one train at the view's instant. */
export function rollUp({ view, conflicts, model, setup, unseen, now }: RollupInput): Rollup {
  const { train, at, plan, counts } = view;
  const increment = incrementAt(train, at);
  const figures = train.teams.map((team) => plan.figuresOf(team));
  const load = now !== undefined && now < at ? [] : teamLoads(plan);
  const dataQuality = dataQualityOf(view, model, now);
  const { features, openFeatures } = featuresIn(view, conflicts);
  const concerned = conflicts.map((conflict) => ({ conflict, teams: teamsConcerned(conflict, view) }));
  const inIteration = (ordinal: number | null) => {
    const found = figures.flatMap(({ iterations }) => iterations.get(ordinal) ?? []);
    return found.length === 0 ? undefined : sumOf(found);
  };
  return {
    train: train.key,
    name: train.name,
    at,
    increment,
    iteration: iterationAt(train, at)?.key ?? null,
    calendar: calendarAt(train, at),
    verdict: verdictOf({ view, conflicts, load, openFeatures, blind: { ...dataQuality, setup, unseen } }),
    items: counts.owned + counts.neighbour + counts.unassigned,
    features,
    openFeatures,
    uncounted: figures.reduce((total, { uncounted }) => total + uncounted, 0),
    total: sumOf(figures.map(({ total }) => total)),
    inIncrement: sumOf(figures.map(({ inIncrement }) => inIncrement)),
    iterations: progressByIteration(inIteration, train, increment),
    teams: train.teams.map(({ key, name }, place) => {
      const own = figures.slice(place, place + 1);
      const open = concerned.filter(({ teams }) => teams.includes(key)).map(({ conflict }) => conflict);
      return {
        team: key,
        name,
        total: sumOf(own.map(({ total }) => total)),
        iterations: progressByIteration((ordinal) => own[0]?.iterations.get(ordinal), train, increment),
        openConflicts: bySeverity(open),
      };
    }),
    load,
    dependencies: view.dependencyFigures,
    conflicts: bySeverity(conflicts),
    unseenConflicts: unseen,
    dataQuality,
  };
}
