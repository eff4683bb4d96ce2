import { byText, distinct } from "../ordering.ts";
import type { PlannedItem } from "../model/planned-item.ts";
import type { LivePlan } from "../model/train-plan.ts";
import type { TeamSetup } from "../setup/setup-fault.ts";
import { wordsForPoints } from "../items/points.ts";
import { progressOf } from "./progress.ts";
import type { Lacking, TeamFigures } from "./figures.ts";
import { isInProgress, isScheduled } from "../conflicts/rules/rule.ts";
import { incrementAt, projectOf, type Increment, type Team } from "../model/train.ts";
import { isOpen } from "../items/work-item.ts";

/** Number of examples for a count. */
export const namedAtMost = 3;

export function figuresOf(
  team: Team,
  plan: Pick<LivePlan, "train" | "ownedBy" | "countedBy" | "lastBoundary">,
): TeamFigures {
  const { train } = plan;
  const at = plan.lastBoundary();
  const owned = plan.ownedBy(team).filter(({ item }) => item.presence === "present");
  const work = plan.countedBy(team);
  const increment = incrementAt(train, at);
  const present = train.increments.find(({ key }) => key === increment);
  const open = work.filter(({ item }) => isOpen(item) && isPlannedByItself(item));
  const planned = plannedOf(owned);
  const byOrdinal = Map.groupBy(work, ({ iteration }) => iteration?.ordinal ?? null);
  return {
    setup: setupFor(team, owned),
    uncounted: owned.length - work.length,
    total: progressOf(work),
    inIncrement: progressOf(work.filter(({ iteration }) => iteration?.increment === increment)),
    iterations: new Map([...byOrdinal].map(([ordinal, inside]) => [ordinal, progressOf(inside)])),
    work: byOrdinal,
    withoutEstimate: lacking(open.filter(({ points }) => points === null && estimates(team))),
    withoutIteration: lacking(open.filter(({ iteration }) => iteration === null)),
    pointsWords: distinct(owned.flatMap(({ item }) => wordsForPoints(item, team))),
    isEstimated: owned.some(({ points }) => points !== null),
    isPlanned: planned.length > 0,
    isInIncrement: present === undefined || planned.some((one) => isInProgress(one) || fallsInto(one, present)),
  };
}

function setupFor({ key, name }: Team, owned: readonly PlannedItem[]): TeamSetup {
  const open = owned.filter(({ item }) => isOpen(item));
  return {
    team: key,
    name,
    owned: owned.length,
    open: open.length,
    withIteration: open.filter(({ iteration }) => iteration !== null).length,
    withEstimate: open.filter(({ points }) => points !== null).length,
  };
}

/** Stories plan an epic, and the story plans its sub-tasks: neither has an estimate or an iteration of its own. */
function isPlannedByItself({ kind }: PlannedItem["item"]): boolean {
  return kind !== "epic" && kind !== "subtask";
}

/** A GitHub team without a label pattern and without a project does not estimate, and lacks nothing. */
function estimates(team: Team): boolean {
  const { from } = team;
  return from.system !== "github" || from.pointsLabel !== null || projectOf(team) !== null;
}

function lacking(items: readonly PlannedItem[]): Lacking {
  return { count: items.length, worst: worstOf(items) };
}

/** Items in progress first, then those that end first, then by key. */
export function worstOf(items: readonly PlannedItem[]): readonly PlannedItem[] {
  return items
    .toSorted(
      (a, b) =>
        Number(isInProgress(b)) - Number(isInProgress(a)) ||
        (a.endsAt ?? Number.MAX_SAFE_INTEGER) - (b.endsAt ?? Number.MAX_SAFE_INTEGER) ||
        byText(a.item.key, b.item.key) ||
        byText(a.item.id, b.item.id),
    )
    .slice(0, namedAtMost);
}

/** Finished work shows that there is a plan as well as open work. */
export function plannedOf(items: readonly PlannedItem[]): readonly PlannedItem[] {
  return items.filter((planned) => planned.item.status !== "cancelled" && isScheduled(planned));
}

function fallsInto({ iteration, startsAt, endsAt }: PlannedItem, increment: Increment): boolean {
  if (iteration?.increment === increment.key) return true;
  const [first, last] = [startsAt ?? endsAt, endsAt ?? startsAt];
  return first !== null && last !== null && first < increment.endsAt && last > increment.startsAt;
}
