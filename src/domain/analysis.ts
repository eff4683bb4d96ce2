import { nextRecords } from "./conflict-life.ts";
import type { Pass } from "./conflict-life.ts";
import { calendarAt } from "./calendar-state.ts";
import type { Conflict, ConflictRecord } from "./conflict.ts";
import { countedWork } from "./counted-work.ts";
import { cycleConflicts } from "./cycle-conflicts.ts";
import { edgeConflicts } from "./edge-conflicts.ts";
import { featuresIn } from "./features.ts";
import { teamLoads } from "./load.ts";
import { fixesFor } from "./fix.ts";
import type { Model } from "./model.ts";
import { withNearness } from "./nearness.ts";
import { sortedBy } from "./ordering.ts";
import type { PlannedItem, SetupWarning, TrainView } from "./planned-item.ts";
import { pointsOf } from "./points.ts";
import { progressByIteration, progressOf } from "./progress.ts";
import { dataQualityOf } from "./quality.ts";
import { bySeverity, dependencyFigures, ownedItems, presentItems, teamsConcerned } from "./rollup-figures.ts";
import { replanBy } from "./replan.ts";
import type { Rollup } from "./rollup.ts";
import { scheduleOf } from "./schedule.ts";
import type { Setup } from "./setup.ts";
import { situationOf } from "./situation.ts";
import type { Sprint } from "./sprint.ts";
import { standingsOf } from "./standing.ts";
import { readStatuses } from "./statuses.ts";
import { incrementAt, iterationAt } from "./train.ts";
import type { Train } from "./train.ts";
import { verdictOf } from "./verdict.ts";
import { isOpen } from "./work-item.ts";

/**
 * One train's reading of the model: who owns what, where it is planned, who waits for whom. docs/rules.md says how.
 * @param stored as the trackers tell it; the train reads statuses in its own way.
 * @param at epoch milliseconds.
 * @returns items, dependencies and warnings sorted by id: the same for any order of the model's lists.
 */
export function viewTrain(stored: Model, train: Train, at: number): TrainView {
  const { model, guesses } = readStatuses(stored, train);
  const { standees, dependencies } = standingsOf(model, train);
  const schedule = scheduleOf(train, { model, owned: standees });
  const homeless = new Map<Sprint, number>();
  const items = sortedBy(standees, ({ item }) => item.id).map(({ item, standing, team }): PlannedItem => {
    const { box, ...place } = schedule.placeOf(item);
    if (box !== null && place.iteration === null && standing === "owned" && isOpen(item)) {
      homeless.set(box, (homeless.get(box) ?? 0) + 1);
    }
    return { item, standing, team, ...place, points: pointsOf(item, team) };
  });
  const warnings = sortedBy(homeless, ([box]) => box.id).map(([box, count]): SetupWarning => ({
    kind: "sprint-without-iteration",
    sprint: box.name,
    items: count,
  }));
  const byId = new Map(items.map((planned) => [planned.item.id, planned]));
  return {
    train,
    at,
    items: byId,
    dependencies,
    warnings,
    guesses: items.flatMap(({ item, standing }) =>
      standing === "unassigned" || standing === "outside" || item.presence === "gone"
        ? []
        : (guesses.get(item.id) ?? []),
    ),
    parentOf: schedule.parentOf,
    replan: replanBy(schedule, byId, dependencies),
  };
}

/** What of the plan cannot hold: one conflict per dependency and per cycle, sorted by consumer, provider and fingerprint. */
export function findConflicts(view: TrainView): readonly Conflict[] {
  const situation = situationOf(view);
  const fixes = fixesFor(situation);
  const drafts = [...edgeConflicts(situation, fixes), ...cycleConflicts(situation, fixes)];
  const conflicts = withNearness(view, drafts);
  return sortedBy(conflicts, ({ consumer, provider, fingerprint }) => `${consumer} ${provider} ${fingerprint}`);
}

/**
 * Carries the life of conflicts on: opened, worsened, out of sight, resolved, reopened. A rule that takes an edge over from another one
 * in the same pass inherits its age. Resolved records are kept.
 * @param pass the train's key, and the instant of `current` in epoch milliseconds.
 * @returns sorted by fingerprint.
 */
export function advanceConflicts(
  previous: readonly ConflictRecord[],
  current: readonly Conflict[],
  pass: Pass,
): readonly ConflictRecord[] {
  return nextRecords(previous, current, pass);
}

/** What a rollup is made from; `conflicts` are those of `view`, `model` is the one it was made from. */
export type RollupInput = {
  readonly view: TrainView;
  readonly conflicts: readonly Conflict[];
  readonly model: Model;
  readonly setup: Setup;
  /** How many open conflicts cannot be seen at present. */
  readonly unseen: number;
};

/** The numbers of one train at the view's instant. */
export function rollUp({ view, conflicts, model, setup, unseen }: RollupInput): Rollup {
  const { train, at } = view;
  const owned = ownedItems(view);
  const work = countedWork(owned);
  const increment = incrementAt(train, at);
  const load = teamLoads(view);
  const dataQuality = dataQualityOf(view, model);
  const concerned = conflicts.map((conflict) => ({ conflict, teams: teamsConcerned(conflict, view) }));
  return {
    train: train.key,
    name: train.name,
    at,
    increment,
    iteration: iterationAt(train, at)?.key ?? null,
    calendar: calendarAt(train, at),
    verdict: verdictOf({ view, conflicts, load, blind: { sources: dataQuality.sources, setup, unseen } }),
    items: presentItems(view).length,
    ...featuresIn(view, conflicts),
    uncounted: owned.length - work.length,
    total: progressOf(work),
    inIncrement: progressOf(work.filter(({ iteration }) => iteration?.increment === increment)),
    iterations: progressByIteration(work, train, increment),
    teams: train.teams.map(({ key, name }) => {
      const own = work.filter(({ team }) => team?.key === key);
      const open = concerned.filter(({ teams }) => teams.includes(key)).map(({ conflict }) => conflict);
      return {
        team: key,
        name,
        total: progressOf(own),
        iterations: progressByIteration(own, train, increment),
        openConflicts: bySeverity(open),
      };
    }),
    load,
    dependencies: dependencyFigures(view),
    conflicts: bySeverity(conflicts),
    unseenConflicts: unseen,
    dataQuality,
  };
}
