import { boxesOf, type Known } from "../items/ownership.ts";
import type { NameDirectory } from "../items/names.ts";
import { isOpen } from "../items/work-item.ts";
import type { TimeboxFault } from "./setup-fault.ts";
import type { LivePlan } from "../model/train-plan.ts";
import { iterationsOf, type Iteration, type Team, type Train } from "../model/train.ts";
import { distinct, sortedBy } from "../ordering.ts";
import { zoneOf } from "../schedule/civil-day.ts";
import { toleranceOf } from "../schedule/interval.ts";
import type { Sprint } from "../schedule/sprint.ts";
import { boxesIn, boxNamed, byDates } from "../schedule/timeboxes.ts";

/** The iterations of a train, those whose name (`sprintName`) a timebox has, and a timebox on the train's own days. */
export type NamedCalendar = {
  readonly iterations: readonly Iteration[];
  readonly here: (box: Sprint) => Sprint;
  readonly fitting: (box: Sprint) => readonly Iteration[];
};

export function namedCalendar(train: Train, names: NameDirectory): NamedCalendar {
  const iterations = iterationsOf(train);
  const named = iterations.map((iteration) => ({ iteration, isNamed: boxNamed(iteration.sprintName, names) }));
  return {
    iterations,
    here: boxesIn(zoneOf(train.timeZone)),
    fitting: (box) => named.filter(({ isNamed }) => isNamed(box)).map(({ iteration }) => iteration),
  };
}

type Plan = Pick<LivePlan, "ownedBy" | "hasPassed"> & Pick<Known, "sprints">;

/** Of the kind that the team plans in. See docs/rules.md, "Calendar". */
export function timeboxFaults(
  team: Team,
  { iterations, here, fitting }: NamedCalendar,
  { ownedBy, hasPassed, sprints }: Plan,
): readonly TimeboxFault[] {
  const own = ownedBy(team);
  const boxesWith = (items: typeof own) =>
    distinct(items.flatMap(({ item }) => boxesOf(item, sprints)))
      .filter(({ kind }) => kind === team.from.iterations)
      .map(here);
  const lengths = lengthsOf(boxesWith(own));
  const open = boxesWith(own.filter(({ item }) => isOpen(item))).filter(({ state }) => state !== "closed");
  return sortedBy(open, ({ id }) => id).flatMap((box): readonly TimeboxFault[] => {
    const { name, startsAt, endsAt } = box;
    const found = { team: team.name, box: box.kind, name, dates: { startsAt, endsAt } };
    const { iteration, isNamed } = meantBy(byDates(box, iterations), fitting(box));
    if (iteration === undefined)
      return isStray(box, iterations) ? [{ kind: "timebox-without-iteration", ...found }] : [];
    const { key, increment, ...calendar } = iteration;
    if (endsAt === null || hasPassed(Math.max(calendar.endsAt, endsAt))) return [];
    if (reach(startsAt ?? endsAt, endsAt, iteration) <= toleranceOf(iteration)) return [];
    if (!isNamed && !isOfUsualLength(iteration, lengths)) return [];
    return [
      {
        kind: "calendar-mismatch",
        ...found,
        iteration: `${increment} iteration ${key}`,
        calendar: { startsAt: calendar.startsAt, endsAt: calendar.endsAt },
        isNamed,
      },
    ];
  });
}

/** Timeboxes that several teams share once, with the names of these teams. @param byTeam in the order of the teams */
export function sharedOnce(byTeam: readonly TimeboxFault[]): readonly TimeboxFault[] {
  const shared = new Map<string, TimeboxFault>();
  for (const fault of byTeam) {
    const { team, ...box } = fault;
    const known = shared.get(JSON.stringify(box));
    shared.set(JSON.stringify(box), known === undefined ? fault : { ...known, team: `${known.team} and ${team}` });
  }
  return [...shared.values()];
}

/** Within the calendar of the train, or running without an end: a future sprint often gets its dates only when it begins. */
function isStray({ startsAt, endsAt, state }: Sprint, iterations: readonly Iteration[]): boolean {
  if (endsAt === null) return state === "active";
  return iterations.some((one) => (startsAt ?? endsAt) < one.endsAt && one.startsAt < endsAt);
}

/** The iteration of a timebox's name, unless that of its dates has the name too, or has no name to compare. */
function meantBy(dated: Iteration | undefined, fitting: readonly Iteration[]) {
  const isNamed =
    fitting.length > 0 && (dated === undefined || (dated.sprintName !== null && !fitting.includes(dated)));
  return { iteration: isNamed ? fitting[0] : dated, isNamed };
}

/** How far (ms) an interval reaches out of the iteration on one side. */
function reach(startsAt: number, endsAt: number, iteration: Iteration): number {
  return Math.max(iteration.startsAt - startsAt, endsAt - iteration.endsAt);
}

/** Of timeboxes with both dates, in milliseconds. */
function lengthsOf(boxes: readonly Sprint[]): readonly number[] {
  return boxes.flatMap(({ startsAt, endsAt }) => (startsAt === null || endsAt === null ? [] : endsAt - startsAt));
}

/** Whether at least half of a team's timeboxes are as long as the iteration. */
function isOfUsualLength(iteration: Iteration, lengths: readonly number[]): boolean {
  const length = iteration.endsAt - iteration.startsAt;
  const alike = lengths.filter((one) => Math.abs(one - length) <= toleranceOf(iteration));
  return 2 * alike.length >= lengths.length;
}
