import { dayAt } from "./days.ts";
import type { SeenBox } from "./site-look.ts";

/** A dated timebox in days. `endsOn` is the first day after it. */
export type TeamBox = {
  /** Whose boxes follow each other: a board, a repository, a project, or the sprints that no board has. */
  readonly series: string;
  readonly name: string;
  readonly state: SeenBox["state"];
  readonly startsOn: number;
  readonly endsOn: number;
  /** Whether the tracker shows every box of the series: then the time between two is a break. */
  readonly hasBreaks: boolean;
};

/** Longer boxes (days) are no iterations: a release, or a list for later. */
const longest = 70;
/** A sprint that someone starts after five begins with the next day; one that ends before seven ended the day before. */
const eveningMs = 7 * 60 * 60 * 1000;

/** The boxes that have dates, in days of a time zone; milestones begin when the one before is due. */
export function teamBoxes(
  boxes: readonly SeenBox[],
  seriesOf: (box: SeenBox) => string,
  timeZone: string,
): readonly TeamBox[] {
  const sprints = boxes.flatMap((box): TeamBox[] => {
    const { kind, name, state, startsAt, endsAt } = box;
    if (kind === "milestone" || startsAt === null || endsAt === null) return [];
    const { startsOn, endsOn } = daysOf({ kind, startsAt, endsAt }, timeZone);
    if (endsAt <= startsAt || endsOn <= startsOn || endsOn - startsOn > longest) return [];
    return [{ series: seriesOf(box), name, state, startsOn, endsOn, hasBreaks: kind === "iteration" }];
  });
  const milestones = Map.groupBy(
    boxes.filter(({ kind }) => kind === "milestone"),
    seriesOf,
  );
  return [...sprints, ...[...milestones].flatMap(([series, due]) => milestoneBoxes(series, due))].toSorted(inTime);
}

type Dated = { readonly kind: "sprint" | "iteration"; readonly startsAt: number; readonly endsAt: number };

/** The days of a project's iteration are UTC days. */
function daysOf({ kind, startsAt, endsAt }: Dated, timeZone: string): Pick<TeamBox, "startsOn" | "endsOn"> {
  return kind === "iteration"
    ? { startsOn: dayAt(startsAt, "UTC"), endsOn: dayAt(endsAt, "UTC") }
    : { startsOn: dayAt(startsAt + eveningMs, timeZone), endsOn: dayAt(endsAt - eveningMs, timeZone) + 1 };
}

/** The days of milestones are UTC days. A milestone ends with its due day, or with a weekend that follows it. */
function milestoneBoxes(series: string, milestones: readonly SeenBox[]): readonly TeamBox[] {
  const ends = milestones
    .flatMap(({ name, state, endsAt }) =>
      endsAt === null ? [] : { name, state, endsOn: afterWeekend(dayAt(endsAt, "UTC")) },
    )
    .toSorted((a, b) => a.endsOn - b.endsOn || (a.name < b.name ? -1 : 1));
  return ends.flatMap(({ name, state, endsOn }): TeamBox[] => {
    const before = ends.findLast((other) => other.endsOn < endsOn)?.endsOn ?? null;
    const next = ends.find((other) => other.endsOn > endsOn)?.endsOn ?? null;
    // The first milestone begins as long before its end as the next one lasts.
    const startsOn = before ?? (next === null ? null : endsOn - (next - endsOn));
    return startsOn === null || endsOn - startsOn > longest
      ? []
      : [{ series, name, state, startsOn, endsOn, hasBreaks: false }];
  });
}

/** A milestone that is due on a Friday or a Saturday ends where the next week begins. */
function afterWeekend(endsOn: number): number {
  // 1970-01-01 was a Thursday; the first day after a Friday is a Saturday.
  const weekday = (((endsOn + 3) % 7) + 7) % 7;
  return weekday >= 5 ? endsOn + 7 - weekday : endsOn;
}

function inTime(a: TeamBox, b: TeamBox): number {
  return a.startsOn - b.startsOn || a.endsOn - b.endsOn || (`${a.series} ${a.name}` < `${b.series} ${b.name}` ? -1 : 1);
}
