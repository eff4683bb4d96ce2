import { boxesOf, type Known } from "../items/ownership.ts";
import type { NameDirectory } from "../items/names.ts";
import { isOpen } from "../items/work-item.ts";
import type { SprintKind } from "../ids.ts";
import type { LivePlan } from "../model/train-plan.ts";
import { iterationsOf, type Iteration, type Team, type Train } from "../model/train.ts";
import { distinct, sortedBy } from "../ordering.ts";
import { toleranceOf, type Interval } from "../schedule/interval.ts";
import type { Sprint } from "../schedule/sprint.ts";
import { boxNamed, byDates } from "../schedule/timeboxes.ts";

/**
 * A running or coming timebox with open work of a team whose dates do not fit the calendar of the train. Without an
 * iteration: it lies across the iterations, or runs without an end. A mismatch: it belongs to `iteration`, by its dates
 * or by its name (`isNamed`), and reaches out of it; `calendar` has the dates of the iteration.
 */
export type TimeboxFault = {
  readonly team: string;
  readonly box: SprintKind;
  readonly name: string;
  readonly dates: Interval;
} & (
  | { readonly kind: "timebox-without-iteration" }
  | {
      readonly kind: "calendar-mismatch";
      readonly iteration: string;
      readonly calendar: Pick<Iteration, "startsAt" | "endsAt">;
      readonly isNamed: boolean;
    }
);

/** The iterations of a train, and which of them a timebox has the name of. */
export type NamedCalendar = {
  readonly iterations: readonly Iteration[];
  readonly isNamedFor: (box: Sprint, iteration: Iteration) => boolean;
};

export function namedCalendar(train: Train, names: NameDirectory): NamedCalendar {
  const iterations = iterationsOf(train);
  const patterns = new Map(iterations.map((one) => [one, boxNamed(one.sprintName, names)]));
  return { iterations, isNamedFor: (box, iteration) => patterns.get(iteration)?.(box) ?? false };
}

type Plan = Pick<LivePlan, "ownedBy" | "hasPassed">;

/** The team's timeboxes of the kind it plans in. See docs/rules.md, "Calendar". */
export function timeboxFaults(
  team: Team,
  calendar: NamedCalendar,
  { ownedBy, hasPassed, sprints }: Plan & Pick<Known, "sprints">,
): readonly TimeboxFault[] {
  const own = ownedBy(team).filter(({ item }) => item.presence === "present");
  const boxesIn = (items: typeof own) =>
    distinct(items.flatMap(({ item }) => boxesOf(item, sprints))).filter(({ kind }) => kind === team.from.iterations);
  const usual = usualLength(boxesIn(own));
  const open = boxesIn(own.filter(({ item }) => isOpen(item))).filter(({ state }) => state !== "closed");
  return sortedBy(open, ({ id }) => id).flatMap((box): readonly TimeboxFault[] => {
    const { name, startsAt, endsAt } = box;
    const found = { team: team.name, box: box.kind, name, dates: { startsAt, endsAt } };
    const named = calendar.iterations.find((one) => calendar.isNamedFor(box, one));
    const dated = byDates(box, calendar.iterations);
    if (named === undefined && dated === undefined)
      return isStray(box, calendar.iterations) ? [{ kind: "timebox-without-iteration", ...found }] : [];
    const meant = meantBy(box, { named, dated, usual, isNamedFor: calendar.isNamedFor });
    if (meant === null || reach(box, meant.iteration) <= toleranceOf(meant.iteration)) return [];
    const { key, increment, ...dates } = meant.iteration;
    if (hasPassed(Math.max(dates.endsAt, endsAt ?? dates.endsAt))) return [];
    return [
      {
        kind: "calendar-mismatch",
        ...found,
        iteration: `${increment} iteration ${key}`,
        calendar: { startsAt: dates.startsAt, endsAt: dates.endsAt },
        isNamed: meant.isNamed,
      },
    ];
  });
}

/** Timeboxes that several teams share once, with the names of these teams. @param byTeam in the order of the teams */
export function sharedOnce(byTeam: readonly TimeboxFault[]): readonly TimeboxFault[] {
  const same = Map.groupBy(byTeam, ({ team: _, ...box }) => JSON.stringify(box));
  return [...same.values()].flatMap(([first, ...more]) =>
    first === undefined ? [] : { ...first, team: [first, ...more].map(({ team }) => team).join(" and ") },
  );
}

/** Within the calendar of the train, or running without an end: a future sprint often gets its dates only when it begins. */
function isStray({ startsAt, endsAt, state }: Sprint, iterations: readonly Iteration[]): boolean {
  if (endsAt === null) return state === "active";
  return iterations.some((one) => (startsAt ?? endsAt) < one.endsAt && one.startsAt < endsAt);
}

type Meant = { readonly iteration: Iteration; readonly isNamed: boolean };
type Candidates = Pick<NamedCalendar, "isNamedFor"> & {
  readonly named: Iteration | undefined;
  readonly dated: Iteration | undefined;
  readonly usual: number | null;
};

/**
 * The iteration that the timebox should equal; null if it need not equal any. A name decides before the dates, unless it
 * fits the iteration of the dates too, or that has no `sprintName`. Without a name only timeboxes of teams that keep the
 * length of the iterations should equal one.
 */
function meantBy(box: Sprint, { named, dated, usual, isNamedFor }: Candidates): Meant | null {
  const isDatedRightly = dated !== undefined && (dated.sprintName === null || isNamedFor(box, dated));
  if (named !== undefined && !isDatedRightly) return { iteration: named, isNamed: true };
  if (dated === undefined || box.startsAt === null || usual === null) return null;
  const isOfItsLength = Math.abs(usual - (dated.endsAt - dated.startsAt)) <= toleranceOf(dated);
  return isOfItsLength ? { iteration: dated, isNamed: false } : null;
}

/** How far (ms) the timebox reaches out of the iteration on one side; without an end not at all. */
function reach({ startsAt, endsAt }: Sprint, iteration: Iteration): number {
  if (endsAt === null) return 0;
  return Math.max(iteration.startsAt - (startsAt ?? endsAt), endsAt - iteration.endsAt);
}

/** The median length (ms) of a team's timeboxes with both dates; null without any. */
function usualLength(boxes: readonly Sprint[]): number | null {
  const lengths = boxes
    .flatMap(({ startsAt, endsAt }) => (startsAt === null || endsAt === null ? [] : endsAt - startsAt))
    .toSorted((a, b) => a - b);
  return lengths[Math.floor((lengths.length - 1) / 2)] ?? null;
}
